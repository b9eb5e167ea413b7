"""A file that no profile knows: what its columns may be, and the profile that a person makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from cockpit.contracts.dataset import Dataset
from cockpit.contracts.dataset import dataset as contract_of
from cockpit.contracts.errors import Refused
from cockpit.ingest import people
from cockpit.ingest.assigned import SAMPLE_ROWS, lacking
from cockpit.ingest.gate import gate
from cockpit.ingest.headings import normal
from cockpit.ingest.layout import Table, find_table
from cockpit.ingest.meaning import Meaning, meaning_of
from cockpit.ingest.meant import largest
from cockpit.ingest.merged import spread
from cockpit.ingest.months import by_month
from cockpit.ingest.profile import TOTAL_WORDS, Extract, Profile
from cockpit.ingest.rows import without_totals
from cockpit.ingest.sandbox import read_text
from cockpit.ingest.shipped import shipped_profiles, vocabulary
from cockpit.ingest.styles import DANISH, Style, style_of
from cockpit.ingest.unused import why_unused

SHOWN_VALUES = 4


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A column as found. `field` is the best guess that no surer column took, or None; `samples` have CPR masked."""

    heading: str
    samples: tuple[str, ...]
    field: str | None
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an unknown file may be. `missing`: required fields that no column and no constant was found for.
    `changed_from`: the saved profile that knew the file before it changed; its answers are taken over."""

    file_name: str
    sheet: str
    header_row: int
    rows: int
    dataset: str
    columns: tuple[ColumnGuess, ...]
    missing: tuple[str, ...]
    style: Style = DANISH
    constants: Mapping[str, str] = field(default_factory=dict)
    """Field -> the one value of every row, where a heading or the file's name says it."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Field -> heading of a column that means another field, and says this one too."""
    changed_from: Profile | None = None
    stranger: str = ""
    """Danish: that the file is none of the lists, and what it lacks of the one that it resembles least badly."""


def propose(path: Path, name: str, *, dataset: str | None = None, saved: Sequence[Profile] = ()) -> Proposal:
    """Columns, best guesses with reasons, masked samples, of the file's largest table. `saved`: profiles that people
    made before. Raises `Refused` in Danish where the file cannot be read or holds no table."""
    words = vocabulary((*shipped_profiles(), *saved))
    sheets = read_text(path, gate(path, name))
    tables = [by_month(spread(table)) for sheet in sheets if (table := find_table(sheet, words, name)) is not None]
    if not tables:
        raise Refused("Filen har ingen række med kolonneoverskrifter. Ventet blandt de første 50 rækker i et ark.")
    table = largest(tables)
    meant = meaning_of(table, name, saved, dataset)
    cells = {guess.field: meant.seen[column].texts for column, guess in meant.given.items()}
    return Proposal(
        file_name=people.mask_text(name),
        sheet=table.sheet,
        header_row=table.header_row,
        rows=without_totals(table, TOTAL_WORDS).height,
        dataset=meant.contract.name,
        columns=_columns(table, meant),
        missing=meant.missing,
        style=style_of(cells, meant.contract),
        constants=meant.constants,
        also=meant.also,
        changed_from=meant.before,
        stranger=meant.stranger,
    )


def _columns(table: Table, meant: Meaning) -> tuple[ColumnGuess, ...]:
    given = meant.given
    unused = why_unused(table, meant.contract, meant.seen, given)
    return tuple(
        ColumnGuess(
            heading=people.mask_text(heading),
            samples=_samples(table, column),
            field=given[column].field if column in given else None,
            confidence=given[column].confidence if column in given else 0.0,
            reason=people.mask_text(given[column].reason if column in given else unused[column]),
        )
        for column, heading in table.headings.items()
    )


def _samples(table: Table, column: str) -> tuple[str, ...]:
    head = without_totals(replace(table, frame=table.frame.head(SAMPLE_ROWS)), TOTAL_WORDS)
    cells = head.get_column(column).drop_nulls()
    cells = cells.filter(cells.str.strip_chars() != "")
    return tuple(people.mask(cells.unique(maintain_order=True).head(SHOWN_VALUES)))


def profile_from(
    proposal: Proposal,
    choices: Mapping[str, str],
    name: str,
    dataset: str | None = None,
    *,
    title: str = "",
    lists: Literal["all", "active"] = "all",
    codes: Mapping[str, Mapping[str, str]] | None = None,
    constants: Mapping[str, str] | None = None,
    style: Style | None = None,
) -> Profile:
    """The profile that a person's choices make. `choices`: heading -> field; headings left out are not used.
    `constants`: field -> value of every row. A field that has neither is read as `proposal.also` says. What is not said
    of numbers and days is as the proposal found it. Raises `Refused` in Danish where a required field has no column and
    no value, or a field has two."""
    contract = contract_of(dataset or proposal.dataset)
    chosen = {heading: field for heading, field in choices.items() if field}
    fixed = {field: value.strip() for field, value in (constants or {}).items() if value and value.strip()}
    fixed = {field: value for field, value in fixed.items() if field not in chosen.values()}
    shared = {field: heading for field, heading in proposal.also.items() if field not in {*chosen.values(), *fixed}}
    _check_choices(proposal, chosen, contract, {**fixed, **shared})
    required = {*contract.required(), *contract.one_of}
    columns = _columns_of(proposal, chosen, contract)
    return Profile(
        name=name,
        title=title or name,
        dataset=contract.name,
        system="Egen",
        fingerprint=tuple(
            "|".join(columns[field])
            for field in chosen.values()
            if field in required and not any("|" in heading for heading in columns[field])
        ),
        columns=columns,
        ignore=tuple(column.heading for column in proposal.columns if column.heading not in chosen),
        codes={field: dict(words) for field, words in (codes or {}).items()},
        citizen_from_case="citizen" not in chosen.values() and "case_id" in chosen.values(),
        constants=fixed,
        extract={field: Extract(headings=(heading,)) for field, heading in shared.items()},
        decimal=(style or proposal.style).decimal,
        day_first=(style or proposal.style).day_first,
        lists=lists,
    )


def _columns_of(proposal: Proposal, chosen: Mapping[str, str], contract: Dataset) -> dict[str, tuple[str, ...]]:
    """Field -> headings, what the file lacks now but had before last: an export in the earlier layout is read too."""
    before = proposal.changed_from if proposal.changed_from and proposal.changed_from.dataset == contract.name else None
    here = {normal(column.heading) for column in proposal.columns}
    earlier = {
        field: tuple(heading for heading in headings if normal(heading) not in here)
        for field, headings in (before.columns if before else {}).items()
    }
    now = {field: (heading,) for heading, field in chosen.items()}
    found = {field: (*now.get(field, ()), *earlier.get(field, ())) for field in (*now, *earlier)}
    return {field: headings for field, headings in found.items() if headings}


def _check_choices(proposal: Proposal, chosen: Mapping[str, str], contract: Dataset, fixed: Mapping[str, str]) -> None:
    known = {column.heading for column in proposal.columns}
    if strange := sorted(set(chosen) - known):
        raise Refused(f"Filen har ingen kolonne med navnet {', '.join(strange)}.")
    fields = list(chosen.values())
    if twice := sorted({field for field in fields if fields.count(field) > 1}):
        raise Refused(
            f"Feltet {', '.join(contract.field(field).heading for field in twice)} er valgt til flere kolonner. "
            "Vælg «(bruges ikke)» ved den ene."
        )
    given = {*fields, *fixed, *(["citizen"] if "case_id" in fields and contract.name == "grants" else [])}
    if missing := lacking(contract, given):
        raise Refused(f"Vælg en kolonne til: {', '.join(missing)}. Uden den kan rækkerne ikke bruges.")
