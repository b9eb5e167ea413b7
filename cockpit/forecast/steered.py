"""Which paragraphs the grants really steer, and how the ledger compares with the grants there.

A paragraph is *driven* when the grants of its kind of help carry a fair part of what the ledger shows on
activity-steered accounts. There the grants are the forecast's base. Elsewhere (payments that no case system knows) the
ledger's own course is. Where the export lists active grants only, the ledger of the ended ones has nothing to be
compared with: of the months before ends can be seen only bills that find their grant are compared, with the grants that
a bill has found.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.finance.timeline import MONTHS
from cockpit.forecast import compared, months, silence
from cockpit.forecast.compared import FEWEST_MONTHS, MATURE
from cockpit.forecast.ledger import is_activity
from cockpit.forecast.state import REFUND_DRANST, State

DRIVEN_SHARE = 0.25
PRIOR_GRANT_MONTHS = 400.0
"""A kind's comparison is drawn towards that of all kinds as if seventeen of its grants had gone like those for two
years, and all kinds' towards 1 likewise: what few dear grants cost beside their price is mostly chance."""
RATIO_BOUNDS = (0.5, 1.5)
ENDED_SHARE = 0.02
"""Grants that ended within a year, of all, below which the list is taken to show active grants only."""
AWAITED_ENDS = 8
"""So many ends that must have come before the first one that the list tells of are ends that it has forgotten."""
AGREES = 0.1


@dataclass(frozen=True, eq=False)
class Steered:
    """`paragraphs`: `paragraph`, `ratio` (ledger / grants), `agrees` (postings find their grant at its price).
    `ledger`: the cells on driven paragraphs; `comparable`: those of them that the grants should explain, without what
    December sets off for bills to come and January takes back; `rest`:
    activity-steered cells that no grant drives."""

    paragraphs: pl.DataFrame
    ledger: pl.DataFrame
    comparable: pl.DataFrame
    rest: pl.DataFrame


def activity() -> pl.Expr:
    """Postings on activity-steered accounts, refunds left out."""
    return is_activity() & (pl.col("dranst") != REFUND_DRANST)


def lists_ended(state: State) -> bool:
    """Whether the grants show those that ended in the window. A list of active ones only makes the past look too cheap,
    and so does one that has kept its ended ones for some months only: ends come evenly, and here none came before."""
    last = state.now
    first = last - MONTHS - MATURE
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


def _agrees(posted: str) -> pl.Expr:
    """Of the paragraph's kind: where another act has taken over, bills stand under it while older grants do not."""
    matched, cost, whole = (pl.col(name).sum().over("kind") for name in ("matched", "cost", posted))
    off = (matched - cost).abs() <= AGREES * cost
    found = matched >= (1 - 2 * AGREES) * whole
    return (pl.col("service_months").max().over("kind") < FEWEST_MONTHS) | (off & found)


def split(state: State, quiet: pl.DataFrame | None = None) -> Steered:
    """The driven paragraphs with their ratio of ledger to grants, and the ledger cut in two. `quiet`:
    `silence.chances`."""
    ledger = state.ledger.filter(activity())
    costs = compared.costs(state, quiet if quiet is not None else pl.DataFrame(schema=silence.EMPTY))
    bills = ledger.filter(~pl.col("set_off"))
    whole = lists_ended(state)
    monthly = compared.monthly(state, bills, costs)
    ahead = costs.group_by("paragraph").agg(ahead=pl.col("cost").sum())
    both = ahead.join(compared.summed(monthly), on="paragraph", how="full", coalesce=True).fill_null(0)
    driven = both.with_columns(kind=kind(pl.col("paragraph"))).filter(_is_driven())
    agrees = driven.select("paragraph", "kind", agrees=_agrees("posted" if whole else "matched"))
    spoken = monthly if whole else monthly.with_columns(compared.found(state))
    told = agrees.join(compared.summed(spoken), on="paragraph", how="left").fill_null(0)
    paragraphs = told.with_columns(ratio=_ratio()).select("paragraph", "ratio", "agrees").sort("paragraph")
    is_driven = pl.col("paragraph").is_in(paragraphs["paragraph"].implode())
    inside = ledger.filter(is_driven)
    comparable = bills.filter(is_driven) if whole else bills.filter(is_driven & pl.col("found"))
    return Steered(paragraphs, inside, comparable, ledger.filter(~is_driven))
