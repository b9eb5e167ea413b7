"""Whose layout is this? Every profile is tried; the one that explains most of the headings wins, with its reasons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.contracts.dataset import Dataset, DatasetField, dataset
from cockpit.ingest.headings import normal
from cockpit.ingest.layout import Table
from cockpit.ingest.named_days import stated_year
from cockpit.ingest.profile import Profile
from cockpit.ingest.shipped import CAN_DERIVE
from cockpit.ingest.styles import year_of
from cockpit.ingest.words import fold, words

MIN_EXPLAINED = 0.4
"""A standard template must explain at least this share of the file's headings."""
MIN_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Match:
    """How one profile reads one table. `columns`: field -> column of the table."""

    profile: Profile
    columns: dict[str, str]
    missing: tuple[str, ...]
    """Headings that the profile wants and the table lacks."""
    explained: int
    sheet_fits: bool
    year_before: str | None = None
    """The year that the profile had for every row, where the file tells another."""

    @property
    def contract(self) -> Dataset:
        """The profile's dataset."""
        return dataset(self.profile.dataset)

    @property
    def rank(self) -> tuple[bool, bool, int, bool]:
        """Greater is better: nothing missing, a system's own layout before a template, most columns explained, the
        sheet's name."""
        return (not self.missing, not self.profile.standard, self.explained, self.sheet_fits)


def columns_of(profile: Profile, table: Table) -> dict[str, str]:
    """Field -> column. A column means one field; exact standard headings come after the profile's own."""
    at = table.normal_headings
    ignored = set(map(normal, profile.ignore))
    found: dict[str, str] = {}
    wanted = [(field, heading) for rank in range(_depth(profile)) for field, heading in _of_rank(profile, rank)]
    wanted += [(field.name, field.heading) for field in dataset(profile.dataset).readable()]
    for field, heading in wanted:
        column = at.get(normal(heading))
        if column and field not in found and column not in found.values() and normal(heading) not in ignored:
            found[field] = column
    told = frozenset() if profile.standard else frozenset(profile.columns)
    return without_lone_parts(found, table, dataset(profile.dataset), told)


def without_lone_parts(
    fields: dict[str, str], table: Table, contract: Dataset, told: frozenset[str] = frozenset()
) -> dict[str, str]:
    """A credit column counts beside a debit column alone: beside an amount it has been taken off already. `told`:
    fields that a profile names a column for itself."""
    lone = {part.name for part in contract.door if part.name not in told and not _beside(part, fields, table)}
    return {field: column for field, column in fields.items() if field not in lone}


def _beside(part: DatasetField, fields: dict[str, str], table: Table) -> bool:
    if part.beside is None:
        return True
    return part.taken_off in fields and fold(part.beside) in words(table.headings[fields[part.taken_off]])


def _depth(profile: Profile) -> int:
    return max(map(len, profile.columns.values()), default=0)


def _of_rank(profile: Profile, rank: int) -> list[tuple[str, str]]:
    return [(field, names[rank]) for field, names in profile.columns.items() if len(names) > rank]


def try_profile(profile: Profile, table: Table) -> Match:
    """How far the profile gets with the table."""
    columns = columns_of(profile, table)
    before = profile.constants.get("year")
    profile = _in_titled_year(profile, columns, table)
    present = table.normal_headings
    used = (
        {name for rule in profile.extract.values() for name in rule.headings}
        | set(profile.effective)
        | {name for mark in profile.marks for name in mark}
    )
    extra = {present[normal(heading)] for heading in used if normal(heading) in present}
    fits = bool(profile.sheet and re.search(profile.sheet, table.sheet, re.IGNORECASE))
    fits = fits or (profile.standard and normal(table.sheet) in map(normal, _sheet_names(profile)))
    missing, explained = _missing(profile, columns, present), len(extra | set(columns.values()))
    year_before = before if before != profile.constants.get("year") else None
    return Match(profile, columns, missing, explained, fits, year_before)


def _in_titled_year(profile: Profile, columns: dict[str, str], table: Table) -> Profile:
    """`År: 2026` over a list that needs a year and has no column for it is the year of every row. A profile that was
    made of one year's file has that year: the next year's file tells its own where the first told it."""
    if "year" not in dataset(profile.dataset).required() or "year" in columns:
        return profile
    stated = stated_year(table.title_lines)
    year = str(stated) if stated else year_of(table.names) if "year" in profile.constants else None
    return profile if year is None else profile.model_copy(update={"constants": {**profile.constants, "year": year}})


def _sheet_names(profile: Profile) -> tuple[str, ...]:
    return dataset(profile.dataset).title, "Bevillinger" if profile.dataset == "grants" else ""


def _missing(profile: Profile, columns: dict[str, str], present: dict[str, str]) -> tuple[str, ...]:
    contract = dataset(profile.dataset)
    given = {*columns, *profile.constants, *profile.extract, *CAN_DERIVE.get(contract.name, ())}
    if profile.citizen_from_case and "case_id" in columns:
        given.add("citizen")
    lacking = [" eller ".join(mark) for mark in profile.marks if not {normal(name) for name in mark} & set(present)]
    lacking += [_heading(profile, name) for name in contract.required() if name not in given]
    if contract.one_of and not given & set(contract.one_of):
        lacking.append(" eller ".join(contract.field(name).heading for name in contract.one_of))
    return tuple(dict.fromkeys(lacking))


def _heading(profile: Profile, name: str) -> str:
    return profile.columns.get(name, (dataset(profile.dataset).field(name).heading,))[0]


def ranked(table: Table, profiles: Sequence[Profile]) -> list[Match]:
    """Every profile's attempt, best first."""
    return sorted((try_profile(profile, table) for profile in profiles), key=lambda match: match.rank, reverse=True)


def chosen(table: Table, attempts: Sequence[Match], *, named: bool = False) -> Match | None:
    """The profile that is meant, or None. One that lacks nothing, explains enough, and is not outdone by one that
    explains more but lacks something: such a file is another layout, and a person must say which. `named`: a person
    has chosen the profile, so only what it lacks counts."""
    complete = [match for match in attempts if not match.missing]
    if not complete or named:
        return complete[0] if complete else None
    best = complete[0]
    most = max(match.explained for match in attempts)
    enough = best.explained >= MIN_COLUMNS and best.explained >= MIN_EXPLAINED * len(table.headings)
    template_outdone = best.profile.standard and best.explained < most
    return None if template_outdone or not (enough or not best.profile.standard) else best
