"""Økonomi → Kontrol af trykte tabeller: a published follow-up calculated again. Nothing is kept."""

import datetime as dt
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cockpit import ingest
from cockpit.access import require
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.finance.published import Published, check_published
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import closes
from cockpit.usecases.staging import Upload
from cockpit.views import published as view

FACTORS: dict[str, int | None] = {"som tabellen siger": None, "kr.": 1, "1.000 kr.": 1_000, "mio. kr.": 1_000_000}
MAX_PASTED = 500_000


@dataclass(frozen=True, eq=False, slots=True)
class PublishedAnswer:
    """One table of the file: the figures for programs, and the view for people."""

    sheet: str
    found: Published
    view: view.PublishedView


def published(
    cockpit: Cockpit,
    scope: Scope,
    upload: Upload,
    *,
    totals: Sequence[str] = (),
    unit: str = "som tabellen siger",
) -> tuple[PublishedAnswer, ...]:
    """The tables of a file, one a sheet, calculated again. `totals`: labels of lines that are sums though they do not
    say so; `unit`: one of `FACTORS`. Refused where the file cannot be read or holds no table."""
    require(scope, Role.CONTROLLER, Role.MANAGER)
    day = max(closes(cockpit), default=dt.datetime.now(dt.UTC).date())
    context = context_for(cockpit, scope, day, day.year)
    answers = []
    for sheet in ingest.read_printed(upload.path, upload.name):
        readings = (sheet.danish, sheet.english)
        found = check_published(sheet.texts, readings, named_totals=totals, factor=FACTORS[unit])
        if found is not None:
            name = sheet.name or Path(upload.name).stem
            answers.append(PublishedAnswer(sheet.name, found, view.build(context, name, found)))
    if not answers:
        raise Refused(view.NO_TABLE.format(name=Path(upload.name).name))
    return tuple(answers)


def pasted(text: str) -> tuple[Upload, "tempfile.TemporaryDirectory[str]"]:
    """A table copied from Excel, Word or a web page as a file to read. Columns are parted by tabs or semicolons, or by
    two blanks or more. Refused where it is longer than any printed table."""
    if len(text) > MAX_PASTED:
        raise Refused("Teksten er for lang til en trykt tabel. Gem den som Excel eller CSV, og hent filen i stedet.")
    folder = tempfile.TemporaryDirectory(prefix="cockpit-")
    path = Path(folder.name) / "indsat.csv"
    path.write_text(_with_semicolons(text), encoding="utf-8")
    return Upload(path, "indsat.csv"), folder


def _with_semicolons(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    if any("\t" in line for line in lines):
        parts = [line.split("\t") for line in lines]
    elif any(";" in line for line in lines):
        parts = [line.split(";") for line in lines]
    else:
        parts = [re.split(r" {2,}", line) for line in lines]
    return "\n".join(";".join(cell.strip().replace(";", ",") for cell in cells) for cells in parts)
