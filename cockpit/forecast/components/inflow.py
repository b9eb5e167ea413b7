"""Inflow: grants that nobody knows yet, those that run already but are registered late included.

Every grant became known in some month. Past grants are lined up by that month: what did those that became known in one
month cost `o` months before and after it? That profile, averaged over the last two years and in this year's prices, is
given to each month to come; what falls in the year is the inflow. Where another act has taken a paragraph's place, it
stands on the paragraph under which such help is granted now. What the named pipeline covers in the same paragraph
is taken out, never to below nothing.
"""

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.forecast import leaf, months, prices
from cockpit.forecast.arrival import Arrival
from cockpit.forecast.state import MODEL_DIMS, State, decided
from cockpit.forecast.steered import Steered

CLOSING = "-7d"
"""What is registered in the first week of a month is known when the month before is closed."""
LAW_MONTHS = 6
"""A paragraph without a new grant for so long, beside one of the same kind in another act with some, is replaced."""
COHORTS = 24
"""Months of new knowledge that the profile is averaged over."""


def known_month() -> pl.Expr:
    """The month at whose close a grant was known: registered and decided, else started (months since year 0)."""
    told = pl.coalesce(pl.max_horizontal("registered_on", "decided_on"), "start_date")
    return months.index(told.dt.offset_by(CLOSING))


def profile(state: State, index: pl.DataFrame) -> pl.DataFrame:
    """`MODEL_DIMS`, `offset`, `kr`: mean cost, `offset` months after it, of all that became known in one month."""
    oldest = max(state.now - COHORTS, months.index_of(state.first) - 1) + 1
    new = decided(state.grants).filter("by_grants").with_columns(known=known_month())
    new = new.filter(pl.col("known").is_between(oldest, state.now)).select("grant_id", *MODEL_DIMS, "known")
    costs = state.costs.filter(pl.col("mi") <= state.now).join(new, on="grant_id")
    real = prices.indexed(costs, index, "mi", "cost")
    sums = real.group_by(*MODEL_DIMS, offset=pl.col("mi") - pl.col("known")).agg(kr=pl.col("cost").sum())
    seen = (state.now - oldest + 1 - pl.max_horizontal("offset", 0)).cast(pl.Float64)
    return sums.with_columns(kr=pl.col("kr") / seen)


def _newest_paragraph(state: State) -> pl.DataFrame:
    """`area`, `paragraph`, `now`: the paragraph under which help of that kind is granted now, where the law has moved
    it: no new grant under the old one in the last months, and some under another of the same kind."""
    oldest = state.now - LAW_MONTHS
    new = decided(state.grants).filter("by_grants").with_columns(known=known_month(), kind=kind(pl.col("paragraph")))
    recent = pl.col("known").is_between(oldest + 1, state.now)
    counts = new.group_by("area", "kind", "paragraph").agg(fresh=recent.sum())
    acts = counts.with_columns(act=pl.col("paragraph").str.split(" ").list.first())
    living = acts.filter(pl.col("fresh") > 0).sort(
        "area", "kind", "fresh", "paragraph", descending=[False, False, True, False]
    )
    heirs = living.group_by("area", "kind", maintain_order=True).agg(
        pl.col("paragraph").first().alias("now"), pl.col("act").first().alias("new_act")
    )
    gone = acts.filter(pl.col("fresh") == 0).join(heirs, on=["area", "kind"])
    return gone.filter(pl.col("act") != pl.col("new_act")).select("area", "paragraph", "now")


def _expected(state: State, index: pl.DataFrame) -> pl.DataFrame:
    """The profile laid at every month from the date to the end of the year, summed per month of the year."""
    cohorts = pl.DataFrame({"known": range(state.now + 1, state.january + 12)}, schema={"known": pl.Int32})
    heirs = profile(state, index).join(_newest_paragraph(state), on=["area", "paragraph"], how="left")
    moved = heirs.with_columns(paragraph=pl.coalesce("now", "paragraph")).drop("now")
    laid = moved.join(cohorts, how="cross").with_columns(mi=pl.col("known") + pl.col("offset"))
    return laid.filter(state.in_year()).group_by(*MODEL_DIMS, "mi").agg(pl.col("kr").sum())


def lines(state: State, steered: Steered, index: pl.DataFrame, pipeline: pl.DataFrame, bills: Arrival) -> pl.DataFrame:
    """The expected inflow per paragraph, account and month less the pipeline's lines, kr."""
    expected = _expected(state, index).join(steered.paragraphs, on="paragraph", how="left")
    closing = bills.in_time(expected, state.books_close)
    rated = closing.with_columns(kr=pl.col("kr") * pl.col("ratio").fill_null(1.0) * pl.col("in_time"))
    covered = pipeline.group_by("paragraph").agg(covered=pl.col("amount_kr").cast(pl.Float64).sum())
    total = pl.col("kr").sum().over("paragraph")
    left = (
        pl.when(total > 0).then(((total - pl.col("covered").fill_null(0.0)) / total).clip(lower_bound=0)).otherwise(0)
    )
    net = rated.join(covered, on="paragraph", how="left").with_columns(amount_kr=pl.col("kr") * left)
    delivered = pl.max_horizontal("mi", pl.lit(state.now + 1))
    return leaf.lines("inflow", net.with_columns(mi=delivered).with_columns(state.month()))
