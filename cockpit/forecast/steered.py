"""Which paragraphs the grants really steer, and how the ledger compares with the grants there.

A paragraph is *driven* when the grants of its kind of help carry a fair part of what the ledger shows on
activity-steered accounts. There the grants are the forecast's base. Elsewhere (payments that no case system knows) the
ledger's own course is. Where the export lists active grants only, the ledger of the ended ones has nothing to be
compared with: then only bills that find their grant are compared.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.forecast import gaps, lateness, months, silence, waiting
from cockpit.forecast.ledger import is_activity
from cockpit.forecast.state import REFUND_DRANST, State

WINDOW = 12
MATURE = 3
"""Months after which most bills have come; the comparison looks at the twelve service months before that."""
LEAST_SHARE = 0.5
"""Where less than half has come after so long, what is to come is not grown further."""
FEWEST_MONTHS = 6
"""A comparison over fewer service months is not used: the ratio is then 1."""
DRIVEN_SHARE = 0.25
PRIOR_GRANT_MONTHS = 24.0
"""A kind's comparison is drawn towards that of all kinds as if two of its grants had gone like those for a year, and
all kinds' towards 1 likewise."""
RATIO_BOUNDS = (0.5, 1.5)
ENDED_SHARE = 0.02
"""Grants that ended within the window, of all, below which the list is taken to show active grants only."""
AWAITED_ENDS = 8
"""So many ends that must have come before the first one that the list tells of are ends that it has forgotten."""
AGREES = 0.1


@dataclass(frozen=True, eq=False)
class Steered:
    """`paragraphs`: `paragraph`, `ratio` (ledger / grants), `agrees` (postings find their grant at its price).
    `ledger`: the cells on driven paragraphs; `comparable`: those of them that the grants should explain; `rest`:
    activity-steered cells that no grant drives."""

    paragraphs: pl.DataFrame
    ledger: pl.DataFrame
    comparable: pl.DataFrame
    rest: pl.DataFrame


def activity() -> pl.Expr:
    """Postings on activity-steered accounts, refunds left out."""
    return is_activity() & (pl.col("dranst") != REFUND_DRANST)


def _window(state: State, column: str) -> pl.Expr:
    last = state.heard_until - MATURE
    return pl.col(column).is_between(max(last - WINDOW + 1, state.ledger_from), last)


def _costs(state: State, quiet: pl.DataFrame) -> pl.DataFrame:
    """The grants' months by the chance that the grant had not ended unregistered (`silence`): `paragraph`, `mi`,
    `cost`."""
    heard = state.costs.join(quiet, on="grant_id", how="left")
    without = pl.col("mi") > pl.col("heard")
    return heard.select("paragraph", "mi", cost=pl.col("cost") * pl.when(without).then("runs").otherwise(1.0))


def _lost(state: State, course: pl.DataFrame) -> pl.DataFrame:
    """`account`, `mi`, `lost`: the share of a service month's bills that lies in months that the ledger lacks."""
    return gaps.lost(gaps.steps(course, "share"), state.gaps)


def _unheard(lost: pl.DataFrame) -> pl.Series:
    """The service months of whose bills most lie in months that the ledger lacks: they can not be compared."""
    months = lost.group_by("mi").agg(pl.col("lost").mean())
    return months.filter(pl.col("lost") > 1 - LEAST_SHARE)["mi"].sort()


def _course(state: State, ledger: pl.DataFrame) -> pl.DataFrame:
    oldest = max(state.now - lateness.REACH + 1, state.ledger_from)
    return lateness.shares(lateness.cells(ledger, oldest, state.now), ledger["account"].unique().sort(), state.now)


def _billed(state: State, ledger: pl.DataFrame, course: pl.DataFrame) -> pl.DataFrame:
    """Per paragraph what is booked on the service months of `ledger`, with what is still to come of it by the usual
    `course` or lies in a month that the ledger lacks, and the part of it that found its grant."""
    timely = ledger.filter(lateness.lag() <= lateness.LAST_LAG)
    age = (state.heard_until - pl.col("service")).cast(pl.Int32).clip(upper_bound=lateness.LAST_LAG)
    aged = timely.with_columns(lag=age, mi=pl.col("service")).join(course, on=["account", "lag"], how="left")
    unseen = aged.join(_lost(state, course), on=["account", "mi"], how="left")
    seen = pl.col("share").fill_null(1.0) - pl.col("lost").fill_null(0.0)
    whole = unseen.with_columns(kr=pl.col("kr") / seen.clip(lower_bound=LEAST_SHARE))
    return whole.group_by("paragraph").agg(
        posted=pl.col("kr").sum(), matched=pl.col("kr").filter("found").sum(),
        service_months=pl.col("service").n_unique(),
    )  # fmt: skip


def _compared(state: State, ledger: pl.DataFrame, quiet: pl.DataFrame) -> pl.DataFrame:
    """Per paragraph over the mature window: cost of grants, ledger, and the part of it that found its grant."""
    course = _course(state, ledger)
    unheard = _unheard(_lost(state, course)).implode()
    awaited = waiting.months(state, state.heard_until - MATURE, WINDOW)
    costed, booked = (_window(state, name) & ~pl.col(name).is_in(unheard) for name in ("mi", "service"))
    costs = _costs(state, quiet)
    ahead = costs.group_by("paragraph").agg(ahead=pl.col("cost").sum())
    cost = waiting.without(costs.filter(costed), awaited, "mi").group_by("paragraph").agg(
        cost=pl.col("cost").sum(), grant_months=(pl.col("cost") > 0).sum()
    )  # fmt: skip
    billed = _billed(state, waiting.without(ledger.filter(booked), awaited, "service"), course)
    both = ahead.join(cost, on="paragraph", how="left")
    return both.join(billed, on="paragraph", how="full", coalesce=True).fill_null(0)


def lists_ended(state: State) -> bool:
    """Whether the grants show those that ended in the window. A list of active ones only makes the past look too cheap,
    and so does one that has kept its ended ones for some months only: ends come evenly, and here none came before."""
    last = state.now
    first = last - WINDOW - MATURE
    ends = state.steering.select(end=months.index(pl.col("ends_on")))["end"].drop_nulls()
    ended = ends.is_between(first, last).sum()
    told = max(last - state.ends_seen_from + 1, 1)
    awaited = ended / told * (state.ends_seen_from - first)
    return ended >= ENDED_SHARE * state.steering.height and awaited < AWAITED_ENDS


def _drawn(towards: pl.Expr, over: str | None) -> pl.Expr:
    """Ledger over grants of a group, drawn towards another ratio by `PRIOR_GRANT_MONTHS` of its mean cost."""
    sums = [
        pl.col(name).sum().over(over) if over else pl.col(name).sum() for name in ("posted", "cost", "grant_months")
    ]
    posted, cost, grant_months = sums
    prior = PRIOR_GRANT_MONTHS * cost / grant_months.clip(1)
    return (posted + prior * towards) / (cost + prior)


def _ratio() -> pl.Expr:
    """Ledger over grants of the paragraph's kind of help (before and after barnets lov alike, for a bill may find its
    grant under the other act), drawn towards that of all kinds, and that towards 1."""
    known = pl.col("service_months") >= FEWEST_MONTHS
    steady = (known.any() & (pl.col("cost") > 0).any()).over("kind")
    return pl.when(steady).then(_drawn(_drawn(pl.lit(1.0), None), "kind").clip(*RATIO_BOUNDS)).otherwise(1.0)


def _is_driven() -> pl.Expr:
    """Whether the grants of the paragraph's kind carry it: a bill may be booked under the other act's paragraph."""
    ahead, cost, posted = ((pl.col(name).sum().over("kind")) for name in ("ahead", "cost", "posted"))
    return (ahead != 0) & (cost >= DRIVEN_SHARE * posted)


def _agrees() -> pl.Expr:
    off = (pl.col("matched") - pl.col("cost")).abs() <= AGREES * pl.col("cost")
    found = pl.col("matched") >= (1 - 2 * AGREES) * pl.col("posted")
    return (pl.col("service_months") < FEWEST_MONTHS) | (off & found)


def split(state: State, quiet: pl.DataFrame | None = None) -> Steered:
    """The driven paragraphs with their ratio of ledger to grants, and the ledger cut in two. `quiet`:
    `silence.chances`."""
    ledger = state.ledger.filter(activity())
    compared = _compared(state, ledger, quiet if quiet is not None else pl.DataFrame(schema=silence.EMPTY))
    driven = compared.with_columns(kind=kind(pl.col("paragraph"))).filter(_is_driven())
    whole = lists_ended(state)
    told = driven if whole else driven.with_columns(posted="matched")
    paragraphs = told.select("paragraph", ratio=_ratio(), agrees=_agrees()).sort("paragraph")
    is_driven = pl.col("paragraph").is_in(paragraphs["paragraph"].implode())
    inside = ledger.filter(is_driven)
    return Steered(paragraphs, inside, inside if whole else inside.filter("found"), ledger.filter(~is_driven))
