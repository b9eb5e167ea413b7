"""Every row of a file in its place: accepted, set aside, a total or blank."""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts.dataset import Dataset
from cockpit.ingest.cast import Typed, frame_of, typed_columns
from cockpit.ingest.checks import check_rows
from cockpit.ingest.collect import Collected, Part, collect
from cockpit.ingest.derive import derive
from cockpit.ingest.duplicates import duplicate_problems
from cockpit.ingest.findings import set_aside_rows
from cockpit.ingest.rows import DATA

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sorted:
    """`keep` says which rows are in `frame`; `aside` holds one line for each row that is not for a problem's sake."""

    collected: Collected
    contract: Dataset
    typed: Typed
    problems: pl.DataFrame
    aside: pl.DataFrame
    keep: pl.Series
    frame: pl.DataFrame
    whole: pl.DataFrame
    """Every data row of the file, those set aside included."""

    @property
    def amounts(self) -> pl.Series | None:
        """The control amount of every row, kept or not, in kr."""
        return self.typed.columns.get(self.contract.amount or "")

    @property
    def accepted_kr(self) -> Decimal | None:
        """Control sum of the kept rows."""
        return None if self.amounts is None else kroner(self.amounts.filter(self.keep).sum())

    @property
    def aside_kr(self) -> Decimal | None:
        """What could be read of the amounts of the rows set aside."""
        if self.amounts is None or self.aside.is_empty():
            return None
        return kroner(self.amounts.gather(self.aside.get_column("index")).sum())

    def count(self, kind: int) -> int:
        """How many rows are of that kind."""
        return int((self.collected.kinds == kind).sum())


def kroner(value: object) -> Decimal:
    """A sum with two decimals; nothing is nought."""
    return Decimal(str(value or 0)).quantize(CENT)


def sort_rows(parts: list[Part], key: bytes) -> Sorted:
    """Cast, derive and check every row; say which are kept."""
    collected = collect(parts)
    contract, profile = parts[0].match.contract, collected.profile
    height = collected.places.height
    typed = typed_columns(collected.text, contract, profile, key)
    derive(typed, contract, profile, key, height)
    check_rows(typed, contract)
    whole = frame_of(typed.columns, contract, height)
    usable = collected.kinds == DATA
    problems = typed.problems.frame()
    if not usable.all():
        problems = problems.filter(usable.gather(problems.get_column("index")))
    readable = _without(usable, set_aside_rows(problems))
    twice = duplicate_problems(whole, contract, readable, collected.in_hidden_sheet)
    if twice.height:
        problems = pl.concat([problems, twice]).sort("index", maintain_order=True)
    aside = set_aside_rows(problems)
    keep = _without(usable, aside)
    frame = whole if keep.all() else whole.filter(keep)
    data = frame if aside.is_empty() else whole.filter(usable)
    return Sorted(collected, contract, typed, problems, aside, keep, frame, data)


def _without(usable: pl.Series, aside: pl.DataFrame) -> pl.Series:
    return usable.clone().scatter(aside.get_column("index"), values=False) if aside.height else usable
