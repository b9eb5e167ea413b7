"""What action plans are expected to do, what they have proven to do, and what of it counts.

An expected effect never moves the forecast; it stands in the forecast *efter handleplaner*, and there only as far as
the action is decided or under way, its deadline has not passed, and the figures do not show it yet. A realised effect
is what the named grants and accounts have moved since the close before the action; without names nothing is proven,
and a grant that the exports no longer tell of proves nothing: that it is gone is no saving.
"""

import datetime as dt
from collections.abc import Collection, Iterable

import polars as pl

from cockpit.contracts.action import COUNTING, UNFINISHED, ActionPlan
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.knowledge import resolve_missing

EFFECTS: dict[str, pl.DataType] = {
    "id": pl.String(),
    "expected_kr": MONEY,
    "realised_kr": MONEY,
    "counted_kr": MONEY,
    "missing_kr": MONEY,
    "overdue": pl.Boolean(),
}
GAPS: dict[str, pl.DataType] = {
    "as_of": pl.Date(),
    "before_kr": MONEY,
    "counted_kr": MONEY,
    "after_kr": MONEY,
    "adjusted_kr": MONEY,
    "gap_before_kr": MONEY,
    "gap_kr": MONEY,
    "expected_kr": MONEY,
    "realised_kr": MONEY,
}
"""One row a close. `gap_before_kr`, `gap_kr`: forecast before and after the plans less the adjusted budget (plus =
merforbrug); null where there is no budget."""
_ON_GRANTS = ("posted", "accrued", "committed")
"""Components that stand on the single grant."""


def spend_on(leaves: pl.DataFrame, grant_ids: Iterable[str], accounts: Iterable[str]) -> pl.DataFrame:
    """`amount_kr`, one row: what the leaves (`LEAF_SCHEMA`) hold on these grants and accounts, a grant on a named
    account once. Skøn are left out: they are opinions, not effects."""
    grants = pl.col("grant_id").is_in([name for name in grant_ids if name != NOT_ALLOCATED])
    named = (grants & pl.col("component").is_in(_ON_GRANTS)) | pl.col("account").is_in(list(accounts))
    return leaves.filter(named & (pl.col("component") != "adjustment")).select(pl.col("amount_kr").sum().cast(MONEY))


def untold(names: Collection[str], grants: pl.DataFrame, ends_by_leaving: Collection[str]) -> frozenset[str]:
    """Those of `names` that the exports no longer tell of: fell out of a list of *all* grants, were registered anew
    under another id, or are not in the data at all. `grants`: the dataset at a close; `ends_by_leaving`: the sources
    that list only what is active, where falling out is the end itself."""
    ended = pl.col("missing_since").is_null() | pl.col("source").is_in(list(ends_by_leaving))
    told = resolve_missing(grants).filter(ended)["grant_id"]
    return frozenset(names) - frozenset(told)


def realised(
    plan: ActionPlan, before: pl.DataFrame, now: pl.DataFrame, gone: Collection[str] = frozenset()
) -> pl.Series:
    """The change of spend since the close before the action, kr., as one value; null where the plan names nothing that
    is still there. `before`, `now`: the leaves of the same year at the two closes. `gone`: the `untold` grants, which
    count at neither close."""
    grants = [name for name in plan.grant_ids if name not in gone]
    if not (grants or plan.accounts):
        return pl.Series("realised_kr", [None], dtype=MONEY)
    then, since = (spend_on(leaves, grants, plan.accounts)["amount_kr"] for leaves in (before, now))
    return (since - then).cast(MONEY).alias("realised_kr")


def _towards_zero(rest: pl.Expr, expected: pl.Expr) -> pl.Expr:
    """What is left of an expectation: an effect beyond it counts no further, in neither direction."""
    return pl.when(expected < 0).then(rest.clip(upper_bound=0)).otherwise(rest.clip(lower_bound=0))


def effects(plans: Iterable[ActionPlan], realised_kr: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """One row a plan, in `EFFECTS`, sorted by `id`, kr.

    `realised_kr`: `id`, `realised_kr` of the plans whose effect is measured. `counted_kr` = expected - realised for
    plans decided or under way whose deadline has not passed, never beyond zero; else 0. `missing_kr` = expected -
    realised of every plan that is not dropped: what has not been proven. `overdue`: unfinished after its deadline.
    """
    rows = [(plan.id, plan.status.value, plan.deadline, plan.expected_kr) for plan in plans]
    schema: dict[str, pl.DataType] = {
        "id": pl.String(),
        "status": pl.String(),
        "deadline": pl.Date(),
        "expected_kr": MONEY,
    }
    table = pl.DataFrame(rows, schema=schema, orient="row").join(realised_kr, on="id", how="left").sort("id")
    expected, status = pl.col("expected_kr"), pl.col("status")
    overdue = status.is_in(list(UNFINISHED)) & (pl.col("deadline") < as_of)
    rest = (expected - pl.col("realised_kr").fill_null(0)).cast(MONEY)
    counts = status.is_in(list(COUNTING)) & ~overdue
    zero = pl.lit(0).cast(MONEY)
    return table.with_columns(
        counted_kr=pl.when(counts).then(_towards_zero(rest, expected)).otherwise(zero),
        missing_kr=pl.when(status == "dropped").then(zero).otherwise(rest),
        overdue=overdue,
    ).select(pl.col(name).cast(dtype) for name, dtype in EFFECTS.items())


def gap(as_of: dt.date, leaves: pl.DataFrame, effects_of: pl.DataFrame, budget: pl.DataFrame) -> pl.DataFrame:
    """`GAPS`, one row: how far the close's forecast (`leaves`) is from the budget (`budget_rows` of the total) before
    and after its plans (`EFFECTS`)."""
    sums = {name: effects_of[name].sum() for name in ("counted_kr", "expected_kr", "realised_kr")}
    known = pl.DataFrame(
        [{"as_of": as_of, "before_kr": leaves["amount_kr"].sum(), **sums}],
        schema={name: GAPS[name] for name in ("as_of", "before_kr", *sums)},
    )
    adjusted = budget["adjusted_budget"].first() if budget.height else None
    after = pl.col("before_kr") + pl.col("counted_kr")
    told = known.with_columns(after_kr=after, adjusted_kr=pl.lit(adjusted, dtype=MONEY))
    return told.with_columns(
        gap_before_kr=pl.col("before_kr") - pl.col("adjusted_kr"), gap_kr=pl.col("after_kr") - pl.col("adjusted_kr")
    ).select(pl.col(name).cast(dtype) for name, dtype in GAPS.items())
