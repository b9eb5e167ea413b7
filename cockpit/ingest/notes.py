"""What a receipt tells beside its figures: how the file was read, what was not, and what a person must say yes to."""

import re
from dataclasses import asdict

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.finding import UNUSED_BUT_LIKELY, Finding, Severity
from cockpit.ingest import people, scale
from cockpit.ingest.assigned import evidence
from cockpit.ingest.collect import SHEET, Collected, Part, sizes_of, year_column
from cockpit.ingest.guess import guesses
from cockpit.ingest.rows import ENDS_SO, LABELS

NOTICED = {
    "ragged_lines": "Linjer med flere felter end overskriften: {}. Det overskydende er ikke læst.",
    "broken_quotes": "Filen har anførselstegn, der ikke lukkes; de er læst som almindelige tegn.",
    "merged_cells": "Celler, der er flettet sammen med cellen over: {}. Det, der står i den, tæller for alle dens "
    "rækker.",
    "shared_cells": "Celler med beløb eller antal, der er flettet sammen med cellen over: {}. Beløbet tæller kun i den "
    "første række; skriv hver rækkes beløb, hvis det skal fordeles.",
    "hidden_rows": "Rækker, der er skjult i arket (fx af et filter): {}. De er læst som de andre.",
    "months_as_columns": "Månederne står i hver sin kolonne: arkets {} rækker er læst som én linje pr. måned, og "
    "det er linjerne, kvitteringen tæller.",
    "formula_errors": "Celler med en regnefejl (fx #I/T eller #REFERENCE!): {}. De er læst som tomme.",
    "formulas_without_value": "Celler med en formel uden gemt resultat: {}. De er læst som tomme. Åbn filen i Excel, "
    "gem den, og læg den ind igen, eller bekræft, at de ikke skal bruges.",
}
CONFIRMED = ("formulas_without_value",)
"""What is asked about: the cells say something that was not read."""
LIKELY = 0.6
"""How sure a guess must be before a person is asked about a column that is not used."""


def note_findings(collected: Collected, keep: pl.Series, file: str) -> list[Finding]:
    """Columns that nobody asked for, lines with too many cells, broken quotes, errors, hidden sheets. `keep`: which
    rows count."""
    found = []
    for number, part in enumerate(collected.parts):
        sheet = people.mask_text(part.table.sheet)
        found += _like_totals(number, collected, keep, file, sheet)
        if unused := _unused(collected, part):
            found += _meant(part, sheet, file)
            found.append(_note("unused_columns", f"Kolonner, der ikke bruges: {', '.join(unused)}.", file, sheet))
        found += _noticed(part, sheet, file)
        found += _scaled(part, sheet, file)
        found += _another_year(part, sheet, file)
        if part.table.hidden:
            counting = int((keep & (collected.places.get_column(SHEET) == number)).sum())
            found.append(_hidden(part, counting, collected, file))
    return found


def _like_totals(number: int, collected: Collected, keep: pl.Series, file: str, sheet: str) -> list[Finding]:
    """Lines that call themselves a sum, are none of the rows above them, and count."""
    labels = [name for name in LABELS if name in collected.text.columns]
    if not labels:
        return []
    texts = collected.text.filter(keep & (collected.places.get_column(SHEET) == number)).select(labels)
    named = texts.filter(pl.any_horizontal(pl.all().str.contains(f"(?i){ENDS_SO}").fill_null(value=False)))
    if named.is_empty():
        return []
    first = next(text for text in named.row(0) if text and re.search(ENDS_SO, text, re.IGNORECASE))
    text = (
        f"Linjer, der kalder sig en sum, men ikke er summen af linjerne over dem: {danish.number(named.height)} "
        f"(som «{people.mask_text(first.strip())}»). De tæller med som andre. Bekræft, at intet så tælles to gange."
    )
    return [_note("like_totals", text, file, sheet, Severity.CONFIRM, named.height)]


def _another_year(part: Part, sheet: str, file: str) -> list[Finding]:
    """The profile was made of another year's file."""
    if part.match.year_before is None:
        return []
    profile = part.match.profile
    text = (
        f"Opstillingen «{profile.title}» er lavet for {part.match.year_before}, men filens navn eller titel siger "
        f"{profile.constants['year']}, og det år får alle rækker. Bekræft, at det er rigtigt."
    )
    return [_note("another_year", text, file, sheet, Severity.CONFIRM)]


def _gravity(code: str) -> Severity:
    return Severity.CONFIRM if code in CONFIRMED else Severity.WARNING


def _scaled(part: Part, sheet: str, file: str) -> list[Finding]:
    """Amounts that were in thousands or millions: told where each column says so itself, asked where it is a line over
    the table, which may speak of something else."""
    if not (sizes := sizes_of(part)):
        return []
    table = part.table
    if table.sizes:
        said = scale.said_of({table.headings[part.match.columns[field]]: size for field, size in sizes.items()})
        return [_note("amounts_scaled", f"{said}; tallene er ganget op til kr.", file, sheet, Severity.WARNING)]
    line = next(line for line in table.title_lines if scale.in_lines([line]))
    size = scale.KR_OF[next(iter(sizes.values()))]
    text = f"Beløbene er læst i {size} og ganget op til kr., fordi der står «{people.mask_text(line)}» ved tabellen. "
    return [_note("amounts_scaled", text + "Bekræft, at det gælder dem alle.", file, sheet, Severity.CONFIRM)]


def _noticed(part: Part, sheet: str, file: str) -> list[Finding]:
    """What was met on the way that changes how the rows are read, with how often."""
    noticed = asdict(part.table.noticed)
    return [
        _note(code, text.format(danish.number(noticed[code])), file, sheet, _gravity(code), noticed[code])
        for code, text in NOTICED.items()
        if noticed[code]
    ]


def _hidden(part: Part, counting: int, collected: Collected, file: str) -> Finding:
    """A hidden sheet beside visible ones of the same list may be an old copy, so a person must say; not where all that
    it holds stands in the visible ones."""
    sheet = people.mask_text(part.table.sheet)
    if all(other.table.hidden for other in collected.parts):
        return _note("hidden_sheet", f"Arket {sheet} er skjult i regnearket, men er læst.", file, sheet)
    if not counting:
        return _note(
            "hidden_sheet", f"Arket {sheet} er skjult i regnearket, og ingen af dets rækker tæller med.", file, sheet
        )
    text = (
        f"Arket {sheet} er skjult i regnearket, og {danish.number(counting)} af dets rækker tæller med "
        "sammen med de synlige arks. Bekræft, at det er rigtigt, eller slet arket."
    )
    return _note("hidden_sheet", text, file, sheet, Severity.CONFIRM)


def _meant(part: Part, sheet: str, file: str) -> list[Finding]:
    """Columns that the standard template does not know by name but that look like a field it lacks: without them the
    rows would count without a price or a provider, so a person must say."""
    profile, contract = part.match.profile, part.match.contract
    if not profile.standard:
        return []
    cells, taken = evidence(part.table), {*part.match.columns, *profile.constants}
    likely = []
    for column in sorted(part.table.headings.keys() - part.match.columns.values()):
        heading = part.table.headings[column]
        best = next((one for one in guesses(heading, cells[column], contract) if one.field not in taken), None)
        if best is not None and best.confidence >= LIKELY:
            likely.append(f"«{people.mask_text(heading)}» ligner {contract.field(best.field).heading}")
            taken.add(best.field)
    if not likely:
        return []
    text = (
        f"Kolonner, der ikke bruges, men nok skulle: {'; '.join(likely)}. Tilknyt dem, eller bekræft at de ikke skal."
    )
    return [_note(UNUSED_BUT_LIKELY, text, file, sheet, Severity.CONFIRM, len(likely))]


def _unused(collected: Collected, part: Part) -> list[str]:
    asked = {name for rule in collected.profile.extract.values() for name in rule.headings} | set(
        collected.profile.effective
    )
    used = {*part.match.columns.values(), year_column(part)}
    return [
        people.mask_text(name)
        for column, name in part.table.headings.items()
        if column not in used and name not in asked
    ]


def _note(
    code: str, message: str, file: str, sheet: str, severity: Severity = Severity.NOTE, count: int = 1
) -> Finding:
    return Finding(severity=severity, code=code, message=message, file=file, sheet=sheet, count=count)
