"""Outflow: the model's correction of the commitments. One line a paragraph and account, never on a single grant.

Grants end before their registered end or run on after it, `cost(m) x (S(u+m)/S(u) - [m <= end])`; an end ahead is a
plan or decided (`plans`), and at the citizen's birthday help ends as it used to (`ageing`). A grant that has fallen
silent runs on by its chance (`silence`); one whose end has passed without a decision and that is still invoiced runs
on as others of its age. To that come the course of the year in what is delivered (`season`), the systematic difference
between what grants say and what the ledger shows for the same service months, `ratio - 1`, prices of the year that have
not come yet (`late_prices`), and bills for the last months that come too late for the year's books and will be bills of
earlier years in the next.
"""

import polars as pl

from cockpit.forecast import ageing, leaf, months, new_act, plans, renewals, season, survival
from cockpit.forecast.arrival import Arrival
from cockpit.forecast.components.committed import ahead
from cockpit.forecast.state import GRANT_DIMS, MODEL_DIMS, State
from cockpit.forecast.steered import Steered


def surviving(state: State, future: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """`future` grant months with `remains`: the chance by the life `table` that the grant is there, its part month
    counted."""
    born = state.grants.select("grant_id", "area", "kind").join(
        state.chains.select("grant_id", born=months.index(pl.col("chain_start"))), on="grant_id"
    )
    aged = future.drop("area").join(born, on="grant_id").with_columns(
        now=(state.now - pl.col("born")).clip(0, survival.OLDEST), age=pl.col("mi") - pl.col("born")
    ).with_columns(pl.min_horizontal("age", pl.col("now") + pl.col("mi") - state.now))  # fmt: skip
    ages = {"s_now": pl.col("now"), "s_then": pl.col("age"), "s_before": pl.col("age") - 1}
    aged = survival.looked_up(aged, table, ages)
    begun = pl.col("born") <= state.now
    base = pl.when(begun).then("s_now").otherwise(0.0)
    then, before = ((pl.col(name).fill_null(0.0) - base).exp() for name in ("s_then", "s_before"))
    part = survival.last_month_share(state)
    remains = (then + part * (before - then)).clip(0, 1).fill_null(1.0)
    return ageing.remaining(state, aged).with_columns(remains=remains * pl.col("of_age"))


def beyond(state: State, planned_ends: pl.DataFrame) -> pl.DataFrame:
    """Grant months after a registered end ahead that may be a plan: as `ahead`, with `planned`, the chance that it is
    (`planned_ends`: `plans.ahead`)."""
    moved = planned_ends.filter((pl.col("decided") < 1) & (pl.col("ended") < state.january + 12))
    if moved.is_empty() or state.is_past:
        return ahead(state).clear().with_columns(planned=pl.lit(1.0))
    later = state.after_end.join(moved.select("grant_id", "decided"), on="grant_id").filter(pl.col("mi") > state.now)
    named = later.filter(state.in_year()).with_columns(planned=1 - pl.col("decided")).drop("ended", "decided")
    return named.join(state.grants.select(GRANT_DIMS), on="grant_id", how="left")


def _expected(state: State, running_on: pl.DataFrame, quiet: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """`MODEL_DIMS`, `mi`, `registered`, `cost`, `remains` of all grant months after the date that may come; `anew`:
    they rest on a decision that is still to be made."""
    columns = [*MODEL_DIMS, "mi", "registered", "cost", "remains", "anew"]
    committed = ahead(state).with_columns(registered=pl.col("net_kr").cast(pl.Float64), planned=pl.lit(1.0))
    planned_ends = plans.ahead(state)
    later = beyond(state, planned_ends).with_columns(registered=pl.lit(0.0)) if table.height else committed.clear()
    known = surviving(state, pl.concat([committed, later.select(committed.columns)]), table)
    heard = known.join(quiet, on="grant_id", how="left").with_columns(
        remains=pl.col("remains") * pl.col("runs").fill_null(1.0) * pl.col("planned"), anew=pl.lit(value=False)
    )
    renewed = _renewed(state, running_on, planned_ends, table)
    late = running_on.filter(state.in_year() & (pl.col("mi") > state.now))
    expired = _lasting(state, late, table).with_columns(registered=pl.lit(0.0), anew=pl.lit(value=False))
    return pl.concat([heard.select(columns), renewed.select(columns), expired.select(columns)])


def _lasting(state: State, future: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """`future` grant months with their places and `remains` (`surviving`), 1 where there is no life table."""
    placed = future.join(state.grants.select(GRANT_DIMS), on="grant_id", how="left")
    return surviving(state, placed, table) if table.height else placed.with_columns(remains=pl.lit(1.0))


def _renewed(state: State, running_on: pl.DataFrame, planned_ends: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Months after an end at which a new decision is expected, as `_expected`; those that have passed in the first open
    month."""
    lasting = _lasting(state, renewals.going_on(state, running_on, planned_ends), table)
    open_month = pl.max_horizontal("mi", pl.lit(state.now + 1, pl.Int32))
    return lasting.with_columns(
        mi=open_month, registered=pl.lit(0.0), remains=pl.col("remains") * pl.col("chance"), anew=pl.lit(value=True)
    )


def delivered(
    state: State, running_on: pl.DataFrame, quiet: pl.DataFrame, table: pl.DataFrame, course: pl.DataFrame
) -> pl.DataFrame:
    """`MODEL_DIMS`, `mi`, `kr` (what known citizens are expected to get after the date, at the grants' prices),
    `registered` (what the grants say of the month) and `anew`, as `_expected`."""
    both = season.delivered(_expected(state, running_on, quiet, table), course)
    kr = pl.col("cost") * pl.col("remains") * pl.col("season")
    return both.select(*MODEL_DIMS, "mi", "registered", "anew", kr=kr)


def lines(state: State, steered: Steered, running: pl.DataFrame, bills: Arrival) -> pl.DataFrame:
    """The correction per paragraph, account and month, kr.; nothing where there is no history to learn from. `running`:
    `delivered`."""
    rated = running.join(steered.paragraphs, on="paragraph", how="left").with_columns(pl.col("ratio").fill_null(1.0))
    closing = new_act.decided_anew(state, bills.in_time(rated, state.books_close), pl.col("anew"))
    correction = pl.col("kr") * pl.col("ratio") * pl.col("in_time") - pl.col("registered")
    return leaf.lines("outflow", closing.select(*MODEL_DIMS, state.month(), amount_kr=correction))
