"""How many of the grants' months that have no bill yet get one in time, learnt from months old enough to tell.

Providers differ: one bills by the month and is late now and then, the next by the quarter, the half-year or once a
year. What has been seen of a provider at the same time of the year is drawn towards what has been seen of it in the
same month of its half-years, of its quarters and of all its months, that towards its paragraph, and that towards all
paragraphs.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.forecast.lateness import LAST_LAG
from cockpit.forecast.state import State
from cockpit.forecast.steered import Steered

PRIOR_GRANT_MONTHS = 10.0
"""What is seen of a part counts beside that of its whole as if this were ten of its grant months."""
OLDEST_OPEN = 6
"""Grant months are followed until at least this age before one says whether a bill came."""
ARRIVAL_BOUND = 1.25
RHYTHMS = (1, 3, 6, 12)
"""A provider bills by the month, the quarter, the half-year or the year."""


@dataclass(frozen=True, slots=True)
class Books:
    """`oldest`: the first service month to learn from. `closing`: the part of January's bills for the year before that
    reaches its books. `covered`: the part of later ones that those books set off (`year_end.covers`). `raised`: what
    comes late is this many times what is seen to (`undated`)."""

    oldest: int
    closing: float
    covered: float
    raised: float


@dataclass(frozen=True, eq=False)
class GrantBills:
    """`by_paragraph`: `paragraph`, `lag`, `waiting` (the part of all grant months' cost that has no bill at that lag),
    `arrival` (the part of this that is billed later and in time), `further` (what else came later and in time on the
    paragraph, bills that no grant is found for, second bills, credit notes, over all cost). `by_provider`: `paragraph`,
    `provider`, `lag`, `arrival` of service months in the same place of its `RHYTHMS` as those with that lag now."""

    by_paragraph: pl.DataFrame
    by_provider: pl.DataFrame

    def on(self, grant_months: pl.DataFrame) -> pl.DataFrame:
        """The grant months (`paragraph`, `provider`, `lag`) with `waiting`, `arrival`, `further`; null where nothing is
        known of the paragraph."""
        known = grant_months.join(self.by_paragraph, on=["paragraph", "lag"], how="left")
        own = self.by_provider.rename({"arrival": "own"})
        told = known.join(own, on=["paragraph", "provider", "lag"], how="left", nulls_equal=True)
        return told.with_columns(arrival=pl.coalesce("own", "arrival")).drop("own")


def learn(state: State, steered: Steered, arrived: pl.DataFrame, books: Books) -> GrantBills:
    """`arrived`: what was booked per `paragraph`, `service`, `lag` in kr."""
    months = _months(state, steered, books.oldest)
    counts = months.group_by("paragraph", "provider", "age", "first_lag").agg(pl.col("paid", "cost").sum(), n=pl.len())
    came = arrived.select("paragraph", "lag", "kr", age=state.now - pl.col("service"))
    still_open = state.books_close - state.now
    waiting = _waiting(counts, still_open, books)
    by_paragraph = _by_paragraph(waiting, _later(came, still_open, books))
    by_provider = _by_provider(waiting.with_columns(apart=pl.col("age") - pl.col("lag")), by_paragraph)
    return GrantBills(_raised(by_paragraph, books, "arrival", "further"), _raised(by_provider, books, "arrival"))


def _tells(lag: int) -> int:
    """The age from which a month without a bill at that lag tells whether one came. One no older has just that lag now,
    and knows no more: this year's months of a provider that bills in December alone say nothing in September."""
    return max(OLDEST_OPEN, lag + 1)


def _raised(shares: pl.DataFrame, books: Books, *names: str) -> pl.DataFrame:
    return shares.with_columns((pl.col(names) * books.raised).clip(0, ARRIVAL_BOUND))


def _months(state: State, steered: Steered, oldest: int) -> pl.DataFrame:
    """The driven grants' months until the date: `paragraph`, `provider`, `age` (in months), `first_lag` (after the last
    where no bill came), `paid`, `cost`."""
    is_driven = pl.col("paragraph").is_in(steered.paragraphs["paragraph"].implode())
    asked = state.costs.select("paragraph", "provider", "mi", "cost", "paid", "first_lag")
    told = asked.filter(is_driven, pl.col("mi").is_between(oldest, state.now), pl.col("cost") > 0)
    return told.with_columns(
        pl.col("first_lag").fill_null(LAST_LAG + 1), pl.col("paid").fill_null(0.0), age=state.now - pl.col("mi")
    )


def _timely(lag: str, last: int | pl.Expr, books: Books) -> pl.Expr:
    """1 for what comes before the last lag in time; of that lag the closing share, and of what is late what is set off
    for it."""
    closing = books.closing + (1 - books.closing) * books.covered
    return pl.when(pl.col(lag) < last).then(1.0).when(pl.col(lag) == last).then(closing).otherwise(books.covered)


def _waiting(counts: pl.DataFrame, still_open: int, books: Books) -> pl.DataFrame:
    """Per paragraph, provider, `age` and `lag`, of the months that tell (`_tells`): `cost` and `n` without a bill at
    the lag, `paid` on it within the months that the books are `still_open`, `all_cost`."""
    place, lags = ("paragraph", "provider", "age"), range(LAST_LAG + 1)
    without = {lag: pl.col("first_lag") > lag for lag in lags}
    timely = {lag: pl.col("paid") * _timely("first_lag", lag + still_open, books) for lag in lags}
    sums = counts.group_by(place).agg(
        *((timely[lag] * without[lag]).sum().alias(f"paid_{lag}") for lag in lags),
        *((pl.col(name) * without[lag]).sum().alias(f"{name}_{lag}") for lag in lags for name in ("cost", "n")),
        all_cost=pl.col("cost").sum(),
    )
    parts = [
        sums.filter(pl.col("age") >= _tells(lag)).select(
            *place, "all_cost", lag=pl.lit(lag, pl.Int32), **{n: f"{n}_{lag}" for n in ("paid", "cost", "n")}
        )
        for lag in lags
    ]
    return pl.concat(parts)


def _later(came: pl.DataFrame, still_open: int, books: Books) -> pl.DataFrame:
    """`paragraph`, `lag`, `later`: all that was booked after `lag` and in time, of the months that tell. `came`: what
    was booked per `paragraph`, `age` and `lag`."""
    every_lag = range(LAST_LAG + 1)
    schema = {"lag": pl.Int32, "tells": pl.Int32}
    lags = pl.DataFrame({"lag": every_lag, "tells": map(_tells, every_lag)}, schema=schema)
    every = lags.join(came.rename({"lag": "came"}), how="cross")
    coming = every.filter(pl.col("came") > pl.col("lag"), pl.col("age") >= pl.col("tells"))
    timely = _timely("came", pl.col("lag") + still_open, books)
    return coming.group_by("paragraph", "lag").agg(later=(pl.col("kr") * timely).sum())


def _over(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """The share; null where there is nothing to be a share of."""
    return pl.when(whole > 0).then(part / whole)


def _drawn(own: pl.Expr, towards: pl.Expr) -> pl.Expr:
    """A share of a part drawn towards its whole's by the grant months `n` that it was seen in."""
    weight = pl.col("n") / (pl.col("n") + PRIOR_GRANT_MONTHS)
    return weight * pl.coalesce(own, towards) + (1 - weight) * towards


def _by_paragraph(waiting: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    sums = waiting.group_by("paragraph", "lag").agg(pl.col("paid", "cost", "all_cost", "n").sum())
    joined = sums.join(later, on=["paragraph", "lag"], how="left").with_columns(pl.col("later").fill_null(0.0))
    other = pl.col("later") - pl.col("paid")
    shares = {
        "waiting": (pl.col("cost"), pl.col("all_cost"), 1.0),
        "arrival": (pl.col("paid"), pl.col("cost"), ARRIVAL_BOUND),
        "further": (other, pl.col("all_cost"), ARRIVAL_BOUND),
    }
    return joined.sort("paragraph", "lag").select(
        "paragraph", "lag",
        **{
            name: _drawn(_over(part, whole), _over(part.sum().over("lag"), whole.sum().over("lag"))).clip(0, bound)
            for name, (part, whole, bound) in shares.items()
        },
    )  # fmt: skip


def _by_provider(waiting: pl.DataFrame, by_paragraph: pl.DataFrame) -> pl.DataFrame:
    place = ["paragraph", "provider", "lag"]
    whole = by_paragraph.select("paragraph", "lag", towards="arrival")
    for step in RHYTHMS:
        part = waiting.filter(pl.col("apart") % step == 0)
        sums = part.group_by(place).agg(pl.col("paid", "cost", "n").sum())
        on = [name for name in place if name in whole.columns]
        joined = whole.join(sums, on=on, how="full" if "provider" in on else "left", coalesce=True, nulls_equal=True)
        own = _drawn(_over(pl.col("paid"), pl.col("cost")), pl.col("towards"))
        whole = joined.with_columns(pl.col("n").fill_null(0)).select(*place, towards=own)
    return whole.sort(place).rename({"towards": "arrival"})
