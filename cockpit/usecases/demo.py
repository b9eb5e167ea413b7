"""The synthetic municipality: written as files for a person to try, or filled into a demo home."""

import datetime as dt
import tempfile
from pathlib import Path

from cockpit import demo
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Scope
from cockpit.usecases.accepting import accept
from cockpit.usecases.checking import Progress, check
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.ranges import start_worker
from cockpit.usecases.staging import Upload

DEMO_SEED = 1
DEMO_SIZE = demo.Size.MEDIUM
DEMO_MONTHS = 9
LAST_MONTH = dt.date(2026, 9, 30)


def write_demo(
    directory: Path,
    *,
    seed: int = DEMO_SEED,
    size: demo.Size = DEMO_SIZE,
    months: int = DEMO_MONTHS,
    progress: Progress = lambda _: None,
) -> list[Path]:
    """The municipality's monthly exports in `directory`; the files written."""
    progress("Danner den syntetiske kommune")
    municipality = demo.generate(seed=seed, size=size, last_month=LAST_MONTH)
    return demo.write_exports(municipality, directory, months=months, progress=progress)


def fill_demo(
    cockpit: Cockpit,
    *,
    seed: int = DEMO_SEED,
    size: demo.Size = DEMO_SIZE,
    months: int = DEMO_MONTHS,
    progress: Progress = lambda _: None,
) -> None:
    """Take the demo's exports into an empty demo home, the way a user would; nothing where it is filled already.
    Refused in a home of real data."""
    if not cockpit.demo:
        raise Refused("Demodata indlæses kun i demoens egen mappe.")
    if cockpit.store.imports():
        return
    engine = Scope.engine()
    named = cockpit.settings.model_copy(update={"municipality": demo.NAME})
    cockpit.store.save_settings(engine.user, named, "demoens navn")
    with tempfile.TemporaryDirectory(prefix="cockpit-demo-") as folder:
        files = write_demo(Path(folder), seed=seed, size=size, months=months, progress=progress)
        batch = check(cockpit, engine, [Upload.of(path) for path in files], progress=progress)
        accept(cockpit, engine, batch, confirmed=True, progress=progress)
    start_worker(cockpit)
