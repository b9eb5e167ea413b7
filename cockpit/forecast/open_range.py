"""What the differences that are still open between grants and ledger add to the forecast's range.

Each provider's net difference is either put right or stands, one as likely as the other: half of it is a standard
deviation. What lacks in the ledger can only raise the accounts, what is too much can only lower them. A side's standard
deviation is the root of the sum of the squares, and is added to the range's own half in the same way, so that many
small differences widen it little and one large one much.
"""

import math
from decimal import Decimal

import polars as pl

from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance import provider_nets
from cockpit.forecast.leaf import money

SCORE = {"80": 1.28, "95": 1.96}
"""Standard deviations that 80 and 95 of 100 stay within (the normal distribution)."""
HALF = 0.5


def open_sd(lines: pl.DataFrame) -> pl.DataFrame:
    """`down_kr, up_kr` (float, +, one row): how much the open differences may lower and raise the accounts, as standard
    deviations. `lines`: those of `finance.reconcile` that are open, of the year.

    Bills of no provider that anybody has told are first set off against what lacks elsewhere, in proportion: they may
    be the bills that lack; and grants without a provider against what is too much elsewhere.
    """
    nets = provider_nets(lines).with_columns(pl.col("net_kr").cast(pl.Float64))
    unplaced = float(nets.filter(pl.col("provider") == NOT_ALLOCATED)["net_kr"].sum())
    named = nets.filter(pl.col("provider") != NOT_ALLOCATED)["net_kr"]
    lacking, surplus = named.filter(named < 0), named.filter(named > 0)
    up, rest = _set_off(-lacking, unplaced)
    down, left = _set_off(surplus, -rest)
    return pl.DataFrame({"down_kr": [_root(down, -left)], "up_kr": [_root(up, left)]})


def open_swing(sd: pl.DataFrame) -> tuple[Decimal, Decimal]:
    """How many whole kr. the open differences (`open_sd`) may lower and raise the accounts with 80 % certainty."""
    down, up = (Decimal(round(SCORE["80"] * kr)) for kr in sd.row(0))
    return down, up


def _set_off(amounts: pl.Series, against_kr: float) -> tuple[pl.Series, float]:
    """The amounts (+) after as much of `against_kr` (+) as they can take, in proportion, and what is left of it."""
    whole = float(amounts.sum())
    taken = min(max(against_kr, 0.0), whole)
    return (amounts * (1 - taken / whole) if whole else amounts), against_kr - taken


def _root(amounts: pl.Series, more_kr: float) -> float:
    return HALF * math.hypot(*amounts.to_list(), max(more_kr, 0.0))


def with_open(rows: pl.DataFrame, sd: pl.DataFrame) -> pl.DataFrame:
    """The rows (`ROW_SCHEMA`) with their ranges widened by the open differences (`open_sd`); a row without a range has
    none."""
    down, up = sd.row(0)
    return rows.with_columns(
        side
        for share, score in SCORE.items()
        for side in (
            (pl.col("forecast") - _wider(pl.col("forecast") - pl.col(f"low{share}"), score * down)).alias(
                f"low{share}"
            ),
            (pl.col("forecast") + _wider(pl.col(f"high{share}") - pl.col("forecast"), score * up)).alias(
                f"high{share}"
            ),
        )
    )


def _wider(half: pl.Expr, more_kr: float) -> pl.Expr:
    return money((half.cast(pl.Float64) ** 2 + more_kr**2).sqrt())
