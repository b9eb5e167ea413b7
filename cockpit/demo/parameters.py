"""What a test may vary about the synthetic municipality. Everything else is data in `data/demo`."""

import datetime as dt
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

import numpy as np
import polars as pl


class Size(StrEnum):
    """`small` about 400 active grants; `medium` about 2,500 and 400-500 m kr. a year; `large` 60,000 grants in all and
    3 million postings over the years."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Scale:
    """What a size means. `volume` multiplies the catalogue's numbers; `history_years` are whole years of ledger before
    the current one; `pay_lines` are the ledger lines of one employee's monthly salary, `bill_parts` those of one
    service's month."""

    volume: float
    history_years: int
    pay_lines: int
    bill_parts: int


SCALES = {
    Size.SMALL: Scale(volume=0.16, history_years=3, pay_lines=1, bill_parts=1),
    Size.MEDIUM: Scale(volume=1.0, history_years=3, pay_lines=1, bill_parts=1),
    Size.LARGE: Scale(volume=3.7, history_years=5, pay_lines=6, bill_parts=5),
}


@dataclass(frozen=True)
class Parameters:
    """One municipality. Shares are fractions, growth is a year.

    `growth`: of the number of running services. `inflow_shock`: year -> factor on that year's new courses (a flood of
    cases). `price_steps`: year -> rise on 1 January (missing years: `data/demo/parameters.yaml`). `late_registration`:
    share of grants registered weeks or months after they began. `end_date_noise`: 0 = every end date is decided in
    time, 1 = as in the catalogue, 2 = twice as bad.
    `invoice_delay`: 0 = every invoice in its month, 1 = as in the catalogue.
    `prior_year_bills`: share of inter-municipal services of a year billed as one sum the year after. `budget_bias`:
    factor on every original budget. `refused`: refused applications per grant. `applications`: share of grants that are
    registered as applied for before they are decided."""

    seed: int = 1
    size: Size = Size.MEDIUM
    last_month: dt.date = dt.date(2026, 9, 30)
    growth: float = 0.018
    inflow_shock: dict[int, float] = field(default_factory=dict)
    price_steps: dict[int, float] = field(default_factory=dict)
    late_registration: float = 0.09
    end_date_noise: float = 1.0
    invoice_delay: float = 1.0
    prior_year_bills: float = 0.04
    budget_bias: float = 1.0
    refused: float = 0.05
    applications: float = 0.22

    @classmethod
    def varied(cls, seed: int, size: Size = Size.SMALL, last_month: dt.date = dt.date(2026, 9, 30)) -> Self:
        """A municipality of its own kind per seed: calm or growing, prompt or slow, with or without a flood of cases.

        For tests that ask whether a method holds everywhere and not on one municipality only."""
        rng = np.random.default_rng([seed, zlib.crc32(b"varied")])
        shock = {last_month.year: float(rng.uniform(0.6, 1.8))} if rng.random() < 0.4 else {}
        step = {last_month.year: float(rng.uniform(0.01, 0.06))} if rng.random() < 0.4 else {}
        return cls(
            seed=seed,
            size=size,
            last_month=last_month,
            growth=float(rng.uniform(-0.03, 0.07)),
            inflow_shock=shock,
            price_steps=step,
            late_registration=float(rng.uniform(0.0, 0.25)),
            end_date_noise=float(rng.uniform(0.2, 2.0)),
            invoice_delay=float(rng.uniform(0.0, 2.0)),
            prior_year_bills=float(rng.uniform(0.0, 0.1)),
            budget_bias=float(rng.uniform(0.93, 1.04)),
        )

    @property
    def scale(self) -> Scale:
        """What the size means."""
        return SCALES[self.size]

    @property
    def first_year(self) -> int:
        """First year with a ledger."""
        return self.last_month.year - self.scale.history_years

    @property
    def first_activity(self) -> dt.date:
        """Deliveries are followed from a year before the ledger, so that its first year has bills of an earlier one."""
        return dt.date(self.first_year - 1, 1, 1)

    @property
    def years(self) -> range:
        """Years with a ledger, the current one included."""
        return range(self.first_year, self.last_month.year + 1)

    @property
    def horizon(self) -> dt.date:
        """The truth is known until the end of the current year, though deliveries stop at `last_month`."""
        return dt.date(self.last_month.year, 12, 31)

    def stream(self, name: str) -> np.random.Generator:
        """A random stream of its own for each step, so that a change in one step leaves the others' draws alone."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


@dataclass(frozen=True)
class Municipality:
    """The truth: what really happened, and when the administration learned of it. Days are `Date`, money kr. as Float64
    except `postings.amount` (Decimal). Columns such as `registered_on`, `end_known_on` and `entered_on` say from
    when an export can tell; the exports are cut by them, the truth is not.

    grants: one row a decision. persons: born_on, cpr, household. providers: name, kind, owner. prices: price per
    grant's `price_key` and year, with `known_on`. postings: every line until the end of the current year and its
    supplement. accounts: the chart, a row per account and year. rules: account per paragraph and service.
    budget: original per account and year; `budget_events`: the changes, each with `decided_on`."""

    parameters: Parameters
    name: str
    persons: pl.DataFrame
    providers: pl.DataFrame
    grants: pl.DataFrame
    prices: pl.DataFrame
    activity: pl.DataFrame
    postings: pl.DataFrame
    accounts: pl.DataFrame
    rules: pl.DataFrame
    budget: pl.DataFrame
    budget_events: pl.DataFrame
