"""Is the installation well? Versions, data folder, key, journal, data, disk and backup, each with what to do."""

import datetime as dt
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from cockpit import store
from cockpit.contracts import danish
from cockpit.contracts.check import Check, CheckStatus
from cockpit.contracts.errors import CockpitError
from cockpit.usecases.checking import Progress
from cockpit.usecases.cockpit import open_cockpit

PACKAGES = ("streamlit", "polars", "duckdb", "sqlalchemy", "cryptography")
BROKEN = {("duckdb", "2.0.0"): "giver forkerte resultater"}
"""Releases that give wrong answers, and what they do."""
FREE_BYTES = 2_000_000_000
"""An import of a million rows needs about this for a moment."""
BACKUP_DAYS = 35


def doctor(home: Path, progress: Progress = lambda _: None) -> tuple[Check, ...]:
    """Every check of the home at `home`, opened or not. Nothing is changed, and no home and no key is made."""
    checks = [_versions(), *store.examine(home, progress), _disk(home)]
    if all(check.status is not CheckStatus.FAIL for check in checks) and (home / "journal.sqlite").exists():
        checks += _backup(home)
    return tuple(checks)


def _versions() -> Check:
    found = {name: version(name) for name in PACKAGES}
    said = ", ".join(f"{name} {number}" for name, number in found.items())
    bad = [f"{name} {number} {BROKEN[name, number]}" for name, number in found.items() if (name, number) in BROKEN]
    text = f"Styringscockpit {store.code_version()}, Python {sys.version.split()[0]}, {said}."
    return Check.of("versions", "Versioner", text, fail=f"{bad[0]}: installér programmet igen." if bad else "")


def _disk(home: Path) -> Check:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    said = f"{danish.number(free / 1_000_000_000, 1)} GB ledig."
    low = free < FREE_BYTES
    return Check.of("disk", "Diskplads", said, warn="Ryd op på drevet før næste store indlæsning." if low else "")


def _backup(home: Path) -> Iterator[Check]:
    """Of a home with data that are not a demo's."""
    try:
        cockpit = open_cockpit(home)
    except CockpitError as error:
        yield Check.of("open", "Åbning", str(error), fail="Ret det, og kør kontrollen igen.")
        return
    if cockpit.demo or cockpit.store.snapshot() is None:
        return
    last = cockpit.store.last_backup()
    said = f"Den seneste backup blev taget {danish.date(last.date())}." if last else "Der er ikke taget backup herfra."
    old = last is None or (dt.datetime.now(dt.UTC) - last).days > BACKUP_DAYS
    yield Check.of("backup", "Backup", said, warn="Tag en med «cockpit backup FIL»." if old else "")
