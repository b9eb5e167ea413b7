"""`read`: a file becomes readings. Gate, sandbox, layout, profile, values, people, contract, receipt, in that order."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.ingest import people
from cockpit.ingest.assemble import File, assemble
from cockpit.ingest.collect import Part
from cockpit.ingest.gate import fingerprint, gate
from cockpit.ingest.layout import Table, find_table
from cockpit.ingest.match import Match, chosen, ranked
from cockpit.ingest.merged import counted_columns, spread
from cockpit.ingest.months import by_month
from cockpit.ingest.named_days import stated_year
from cockpit.ingest.profile import Profile
from cockpit.ingest.refusals import not_read, unmapped, without_rows, without_table
from cockpit.ingest.sandbox import TextSheet, read_text
from cockpit.ingest.shipped import vocabulary

LOG = logging.getLogger(__name__)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person says about a file: its effective date, dataset or profile. None = find out."""

    as_of: dt.date | None = None
    dataset: str | None = None
    profile: str | None = None


def read(
    path: Path,
    name: str,
    *,
    key: bytes,
    profiles: Sequence[Profile],
    hints: Hints = Hints(),
    progress: Progress | None = None,
) -> tuple[Reading, ...]:
    """Read a file into one reading per dataset (sheets of one profile together), and derived citizens where there are
    cases. Never raises on a bad file: then one reading whose receipt is REFUSED, UNMAPPED or STOPPED, in Danish.

    `key`: the pseudonym sub-key; it stays in this process. Frames keep the file's row order, amounts in kr.
    """
    with ThreadPoolExecutor(1) as beside:
        return _read(path, name, key, profiles, hints, progress or (lambda _: None), beside.submit(fingerprint, path))


def _read(
    path: Path,
    name: str,
    key: bytes,
    profiles: Sequence[Profile],
    hints: Hints,
    say: Progress,
    sha256: Future[str],
) -> tuple[Reading, ...]:
    """The same; the file's hash is worked out beside it."""
    file = File(name, people.mask_text(name), "", 0, key, hints.as_of)
    try:
        file = replace(file, size_bytes=path.stat().st_size)
        say(f"Kontrollerer {file.shown}")
        gated = gate(path, name)
        say(f"Læser {file.shown}")
        sheets = read_text(path, gated)
        say(f"Tolker {file.shown}")
        return _readings(sheets, _hashed(file, sha256), _wanted(profiles, hints), named=hints.profile is not None)
    except Refused as refusal:
        return (without_rows(_hashed(file, sha256), Status.REFUSED, str(refusal)),)
    except OSError:
        reason = "Filen kan ikke åbnes. Se efter, at den findes og ikke er åben i et andet program, og prøv igen."
        return (without_rows(_hashed(file, sha256), Status.REFUSED, reason),)
    except Exception as error:
        LOG.exception("unexpected %s while reading", type(error).__name__, exc_info=False)
        reason = "Filen kunne ikke læses på grund af en uventet fejl i indholdet. Gem den igen fra Excel og prøv igen."
        return (without_rows(_hashed(file, sha256), Status.REFUSED, reason),)


def _hashed(file: File, sha256: Future[str]) -> File:
    """The file with its hash, where it could be read for it."""
    with suppress(OSError):
        return replace(file, sha256=sha256.result())
    return file


def refused(path: Path, name: str, reason: str) -> Reading:
    """The reading of a file that was not let in, with the reason. `path`: the file, or the archive that it lies in."""
    file = File(name, people.mask_text(name), fingerprint(path), path.stat().st_size, b"", None)
    return without_rows(file, Status.REFUSED, reason)


def _wanted(profiles: Sequence[Profile], hints: Hints) -> tuple[Profile, ...]:
    """The profiles that may be meant. A named profile decides alone; what it derives is still derived."""
    if hints.profile is not None:
        found = tuple(profile for profile in profiles if profile.name == hints.profile)
        if not found:
            known = ", ".join(profile.name for profile in profiles)
            raise Refused(f"Profilen {hints.profile} findes ikke. Vælg en af: {known}.")
        return found
    if hints.dataset is not None:
        return tuple(profile for profile in profiles if profile.dataset == hints.dataset)
    return tuple(profiles)


def _readings(
    sheets: Sequence[TextSheet], file: File, profiles: tuple[Profile, ...], *, named: bool
) -> tuple[Reading, ...]:
    words = vocabulary(profiles)
    tables = [by_month(table) for sheet in sheets if (table := find_table(sheet, words, file.name)) is not None]
    if not tables:
        return (without_table(file, [sheet.frame.width for sheet in sheets]),)
    attempts = [(table, ranked(table, profiles)) for table in tables]
    grouped: dict[str, list[Part]] = {}
    strange: list[tuple[Table, list[Match]]] = []
    for table, tries in attempts:
        match = chosen(table, tries, named=named)
        if match is None:
            strange.append((table, tries))
        else:
            whole = spread(table, counted_columns(match.columns, match.contract))
            grouped.setdefault(match.profile.name, []).append(Part(whole, match))
    if not grouped:
        return (unmapped(file, strange),)
    notes = [not_read(table, file) for table, _ in strange if table.frame.height]
    readings: list[Reading] = []
    for parts in grouped.values():
        readings += assemble(parts, file, _why(parts), notes if not readings else [])
    return tuple(readings)


def _why(parts: list[Part]) -> str:
    table, match = parts[0].table, parts[0].match
    where = f" i arket {people.mask_text(table.sheet)}" if table.sheet else ""
    title = match.profile.title
    year = match.profile.constants.get("year")
    over = f" Året {year} er læst over tabellen." if year and year == str(stated_year(table.title_lines)) else ""
    return (
        f"Genkendt som {title}: {match.explained} af {len(table.headings)} kolonner kendes; "
        f"overskrifterne står i række {table.header_row}{where}.{over}"
    )
