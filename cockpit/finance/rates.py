"""The price of a grant on each of its days: which rate, in which unit, and where it was found.

A day's rate is the grant's own from `rate_from`; else the price list's, valid that day for its provider and service;
else the export's own rate; else the nearest price on the list, carried forward (or back) unchanged; else none.
"""

import datetime as dt

import polars as pl

from cockpit.finance.once import once_a_frame

PAST = dt.date(1900, 1, 1)
FUTURE = dt.date(2999, 12, 31)
ONE_DAY = pl.duration(days=1)
OPENING_DAY = "åbningsdag"
_LIST = ["provider", "service"]


@once_a_frame
def price_calendar(prices: pl.DataFrame) -> pl.DataFrame:
    """The price list without gaps or overlaps: provider, service, list_from, list_to, list_price, list_unit, listed.

    A later `valid_from` takes over from an earlier one. `listed` is false on the days that no row of the list covers;
    there the nearest price stands, carried unchanged.
    """
    following = pl.col("valid_from").shift(-1).over(_LIST) - ONE_DAY
    rows = (
        prices.filter(pl.col("unit_price").is_not_null())
        .unique([*_LIST, "valid_from"], keep="last", maintain_order=True)
        .sort([*_LIST, "valid_from"])
        .with_columns(until=following.fill_null(FUTURE), first=pl.int_range(pl.len()).over(_LIST) == 0)
        .with_columns(stated=pl.min_horizontal(pl.col("valid_to").fill_null(FUTURE), "until"))
    )
    before = pl.col("valid_from") - ONE_DAY
    spans = [
        _span(rows, pl.col("valid_from"), pl.col("stated"), listed=True),
        _span(rows, pl.col("stated") + ONE_DAY, pl.col("until"), listed=False),
        _span(rows.filter("first"), pl.lit(PAST), before, listed=False),
    ]
    return pl.concat(spans).filter(pl.col("list_from") <= pl.col("list_to")).sort([*_LIST, "list_from"])


def _span(rows: pl.DataFrame, start: pl.Expr, end: pl.Expr, *, listed: bool) -> pl.DataFrame:
    return rows.select(
        *_LIST,
        list_from=start,
        list_to=end,
        list_price=pl.col("unit_price"),
        list_unit=pl.col("price_unit"),
        listed=pl.lit(listed),
    )


def price_spans(lines: pl.DataFrame, prices: pl.DataFrame | None) -> pl.DataFrame:
    """Lines cut where their rate changes: every span has one `rate` (kr., null where none is known) and one `unit`.

    `lines` has `provider, service, unit_price, price_unit, rate_from, starts, ends` (both days counted) and `series`
    (lines of the same series succeed each other by `rate_from`; other lines of a grant are added together).
    """
    series = pl.col("series")
    known = lines.sort("series", "rate_from", nulls_last=False).with_columns(
        next_from=pl.when(series == series.shift(-1)).then(pl.col("rate_from").shift(-1)),
        leads=(series != series.shift(1)).fill_null(value=True),
    )
    owned = _owned(known)
    if prices is None or prices.is_empty():
        return pl.concat([owned, _from_export(_rest(known))])
    return pl.concat([owned, _from_list(_rest(known), price_calendar(prices))])


def by_opening_days(grants: pl.DataFrame, prices: pl.DataFrame) -> pl.Series:
    """Ids of the `grants` that are paid by *åbningsdag*, by their own price or the list's: their months differ in cost
    without a step in price."""
    on_list = prices.filter(pl.col("price_unit") == OPENING_DAY).select(_LIST).unique()
    listed = grants.join(on_list, on=_LIST, how="semi")["grant_id"]
    own = grants.filter(pl.col("price_unit") == OPENING_DAY)["grant_id"]
    return pl.concat([own, listed]).unique().sort()


def _own() -> pl.Expr:
    return pl.col("unit_price").is_not_null() & pl.col("rate_from").is_not_null()


def _clip(frame: pl.DataFrame, since: pl.Expr, until: pl.Expr) -> pl.DataFrame:
    clipped = frame.with_columns(starts=pl.max_horizontal("starts", since), ends=pl.min_horizontal("ends", until))
    return clipped.filter(pl.col("starts") <= pl.col("ends"))


def _owned(lines: pl.DataFrame) -> pl.DataFrame:
    """Days from `rate_from` until the next line of the series takes over."""
    mine = _clip(lines.filter(_own()), pl.col("rate_from"), (pl.col("next_from") - ONE_DAY).fill_null(FUTURE))
    return _priced(mine, pl.col("unit_price"), pl.col("price_unit"))


def _rest(lines: pl.DataFrame) -> pl.DataFrame:
    """Days before the first own `rate_from` of a series, or all days of a line that states none."""
    until = pl.when(_own()).then(pl.col("rate_from") - ONE_DAY).otherwise(pl.col("next_from") - ONE_DAY)
    return _clip(lines.filter("leads"), pl.lit(PAST), until.fill_null(FUTURE))


def _from_export(lines: pl.DataFrame) -> pl.DataFrame:
    return _priced(lines, pl.col("unit_price"), pl.col("price_unit"))


def _from_list(lines: pl.DataFrame, calendar: pl.DataFrame) -> pl.DataFrame:
    spans = lines.join(calendar, on=_LIST, how="left")
    cut = _clip(spans, pl.col("list_from").fill_null(PAST), pl.col("list_to").fill_null(FUTURE))
    use_list = pl.col("list_price").is_not_null() & (pl.col("listed") | pl.col("unit_price").is_null())
    rate = pl.when(use_list).then("list_price").otherwise("unit_price")
    unit = pl.when(use_list).then("list_unit").otherwise("price_unit")
    return _priced(cut, rate, unit)


def _priced(frame: pl.DataFrame, rate: pl.Expr, unit: pl.Expr) -> pl.DataFrame:
    return frame.select("grant", "primary", "starts", "ends", "start_date", "quantity", rate=rate, unit=unit)
