"""The dated limits of the central refund (SEL § 176, § 176 a, BL § 198): which of them count in a year, and how sure.

What a controller entered goes before what is shipped. A year whose figures nobody has found carries the latest known
ones on, unchanged: that is the highest refund that the year can give, since the limits are indexed upwards.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl

from cockpit import law
from cockpit.contracts.errors import Refused

Rule = Literal["sel_176", "sel_176a", "bl_198"]
RULE_TITLE: dict[str, str] = {"sel_176": "SEL § 176", "sel_176a": "SEL § 176 a", "bl_198": "BL § 198"}
STEPS = ("first", "second", "third")
NEW_ACT = 2024
"""From this year on help to children and young people is refunded under barnets lov."""
CHILDREN_APART = 2020
"""The one year whose own limits for persons under 18 are known."""
HIGHEST_INDEX = Decimal("0.04")
"""Limits that are carried on may have risen by this much a year at most: the house's bound for the range, no law."""


@dataclass(frozen=True, slots=True)
class Band:
    """Above `limit_kr` a year the state refunds `share`, until the next band takes over."""

    limit_kr: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """The bands of a rule in a year. `known_year`: the year whose figures these are."""

    rule: Rule
    year: int
    bands: tuple[Band, ...]
    known_year: int
    entered: bool

    @property
    def verified(self) -> bool:
        """Whether the figures are the year's own."""
        return self.known_year == self.year

    @property
    def first_kr(self) -> Decimal:
        """The limit at which refund begins, kr. a year."""
        return self.bands[0].limit_kr

    def raised(self) -> "Limits":
        """The limits as high as they may have become since they were last known: the lowest refund."""
        factor = (1 + HIGHEST_INDEX) ** max(self.year - self.known_year, 0)
        bands = tuple(Band(round(band.limit_kr * factor, 2), band.share) for band in self.bands)
        return Limits(self.rule, self.year, bands, self.known_year, self.entered)


def rule_of(group: str, year: int) -> Rule:
    """Under which rule help to `children` or `adults` is refunded in a year: never under two."""
    if group != "children":
        return "sel_176"
    if year >= NEW_ACT:
        return "bl_198"
    return "sel_176a" if year == CHILDREN_APART else "sel_176"


def limits(rule: Rule, year: int, entered: pl.DataFrame) -> Limits | None:
    """The limits of a rule in a year; None where none was ever known by then. `entered`: `LAW_VALUES`."""
    found = [(step, _limit(f"refund.{rule}.limit_{step}", year, entered)) for step in STEPS]
    known = [(step, value) for step, value in found if value is not None]
    if not known or known[0][0] != STEPS[0]:
        return None
    day = dt.date(year, 1, 1)
    bands = tuple(Band(value[0], law.value(f"refund.share_{step}", day)) for step, value in known)
    return Limits(rule, year, bands, min(value[1] for _, value in known), any(value[2] for _, value in known))


def all_limits(years: range, entered: pl.DataFrame) -> dict[tuple[Rule, int], Limits]:
    """The limits of every rule that counts in these years."""
    found: dict[tuple[Rule, int], Limits] = {}
    for year in years:
        for group in ("children", "adults"):
            rule = rule_of(group, year)
            known = limits(rule, year, entered)
            if known is not None:
                found[rule, year] = known
    return found


def _limit(name: str, year: int, entered: pl.DataFrame) -> tuple[Decimal, int, bool] | None:
    """The limit, the year whose figure it is, and whether a controller entered it."""
    day = dt.date(year, 1, 1)
    shipped = _shipped(name, day)
    own = entered.filter(pl.col("name") == name, pl.col("valid_from") <= dt.date(year, 12, 31)).sort("valid_from")
    if own.height:
        since, value = own.select("valid_from", "value").row(-1)
        if shipped is None or shipped.status != "verified" or since >= shipped.from_date:
            return value, since.year, True
    if shipped is None or shipped.value is None:
        return None
    return shipped.value, shipped.from_date.year if shipped.status == "verified" else _last_verified(name, day), False


def _shipped(name: str, day: dt.date) -> law.DatedValue | None:
    try:
        return law.parameter(name).at(day) if name in law.parameters() else None
    except Refused:
        return None


def _last_verified(name: str, day: dt.date) -> int:
    """The last year whose own figure is known; barnets lov took over serviceloven's of 2022."""
    for told in (name, name.replace("bl_198", "sel_176")):
        years = [
            value.from_date.year
            for value in law.parameter(told).values
            if value.status == "verified" and value.value is not None and value.from_date <= day
        ]
        if years:
            return years[-1]
    return 0
