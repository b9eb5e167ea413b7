"""A posting as the finance system shows it: voucher, days, period, text, and whom it names."""

import polars as pl

from bench.desks.world import ACCOUNTS

MONTH_NAMES = pl.Series([
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
])  # fmt: skip
FIELDS = ("voucher", "posting_date", "period", "amount", "text", "service_from", "service_to", "grant_id")


def shown(same: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Each posting in the contract's fields and `known`, the last day of the month of booking. `same`: what is one
    posting, `rows`: the desks' rows."""
    first, last = _served()
    accounts = pl.Series([account.number for account in ACCOUNTS])
    found = same.with_columns(
        voucher=pl.format("B{}", _number()), posting_date=_posting_date(), amount=pl.col("kr").round(2), text=_text(),
        period=_period(), service_from=first, service_to=last, account_number=accounts.gather(same["account"]),
        citizen_id=pl.when(pl.col("citizen") >= 0).then(pl.format("c{}", "citizen")),
        served=_first_day(pl.when(pl.col("first") >= 0).then("first").otherwise("booked")),
    )  # fmt: skip
    return _with_row(found, rows).select(
        *FIELDS, account="account_number", citizen="citizen_id", provider="named",
        known=_first_day(pl.col("booked")).dt.month_end(),
    )  # fmt: skip


def _number() -> pl.Expr:
    return pl.int_range(pl.len())


def _first_day(month: pl.Expr) -> pl.Expr:
    return pl.date(month // 12 + 2000, month % 12 + 1, 1)


def _posting_date() -> pl.Expr:
    return _first_day(pl.col("booked")).dt.offset_by(pl.format("{}d", _number() * 7 % 24 + 3))


def _period() -> pl.Expr:
    """What is booked after New Year in the old year's accounts stands in its thirteenth period."""
    supplement = pl.col("booked") // 12 + 2000 > pl.col("year")
    month = pl.when(supplement).then(13).otherwise(pl.col("booked") % 12 + 1)
    return pl.format("{}-{}", "year", month.cast(pl.String).str.zfill(2))


def _served() -> tuple[pl.Expr, pl.Expr]:
    """The days that are billed, where the bill tells; of bills of earlier years every second does."""
    dated = pl.col("told").is_in(["grant", "dated"]) & (pl.col("first") >= 0)
    earlier = (pl.col("name") == "Tidligere år") & (_number() % 2 == 0)
    last_year = pl.date(pl.col("year") - 1, _number() % 12 + 1, 1)
    first = pl.when(dated).then(_first_day(pl.col("first"))).when(earlier).then(last_year)
    last = pl.when(dated).then(_first_day(pl.col("last")).dt.month_end()).when(earlier).then(last_year.dt.month_end())
    return first, last


def _text() -> pl.Expr:
    """With the month that is billed, or that of booking where it is for none."""
    month = pl.when(pl.col("first") >= 0).then(pl.col("first") % 12).otherwise(pl.col("booked") % 12)
    said = month.map_batches(MONTH_NAMES.gather, return_dtype=pl.String)
    earlier = pl.format("Regning vedr. {}", pl.col("year") - 1)
    return pl.when(pl.col("name") == "Tidligere år").then(earlier).otherwise(pl.format("{} {}", "name", said))


def _with_row(found: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`grant_id` where bills tell it: the row of the help that had begun by the month that is billed."""
    began = pl.col("start").cast(pl.Int32).cast(pl.Date).dt.month_start()
    firsts = rows.unique("row", keep="first", maintain_order=True).select(
        pl.col("stay").cast(found.schema["stay"]), "row", start=began
    )
    joined = found.sort("served").join_asof(
        firsts.sort("start"), left_on="served", right_on="start", by="stay", check_sortedness=False
    )
    return joined.with_columns(grant_id=pl.when(pl.col("told") == "grant").then("row"))
