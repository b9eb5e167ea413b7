"""Prices of the year that the grants do not have yet: the letters with the new tariffs come in the first months.

Where most grants took a step at the New Year before, one that costs the same in January as in December waits for
its letter, unless it stayed at an earlier New Year as well. It is expected to rise as the others have at this New Year;
where too few have, as they did at the one before; times the part that usually rises at all. Only estimates read this:
what is committed stays as registered.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.finance.timeline import MONTHS
from cockpit.forecast import price_level

LATEST = 2
"""Asked at the ends of January and February: who has not risen by the end of March is not waiting any more."""
USUAL = 0.5
"""Where fewer than half of the grants rose at the last New Year, staying is no sign of waiting."""
MOST = 0.15
"""No tariff rises by more at a New Year: more is other help at another price."""


@dataclass(frozen=True, eq=False)
class LatePrices:
    """`grants`: ids of those that wait. `rise`: what they are expected to rise by (0.03 is 3 %). `by_others`: as the
    others did this year, else as they did the year before. `month`: months since year 0."""

    grants: pl.Series
    rise: float
    by_others: bool
    month: int

    @property
    def january(self) -> int:
        """The month from which the price is the new year's."""
        return self.month // MONTHS * MONTHS

    def waits(self) -> pl.Expr:
        """Whether a grant month (`grant_id`, `mi`) is one that waits for its price."""
        return pl.col("grant_id").is_in(self.grants.implode()) & (pl.col("mi") >= self.january)

    def stepped(self, costs: pl.DataFrame) -> pl.DataFrame:
        """Grant months with the `cost` of those that wait at the price that they are expected to get."""
        if self.grants.is_empty():
            return costs
        return costs.with_columns(pl.when(self.waits()).then(pl.col("cost") * (1 + self.rise)).otherwise("cost"))


def _moved() -> pl.Expr:
    return (pl.col("after") / pl.col("before") - 1).abs() >= price_level.UNMOVED


def _rise(moved: pl.DataFrame) -> float:
    """The middle rise of those that took a step, none where prices fell."""
    middle = float(moved.select((pl.col("after") / pl.col("before")).median()).item()) - 1
    return min(max(middle, 0.0), MOST)


def learn(costs: pl.DataFrame, now: int) -> LatePrices:
    """Who waits for the price of the year of month `now`. `costs`: of `price_level.new_years`, at registered prices."""
    nobody = LatePrices(pl.Series([], dtype=pl.String), 0.0, by_others=False, month=now)
    if now % MONTHS >= LATEST:
        return nobody
    pairs = price_level.new_years(costs).with_columns(moved=_moved())
    this, last = (pairs.filter(pl.col("year") == year) for year in (now // MONTHS, now // MONTHS - 1))
    usual = float(last["moved"].sum()) / max(last.height, 1)
    if last.height < price_level.FEWEST_GRANTS or usual < USUAL:
        return nobody
    stayed = pairs.filter(~pl.col("moved"), pl.col("year") < now // MONTHS)["grant_id"]
    waiting = this.filter(~pl.col("moved"), ~pl.col("grant_id").is_in(stayed.implode()))["grant_id"]
    risen = this.filter("moved")
    enough = risen.height >= price_level.FEWEST_GRANTS
    rise = usual * _rise(risen if enough else last.filter("moved"))
    return LatePrices(waiting, rise, enough, now) if rise > 0 else nobody
