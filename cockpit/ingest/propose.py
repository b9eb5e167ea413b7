"""A file that no profile knows: what its columns may be, and the profile that a person makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cockpit.contracts.dataset import Dataset
from cockpit.contracts.dataset import dataset as contract_of
from cockpit.contracts.errors import Refused
from cockpit.ingest import people
from cockpit.ingest.gate import gate
from cockpit.ingest.guess import SAMPLE_ROWS, Guess, assigned, lacking, likely_dataset
from cockpit.ingest.layout import Table, find_table
from cockpit.ingest.profile import Profile
from cockpit.ingest.sandbox import read_text
from cockpit.ingest.shipped import shipped_profiles, vocabulary

SHOWN_VALUES = 3


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
    """What an unknown file may be. `missing`: required fields that no column was guessed for."""

    file_name: str
    sheet: str
    header_row: int
    rows: int
    dataset: str
    columns: tuple[ColumnGuess, ...]
    missing: tuple[str, ...]


def propose(path: Path, name: str, *, dataset: str | None = None) -> Proposal:
    """Columns, best guesses with reasons, masked samples, of the file's largest table. Raises `Refused` in Danish where
    the file cannot be read or holds no table."""
    profiles = shipped_profiles()
    sheets = read_text(path, gate(path, name))
    tables = [table for sheet in sheets if (table := find_table(sheet, vocabulary(profiles))) is not None]
    if not tables:
        raise Refused("Filen har ingen række med kolonneoverskrifter. Ventet blandt de første 50 rækker i et ark.")
    table = max(tables, key=lambda one: one.frame.height)
    contract = contract_of(dataset or likely_dataset(table))
    given = assigned(table, contract)
    return Proposal(
        file_name=people.mask_text(name),
        sheet=table.sheet,
        header_row=table.header_row,
        rows=table.frame.height,
        dataset=contract.name,
        columns=_columns(table, given),
        missing=lacking(contract, [guess.field for guess in given.values()]),
    )


def _columns(table: Table, given: Mapping[str, Guess]) -> tuple[ColumnGuess, ...]:
    nothing = Guess("", 0.0, "Ingen af felterne ligner.")
    return tuple(
        ColumnGuess(
            heading=people.mask_text(heading),
            samples=_samples(table, column),
            field=given[column].field if column in given else None,
            confidence=given.get(column, nothing).confidence,
            reason=given.get(column, nothing).reason,
        )
        for column, heading in table.headings.items()
    )


def _samples(table: Table, column: str) -> tuple[str, ...]:
    cells = table.frame.head(SAMPLE_ROWS).get_column(column).drop_nulls()
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
) -> Profile:
    """The profile that a person's choices make. `choices`: heading -> field; headings left out are not used. Raises
    `Refused` in Danish where a required field has no column, or a field has two."""
    contract = contract_of(dataset or proposal.dataset)
    chosen = {heading: field for heading, field in choices.items() if field}
    _check_choices(proposal, chosen, contract)
    required = {*contract.required(), *contract.one_of}
    return Profile(
        name=name,
        title=title or name,
        dataset=contract.name,
        system="Egen",
        fingerprint=tuple(heading for heading, field in chosen.items() if field in required),
        columns={field: (heading,) for heading, field in chosen.items()},
        ignore=tuple(column.heading for column in proposal.columns if column.heading not in chosen),
        codes={field: dict(words) for field, words in (codes or {}).items()},
        citizen_from_case="citizen" not in chosen.values() and "case_id" in chosen.values(),
        lists=lists,
    )


def _check_choices(proposal: Proposal, chosen: Mapping[str, str], contract: Dataset) -> None:
    known = {column.heading for column in proposal.columns}
    if strange := sorted(set(chosen) - known):
        raise Refused(f"Filen har ingen kolonne med navnet {', '.join(strange)}.")
    fields = list(chosen.values())
    if twice := sorted({field for field in fields if fields.count(field) > 1}):
        raise Refused(
            f"Feltet {', '.join(contract.field(field).heading for field in twice)} er valgt til flere kolonner."
        )
    given = {*fields, *(["citizen"] if "case_id" in fields and contract.name == "grants" else [])}
    if missing := lacking(contract, given):
        raise Refused(f"Vælg en kolonne til: {', '.join(missing)}. Uden den kan rækkerne ikke bruges.")
