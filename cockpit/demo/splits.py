"""One bill in several ledger lines: weekly bills, the two kinds of foster pay, both sides of internal settlement."""

import polars as pl

from cockpit.demo.accounts import BOARD
from cockpit.demo.catalogue import chances, lines


def in_parts(rows: pl.DataFrame, parts: int) -> pl.DataFrame:
    """Every line in `parts` lines, as a large municipality is billed by the week; the sums stay to the øre."""
    if parts == 1:
        return rows
    part, share = pl.col("part"), (pl.col("amount_kr") / parts).round(2)
    split = rows.with_columns(part=pl.lit(list(range(parts)))).explode("part")
    rest = (pl.col("amount_kr") - share * (parts - 1)).round(2)
    return split.with_columns(
        amount_kr=pl.when(part == parts - 1).then(rest).otherwise(share),
        bundle=pl.format("{}/{}", "bundle", part),
    ).drop("part")


def foster_pay(rows: pl.DataFrame) -> pl.DataFrame:
    """A foster family's month in two lines: vederlag with employer's costs, and kost og logi."""
    board, family = chances()["board_and_lodging"], pl.col("owner") == "plejefamilie"
    lodging = (pl.col("amount_kr") * board["share"]).round(2)
    own = rows.filter(family)
    meals = own.with_columns(
        account_key=pl.col("account_key") + BOARD,
        amount_kr=lodging,
        text=pl.col("text").str.replace("Vederlag", "Kost og logi"),
    )
    return pl.concat(
        [rows.with_columns(amount_kr=pl.when(family).then(pl.col("amount_kr") - lodging).otherwise("amount_kr")), meals]
    )


def internal_income(rows: pl.DataFrame) -> pl.DataFrame:
    """The own provider's income from internal settlement: the counterpart, so that the two add to nothing."""
    counter = {f"{key}:egen_intern": line.counter_account for key, line in lines().items() if line.counter_account}
    own = rows.filter(pl.col("owner") == "egen_intern")
    return own.with_columns(
        account_key=pl.col("account_key").replace_strict(counter, return_dtype=pl.String),
        amount_kr=-pl.col("amount_kr"),
        kind=pl.lit("internal"),
        grant=None,
    )
