"""How long help lasted before the list of grants began to tell of ends: read from whom the ledger paid for.

A list of active grants forgets who has left, so that its first months know hardly any end. The ledger of those years
knows: a citizen whose bills of a kind of help stop has left it. Used only for the months before ends can be seen.
"""

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.forecast.ledger import is_activity
from cockpit.forecast.state import REFUND_DRANST, State

STOPPED = 4
"""Months without a bill after which help has ended; a pause is shorter."""
EARLIER = 24
"""Whoever is paid for in the ledger's first months has been helped for so long before."""
FIRST = 2
SCHEMA = {"area": pl.String, "kind": pl.String, "born": pl.Int32, "enters": pl.Int32, "leaves": pl.Int32,
          "ended": pl.Boolean}  # fmt: skip


def lives(state: State) -> pl.DataFrame:
    """`SCHEMA`, months since year 0: each citizen's time on a kind of help, as far as it lies in the ledger and before
    `State.ends_seen_from`. Empty where the grants tell of ends as far back as the ledger."""
    last = min(state.ends_seen_from - 1, state.heard_until - STOPPED)
    if last < state.ledger_from + STOPPED:
        return pl.DataFrame(schema=SCHEMA)
    paid = state.postings.filter(
        is_activity() & (pl.col("dranst") != REFUND_DRANST) & (pl.col("kr") > 0) & pl.col("citizen").is_not_null()
    )
    spells = paid.group_by("citizen", "area", kind=kind(pl.col("paragraph"))).agg(
        since=pl.col("service").min(), until=pl.col("service").max()
    )
    old = pl.col("since") < state.ledger_from + FIRST
    told = spells.select(
        "area", "kind",
        born=pl.when(old).then(pl.col("since") - EARLIER).otherwise("since").cast(pl.Int32),
        enters=pl.max_horizontal("since", pl.lit(state.ledger_from)).cast(pl.Int32),
        leaves=pl.min_horizontal("until", pl.lit(last)).cast(pl.Int32),
        ended=pl.col("until") <= last,
    )  # fmt: skip
    return told.filter(pl.col("enters") <= pl.col("leaves"))
