"""Grants whose registered end has passed without a decision, and that run on all the same.

A running service may not stop by a date alone; a decision is needed. So an end that has passed on a grant that is not
closed counts as an end only where the invoices stop too. Ends so recent that no invoice can tell yet run on with the
share that earlier such ends did. A grant called ended runs on as far as its end is a plan (`just_passed`).
"""

import polars as pl

from cockpit.finance.last_days import closed
from cockpit.forecast import just_passed, months
from cockpit.forecast.state import ENDS_BACK, State

RECENT = 2
"""Months after an end in which a missing invoice tells nothing."""
SILENT = 4
"""Months without an invoice after which a grant no longer runs."""
EMPTY = {"grant_id": pl.String, "mi": pl.Int32, "cost": pl.Float64, "chance": pl.Float64}


def _passed(state: State) -> pl.DataFrame:
    """Open grants with an end behind the date: `ended` in months since year 0."""
    end = months.index(pl.col("ends_on"))
    grants = state.steering.filter(~closed() & (pl.col("ends_on") <= state.as_of))
    return grants.with_columns(ended=end).filter(pl.col("ended") > state.now - ENDS_BACK)


def _last_invoice(state: State, passed: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `last`: newest service month booked on the grant, or on its citizen and provider without a grant."""
    on_grant = state.paid.filter(pl.col("paid") > 0).join(passed.select("grant_id"), on="grant_id", how="semi")
    recent = (pl.col("service") > state.now - ENDS_BACK) & (pl.col("kr") > 0)
    loose = state.postings.filter(recent & (pl.col("grant_id") == "-") & pl.col("citizen").is_not_null())
    by_citizen = loose.join(passed.select("citizen", "provider", theirs="grant_id"), on=["citizen", "provider"])
    parts = [on_grant.select("grant_id", service="mi"), by_citizen.select(grant_id="theirs", service="service")]
    both = pl.concat(parts)
    return both.group_by("grant_id").agg(last=pl.col("service").max())


def _chance(passed: pl.DataFrame, now: int) -> pl.DataFrame:
    """The passed grants with `chance`: 1 where invoices go on, 0 where they stopped, and where untold the usual share
    or, if more, the share `moved` of those who have just passed."""
    goes_on = (pl.col("last") > pl.col("ended")) & (pl.col("last") >= now - SILENT)
    told = pl.col("ended") <= now - RECENT
    judged = passed.with_columns(runs=goes_on.fill_null(value=False))
    share = judged.filter(told)["runs"].mean()
    usual = float(share) if isinstance(share, float) else 0.0
    untold = pl.max_horizontal(pl.lit(usual), pl.col("moved").fill_null(0.0))
    return judged.with_columns(chance=pl.when("runs").then(1.0).when(told).then(0.0).otherwise(untold))


def running_on(state: State) -> pl.DataFrame:
    """`grant_id`, `mi`, `cost` (kr., by the chance that it runs), `chance`: months after the passed end, to the year's
    end."""
    passed = _passed(state)
    if state.is_past:
        return pl.DataFrame(schema=EMPTY)
    known = passed.join(_last_invoice(state, passed), on="grant_id", how="left").join(
        just_passed.still_open(state), on="ended", how="left"
    )  # fmt: skip
    judged = _chance(known, state.heard_until)
    told = pl.concat([one.select("grant_id", "chance") for one in (judged, just_passed.plans(state))])
    alive = told.filter(pl.col("chance") > 0)
    if alive.is_empty():
        return pl.DataFrame(schema=EMPTY)
    later = state.after_end.join(alive, on="grant_id")
    return later.select("grant_id", "mi", "chance", cost=pl.col("cost") * pl.col("chance")).select(*EMPTY)
