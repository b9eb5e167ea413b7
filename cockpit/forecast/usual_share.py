"""A second opinion on the whole: what the books had booked by this month in the closed years.

The model builds the year from below, grant by grant. The books know what it may not: how large a part of a year's
accounts is booked by now, whatever the reasons are (late offices, bills by the half-year, the supplement). The two miss
for different reasons, so that a little of the other makes the forecast better (J. M. Bates and C. W. J. Granger, "The
Combination of Forecasts", Operational Research Quarterly 20 (1969)); the more, the less of the year is left, for early
in the year both have seen little else than the same bills.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.forecast_table import empty_leaves
from cockpit.forecast import leaf
from cockpit.forecast.courses import closed_years
from cockpit.forecast.laid import PLACE, laid
from cockpit.forecast.state import State

BELIEVED = 0.5
POWER = 4
"""The books' opinion counts half when the year is over, and before that this power of the part of the year that has
passed: set on 170 towns of five kinds at the ends of six months, on 70 at New Year."""
FURTHEST = 0.15
"""It is followed for this part of what is still awaited at most: more is another municipality than before."""
FEWEST_YEARS = 2
"""One closed year may be an exception."""
LEAST_TOLD = 0.0005
STEERED_BY_GRANTS = ("accrued", "committed", "outflow", "pipeline", "inflow")
"""Where the model may be wrong about bills; frames and refunds have courses of their own."""
TEXT = (
    "I {years} var {share} af årets regnskab bogført efter {months} måneder. Det ville give {by_books} i år mod "
    "{model} i fremskrivningen ellers. Forskellen{bound} tæller {weight} og flytter {moved} (på øvrige konti)."
)
BOUND = ", dog højst {furthest} af det, der endnu ventes,"


@dataclass(frozen=True, slots=True)
class UsualShare:
    """`years`: the closed ones. `months`: that have passed. `share`: of the accounts booked by then. `booked_kr`: this
    year until the date. `model_kr`: the year by the model alone. `awaited_kr`: what that still awaits, expenses and
    refunds each for themselves."""

    years: tuple[int, ...]
    months: int
    share: float
    booked_kr: float
    model_kr: float
    awaited_kr: float

    @property
    def by_books_kr(self) -> float:
        """The year, had it the closed years' course."""
        return self.booked_kr / self.share

    @property
    def weight(self) -> float:
        """What the difference counts."""
        return BELIEVED * (self.months / 12) ** POWER

    @property
    def furthest_kr(self) -> float:
        """The largest difference that is followed."""
        return FURTHEST * self.awaited_kr

    @property
    def moved_kr(self) -> float:
        """What the second opinion moves."""
        difference = self.by_books_kr - self.model_kr
        return self.weight * min(self.furthest_kr, max(-self.furthest_kr, difference))

    def sentence(self) -> str:
        """The sum in Danish, to be worked again by hand; empty where it would count 0,0 %."""
        if self.weight < LEAST_TOLD:
            return ""
        bounded = abs(self.by_books_kr - self.model_kr) > self.furthest_kr
        return TEXT.format(
            years=f"{self.years[0]}-{self.years[-1]}", share=danish.pct(self.share), months=self.months,
            by_books=danish.million_kr(self.by_books_kr), model=danish.million_kr(self.model_kr),
            bound=BOUND.format(furthest=danish.pct(FURTHEST, 0)) if bounded else "",
            weight=danish.pct(self.weight), moved=danish.million_kr(self.moved_kr, 2),
        )  # fmt: skip


def usual_share(state: State, model: pl.DataFrame) -> UsualShare | None:
    """The books' opinion beside the lines of the `model`. None in a year that has not begun or has passed, where a
    month's books are lacking, with fewer than two closed years, and where these had booked nothing by now."""
    years, months = closed_years(state), state.now - state.january + 1
    gap = any(month >= state.january for month in state.missing)
    if gap or not 1 <= months <= 12 or len(years) < FEWEST_YEARS:
        return None
    begun, kr = pl.col("month") <= months, pl.col("kr")
    closed, this = pl.col("year").is_in(years), pl.col("year") == state.year
    whole, then, now = state.ledger.select(
        kr.filter(closed).sum(), then=kr.filter(closed & begun).sum(), now=kr.filter(this & begun).sum()
    ).row(0)
    if whole <= 0 or then <= 0:
        return None
    model_kr = float(model["amount_kr"].sum())
    return UsualShare(tuple(sorted(years)), months, then / whole, now, model_kr, _awaited_kr(model))


def _awaited_kr(model: pl.DataFrame) -> float:
    amount, component = pl.col("amount_kr"), pl.col("component")
    sums = model.select(
        amount.filter(component == "refunds").sum(),
        expenses=amount.filter(~component.is_in(["posted", "refunds"])).sum(),
    )
    return sum(abs(float(part)) for part in sums.row(0))


def lines(state: State, model: pl.DataFrame, found: UsualShare | None) -> pl.DataFrame:
    """What it moves, as lines of *other* where the grants' open amounts lie; in December where no month is open."""
    open_lines = model.filter(pl.col("component").is_in(STEERED_BY_GRANTS), ~pl.col("prior_year"))
    size = pl.col("amount_kr").cast(pl.Float64).sum().abs()
    places = (
        open_lines.group_by(PLACE).agg(size=size).sort(PLACE).with_columns(share=pl.col("size") / pl.col("size").sum())
    )
    if found is None or places.is_empty():
        return empty_leaves()
    moved = pl.lit(found.moved_kr).pipe(leaf.money)
    return laid(places.with_columns(amount_kr=moved, whole=pl.lit("total")), state.laid_months, "whole")
