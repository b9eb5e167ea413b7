"""Is a home whole? Every part of it looked at without changing anything, whether or not it can be opened."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from cockpit.contracts.check import Check
from cockpit.contracts.errors import Refused
from cockpit.store import import_lines as lines
from cockpit.store.files import writer_lock
from cockpit.store.import_lines import SnapshotInfo
from cockpit.store.journal import ENVIRONMENT, IDENTITY, Journal
from cockpit.store.key import Key, key_path, load_key
from cockpit.store.raw import RawFiles
from cockpit.store.restoring import hash_of
from cockpit.store.snapshot import Progress
from cockpit.store.store import FINGERPRINT

STALE_SECONDS = 3600
"""A temporary file older than this was left by a process that died."""
FROM_BACKUP = "Læg den seneste backup tilbage med «cockpit restore»."


def examine(home: Path, progress: Progress) -> Iterator[Check]:
    """Folder, leftovers, key, journal, lock, snapshot, raw files and parts; ends early where nothing more can be
    seen."""
    if not home.is_dir():
        yield Check.of("home", "Datamappe", f"{home} findes ikke endnu. Den oprettes ved første indlæsning.")
        return
    yield _folder(home)
    yield _leftovers(home)
    journal, check = _journal(home)
    yield check
    if journal is None:
        return
    try:
        key, check = _key(home, journal)
        yield check
        yield _lock(home)
        yield from _contents(home, journal, key, progress)
    finally:
        journal.close()


def _folder(home: Path) -> Check:
    name, title = "home", "Datamappe"
    try:
        with tempfile.NamedTemporaryFile(dir=home, prefix=".doctor-", suffix=".tmp"):
            pass
    except OSError as error:
        said = f"{home} kan ikke skrives ({error.strerror})."
        return Check.of(name, title, said, fail="Giv brugeren, som programmet kører under, skriveadgang til mappen.")
    said = f"{home} kan læses og skrives."
    if os.name == "posix" and home.stat().st_mode & 0o077:
        said = f"{home} kan åbnes af andre brugere på maskinen."
        return Check.of(name, title, said, warn=f"Luk den med: chmod 700 {home}")
    return Check.of(name, title, said)


def _leftovers(home: Path) -> Check:
    before = time.time() - STALE_SECONDS
    left = [path for path in home.rglob("*.tmp*") if path.exists() and path.stat().st_mtime < before]
    if not left:
        return Check.of("leftovers", "Midlertidige filer", "Ingen efterladte filer.")
    size = sum(path.stat().st_size for path in left if path.is_file())
    said = f"{len(left)} efterladte filer fra en afbrudt indlæsning ({-(-size // 1_000_000)} MB)."
    return Check.of("leftovers", "Midlertidige filer", said, warn="De ryddes ved næste indlæsning eller fortrydelse.")


def _journal(home: Path) -> tuple[Journal | None, Check]:
    name, title = "journal", "Journal"
    url = os.environ.get(ENVIRONMENT)
    path = home / "journal.sqlite"
    if not url and not path.exists():
        if not any((home / folder).exists() for folder in ("raw", "snapshots")):
            return None, Check.of(name, title, "Der er ikke indlæst noget i datamappen endnu.")
        return None, Check.of(name, title, "Journalen mangler i datamappen.", fail=FROM_BACKUP)
    try:
        journal = Journal(url or f"sqlite:///{path}")
    except Refused as error:
        return None, Check.of(name, title, str(error), fail=f"Ret {ENVIRONMENT}.")
    try:
        wrong = journal.damage()
        known = journal.fact("home")
    except DatabaseError:
        journal.close()
        to_do = f"Se efter, at serveren svarer, og at {ENVIRONMENT} er rigtig." if url else FROM_BACKUP
        return None, Check.of(name, title, "Journalen kan ikke læses.", fail=to_do)
    identity = home / IDENTITY
    if known != (identity.read_text(encoding="ascii") if identity.exists() else None):
        journal.close()
        return None, Check.of(name, title, "Journalen hører til en anden datamappe.", fail=f"Ret {ENVIRONMENT}.")
    return journal, Check.of(name, title, wrong or "Journalen er hel.", fail=FROM_BACKUP if wrong else "")


def _key(home: Path, journal: Journal) -> tuple[Key | None, Check]:
    name, title = "key", "Nøgle"
    fingerprint = journal.fact(FINGERPRINT)
    if fingerprint is None:
        return None, Check.of(name, title, "Nøglen laves, når datamappen åbnes første gang.")
    try:
        key = load_key(home, fingerprint)
    except (Refused, OSError) as error:
        return None, Check.of(name, title, str(error), fail="Hent nøglen fra jeres sikre opbevaring.")
    return key, Check.of(name, title, f"{key_path()} er den rigtige, og kun dens ejer kan læse den.")


def _lock(home: Path) -> Check:
    try:
        with writer_lock(home, 0):
            return Check.of("lock", "Lås", "Ingen indlæsning er i gang.")
    except Refused:
        said = "En indlæsning, fortrydelse eller backup er i gang netop nu."
        return Check.of("lock", "Lås", said, warn="Vent, til den er færdig. Låsen slippes, også hvis programmet dør.")
    except OSError as error:
        return Check.of("lock", "Lås", f"Låsen kan ikke tages ({error.strerror}).", fail="Ret adgangen til datamappen.")


def _contents(home: Path, journal: Journal, key: Key | None, progress: Progress) -> Iterator[Check]:
    with journal.reading() as connection:
        info = lines.current_snapshot(connection)
        numbers, files = lines.named_files(connection)
        counting = {record.id for record in lines.all_imports(connection) if record.undone_at is None}
    yield _snapshot(home, info, progress)
    if key is not None:
        yield _raw(RawFiles(home / "raw", key.raw_files), files, progress)
    missing = sorted(number for number in counting & numbers if not (home / "parts" / f"{number}.parquet").exists())
    said = f"Rækkerne fra indlæsning {', '.join(map(str, missing))} mangler." if missing else "Alle rækker er her."
    yield Check.of("parts", "Indlæste rækker", said, fail="Kør «cockpit rebuild»." if missing else "")


def _snapshot(home: Path, info: SnapshotInfo | None, progress: Progress) -> Check:
    name, title = "snapshot", "Datagrundlag"
    if info is None:
        return Check.of(name, title, "Der er ikke indlæst noget endnu.")
    path = home / "snapshots" / f"{info.name}.duckdb"
    if not path.exists():
        return Check.of(name, title, f"Øjebliksbilledet {info.name} mangler.", fail="Kør «cockpit rebuild».")
    progress("Regner datagrundlagets fingeraftryk om")
    try:
        found = hash_of(path)
    except Refused as refusal:
        return Check.of(name, title, str(refusal), fail="Kør «cockpit rebuild».")
    if found != info.content_hash:
        said = f"Rækkerne i {info.name} er ikke dem, journalen kender: fingeraftrykket er {found[:16]}."
        return Check.of(name, title, said, fail="Kør «cockpit rebuild»: så læses de oprindelige filer igen.")
    return Check.of(name, title, f"{info.name} har de rækker, journalen kender (fingeraftryk {found[:16]}).")


def _raw(raw: RawFiles, files: set[str], progress: Progress) -> Check:
    """Every raw file opened under the key and counted again."""
    wrong = []
    for number, sha256 in enumerate(sorted(files), start=1):
        progress(f"Åbner råfil {number} af {len(files)}")
        try:
            if hashlib.sha256(raw.read(sha256)).hexdigest() != sha256:
                wrong.append(sha256)
        except (Refused, OSError):
            wrong.append(sha256)
    if wrong:
        said = f"{len(wrong)} af {len(files)} råfiler mangler eller er beskadiget: {wrong[0][:12]}…"
        return Check.of("raw", "Råfiler", said, fail=FROM_BACKUP)
    return Check.of("raw", "Råfiler", f"Alle {len(files)} råfiler kan åbnes og er uændrede.")
