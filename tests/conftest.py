"""What several tests share: a small synthetic municipality's exports, and a home filled with them. Made once a run,
and kept beside pytest's own cache for the next run as long as no file that they rest on has changed."""

import datetime as dt
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from cockpit import demo
from cockpit.store import Store
from tests.command_line import command

MONTHS = 4
ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "cockpit"
RESTS_ON = ("contracts", "demo", "ingest", "law", "store")
ACCEPTING = ("accepting.py", "checking.py", "losses.py")
KEY = "cockpit-test-key"
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


def _fingerprint() -> str:
    """Of every file that the deliveries and the filled home rest on."""
    rooms = [path for room in RESTS_ON for path in (ROOT / "cockpit" / room).rglob("*.py")]
    uses = [ROOT / "cockpit" / "usecases" / name for name in ACCEPTING]
    data = [
        path
        for folder in ("schemas", "data/demo", "data/law", "data/reference")
        for path in (ROOT / folder).rglob("*.yaml")
    ]
    digest = hashlib.sha256()
    for path in sorted([*rooms, *uses, *data, ROOT / "requirements.txt", Path(__file__)]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _kept(name: str) -> Path:
    return KEPT / _fingerprint() / name


def _keep(made: Path, name: str) -> None:
    """For the next run; whole or not at all. Older ones go."""
    target = _kept(name)
    for old in KEPT.glob("*"):
        if old != target.parent and old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{name}.{secrets.token_hex(4)}")
    shutil.copytree(made, temporary)
    try:
        temporary.rename(target)
    except OSError:  # another run was first
        shutil.rmtree(temporary, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every worker of this run shares."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session", autouse=True)
def key_file(shared_folder: Path) -> Path:
    """Tests have a key of their own and never touch the user's."""
    path = shared_folder / KEY
    os.environ["COCKPIT_KEY_FILE"] = str(path)
    _once(shared_folder, "key", lambda folder: _same_key(folder, path))
    return path


def _same_key(folder: Path, path: Path) -> None:
    """A home can only be opened with the key that it was made with."""
    folder.mkdir()
    kept = KEPT / KEY
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        os.environ["COCKPIT_KEY_FILE"] = str(kept)
        Store.open(folder / "home").close()
        os.environ["COCKPIT_KEY_FILE"] = str(path)
    shutil.copy2(kept, path)


def _once(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name`, made by the first worker that asks; the others wait. A lock that every system has."""
    made, ready, failed = folder / name, folder / f"{name}.ready", folder / f"{name}.failed"
    try:
        (folder / f"{name}.lock").mkdir()
    except FileExistsError:
        while not ready.exists():
            assert not failed.exists(), f"{name} could not be made; see the first failure"
            time.sleep(0.2)
        return made
    try:
        _copy_or_make(name, made, make)
    except BaseException:
        failed.touch()
        raise
    ready.touch()
    return made


def _copy_or_make(name: str, made: Path, make: Callable[[Path], None]) -> None:
    if name != "key" and _kept(name).exists():
        shutil.copytree(_kept(name), made)
        return
    make(made)
    if name != "key":
        _keep(made, name)


@pytest.fixture(scope="session")
def deliveries(shared_folder: Path) -> Path:
    """The last four monthly deliveries of a small municipality, one folder a month; the first carries the history."""

    def make(folder: Path) -> None:
        municipality = demo.generate(seed=7, size="small", last_month=dt.date(2026, 9, 30))
        demo.write_exports(municipality, folder, months=MONTHS)

    return _once(shared_folder, "deliveries", make)


def _with(home: Path, earlier: Path | None, deliveries: list[Path]) -> None:
    if earlier is not None:
        shutil.copytree(earlier, home)
    done = command(home, "import", *deliveries, "--accept", "--confirm")
    assert done.code == 0, done.out + done.err


@pytest.fixture(scope="session")
def first_home(shared_folder: Path, deliveries: Path, key_file: Path) -> Path:
    """A home with the first delivery alone: the history until June. Read only, as those below: copy it first."""
    first = min(deliveries.iterdir())
    return _once(shared_folder, "first-home", lambda home: _with(home, None, [first]))


@pytest.fixture(scope="session")
def earlier_home(shared_folder: Path, deliveries: Path, first_home: Path) -> Path:
    """A home that lacks the newest delivery."""
    between = sorted(deliveries.iterdir())[1:-1]
    return _once(shared_folder, "earlier-home", lambda home: _with(home, first_home, between))


@pytest.fixture(scope="session")
def filled_home(shared_folder: Path, deliveries: Path, earlier_home: Path) -> Path:
    """A home into which all deliveries are imported."""
    newest = max(deliveries.iterdir())
    return _once(shared_folder, "filled-home", lambda home: _with(home, earlier_home, [newest]))


@pytest.fixture
def key_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the key of this test's home lies; no journal but the home's own."""
    path = tmp_path / "nøgler" / "cockpit.key"
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(path))
    monkeypatch.delenv("COCKPIT_JOURNAL_URL", raising=False)
    return path
