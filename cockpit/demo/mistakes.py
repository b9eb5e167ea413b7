"""What goes wrong in a ledger and is put right later: bills booked twice, and lines on a wrong account."""

import polars as pl

from cockpit.demo.invoices import BILLED_TWICE, WRONG_ACCOUNT
from cockpit.demo.parameters import Parameters


def _later(rows: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    return rows.with_columns(entered_on=pl.col("entered_on") + pl.duration(days=pl.lit(days)))


def billed_twice(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Pairs: a second bill some days after the first, and the credit note weeks later."""
    rng = parameters.stream("twice")
    chosen = rows.filter(pl.Series(rng.random(len(rows)) < BILLED_TWICE) & (pl.col("kind") == "invoice"))
    chosen = chosen.filter(pl.col("owner").is_in(["privat", "kommune", "region"]))
    again = _later(chosen, pl.Series(rng.integers(2, 12, len(chosen)))).with_columns(
        kind=pl.lit("twice"), bundle=pl.col("bundle") + "/2"
    )
    credit = _later(again, pl.Series(rng.integers(15, 70, len(chosen)))).with_columns(
        kind=pl.lit("credit"),
        amount_kr=-pl.col("amount_kr"),
        text=pl.format("Kreditnota {}", "text"),
        bundle=pl.col("bundle") + "k",
    )
    return pl.concat([again, credit])


def wrong_account(rows: pl.DataFrame, parameters: Parameters) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines with a few on another account, and the corrections that half of them get months later."""
    rng = parameters.stream("wrong")
    keys = sorted(set(rows["account_key"]))
    wrong = (
        pl.Series(rng.random(len(rows)) < WRONG_ACCOUNT)
        & (rows["kind"] == "invoice")
        & rows["owner"].is_in(["privat", "kommune"])
    )
    other = pl.Series([keys[i] for i in rng.integers(0, len(keys), len(rows))], dtype=pl.String)
    moved = rows.with_columns(right=pl.col("account_key")).with_columns(
        account_key=pl.when(wrong).then(pl.lit(other)).otherwise("account_key"),
        kind=pl.when(wrong).then(pl.lit("wrong_account")).otherwise("kind"),
    )
    found = moved.filter(wrong & pl.Series(rng.random(len(rows)) < 0.5))
    found = _later(found, pl.Series(rng.integers(30, 130, len(found)))).with_columns(
        kind=pl.lit("correction"), text=pl.format("Ompostering {}", "text"), bundle=pl.col("bundle") + "/o"
    )
    back = found.with_columns(amount_kr=-pl.col("amount_kr"))
    forth = found.with_columns(account_key=pl.col("right"))
    return moved.drop("right"), pl.concat([back, forth]).drop("right")
