"""Outflow: the model's correction of the commitments. One line a paragraph and account, never on a single grant.

Four parts: grants that end before their registered end, `cost(m) x (S(u+m)/S(u) - 1)`; grants whose end has passed
without a decision and that are still invoiced, which run on; and the systematic difference between what grants say and
what the ledger shows for the same service months, `ratio - 1`, on all that is expected of them; and
bills for the last months that come too late for the year's books and will be bills of earlier years in the next.
"""

import polars as pl

from cockpit.forecast import leaf, months, survival
from cockpit.forecast.arrival import Arrival
from cockpit.forecast.components.committed import ahead
from cockpit.forecast.state import GRANT_DIMS, MODEL_DIMS, State
from cockpit.forecast.steered import Steered


def surviving(state: State, future: pl.DataFrame) -> pl.DataFrame:
    """`future` grant months with `remains`: the chance that the grant is there, its part month counted."""
    table = survival.table(state)
    born = state.grants.select("grant_id", "area", born=months.index(pl.col("start_date")))
    aged = future.drop("area").join(born, on="grant_id").with_columns(
        now=(state.now - pl.col("born")).clip(0, survival.OLDEST), age=pl.col("mi") - pl.col("born")
    ).with_columns(pl.min_horizontal("age", pl.col("now") + pl.col("mi") - state.now))  # fmt: skip
    for name, age in (("s_now", pl.col("now")), ("s_then", pl.col("age")), ("s_before", pl.col("age") - 1)):
        at = table.rename({"age": "at", "log_s": name})
        aged = aged.with_columns(at=age.cast(pl.Int32)).join(at, on=["area", "paragraph", "at"], how="left")
    begun = pl.col("born") <= state.now
    base = pl.when(begun).then("s_now").otherwise(0.0)
    then, before = ((pl.col(name).fill_null(0.0) - base).exp() for name in ("s_then", "s_before"))
    part = survival.last_month_share(state)
    remains = (then + part * (before - then)).clip(0, 1).fill_null(1.0)
    return aged.with_columns(remains=remains)


def lines(state: State, steered: Steered, running_on: pl.DataFrame, bills: Arrival) -> pl.DataFrame:
    """The correction per paragraph, account and month, kr.; nothing where there is no history to learn from."""
    known = surviving(state, ahead(state))
    late = running_on.filter(state.in_year() & (pl.col("mi") > state.now))
    expired = late.join(state.grants.select(GRANT_DIMS), on="grant_id").with_columns(registered=0.0, remains=1.0)
    columns = [*MODEL_DIMS, "mi", "registered", "cost", "remains"]
    both = pl.concat([known.with_columns(registered=pl.col("cost")).select(columns), expired.select(columns)])
    rated = both.join(steered.paragraphs, on="paragraph", how="left").with_columns(pl.col("ratio").fill_null(1.0))
    expected = pl.col("cost") * pl.col("remains") * pl.col("ratio") * pl.col("in_time")
    closing = bills.in_time(rated, state.books_close)
    correction = expected - pl.col("registered")
    return leaf.lines("outflow", closing.select(*MODEL_DIMS, state.month(), amount_kr=correction))
