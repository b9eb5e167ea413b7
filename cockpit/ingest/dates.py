"""Text becomes days and accounting periods."""

import polars as pl

from cockpit.ingest import amounts
from cockpit.ingest.values import MONTH_NUMBER, MONTH_WORD, NEVER, OPEN_DATES, by_unique

FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
"""Excel's day numbers from 1954 to 2119: what is outside is no date of a grant or a posting."""
EXCEL_EPOCH = pl.date(1899, 12, 30)
PERIOD_PARTS = (
    (r"^(\d{4})[-./ ]?0?(\d{2})$", 1, 2),
    (r"^(\d{4})[-./ ](\d)$", 1, 2),
    (r"^0{0,2}?(\d{1,2})[-./ ](\d{4})$", 2, 1),
    (r"^0(\d{2})[-./ ](\d{4})$", 2, 1),
    (r"^(\d{4})-(\d{2})-\d{2}([ T].*)?$", 1, 2),
    (r"^\d{1,2}[-./](\d{1,2})[-./](\d{4})$", 2, 1),
)


def is_open_date(text: pl.Series) -> pl.Series:
    """Whether the text is a system's or a person's way of writing *no date*."""
    bare = text.str.to_lowercase().str.strip_chars(" .")
    return bare.is_in(OPEN_DATES) | text.str.contains(NEVER)


def _century(year: pl.Expr) -> pl.Expr:
    return pl.when(year.str.len_chars() == 2).then(pl.lit("20") + year).otherwise(year)


def _padded(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    return pl.concat_str([_century(year), month.str.zfill(2), day.str.zfill(2)], separator="-")


def _date(text: pl.Expr, *, day_first: bool) -> pl.Expr:
    local = text.str.extract_groups(r"^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})(?:[ T].*)?$").struct
    iso = text.str.extract_groups(r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T].*)?$").struct
    packed = text.str.extract_groups(r"^((?:19|20)\d{2})(\d{2})(\d{2})$").struct
    words = text.str.to_lowercase().str.extract_groups(rf"^(\d{{1,2}})\.?[- ]{MONTH_WORD}[- ](\d{{4}}|\d{{2}})$").struct
    serial = text.str.extract(r"^(\d{5})(?:[.,]\d+)?$", 1).cast(pl.Int32, strict=False)
    day, month = ("1", "2") if day_first else ("2", "1")
    written = pl.coalesce(
        _padded(local.field("3"), local.field(month), local.field(day)),
        _padded(iso.field("1"), iso.field("2"), iso.field("3")),
        _padded(packed.field("1"), packed.field("2"), packed.field("3")),
        _padded(words.field("3"), words.field("2").replace_strict(MONTH_NUMBER, default=None), words.field("1")),
    ).str.to_date("%Y-%m-%d", strict=False)
    counted = pl.when(serial.is_between(FIRST_SERIAL, LAST_SERIAL)).then(EXCEL_EPOCH + pl.duration(days=serial))
    found = pl.coalesce(written, counted)
    return pl.when(found.dt.year().is_between(1900, 2199)).then(found)


def date(text: pl.Series, *, day_first: bool = True) -> pl.Series:
    """`31-03-2026`, `31.03.26`, `2026-03-31 00:00:00`, `20260331`, `31. marts 2026`, `31-MAR-26`, Excel's number."""

    def parse(part: pl.Series) -> pl.Series:
        return part.to_frame("x").select(_date(pl.col("x"), day_first=day_first)).to_series()

    return by_unique(text, parse).alias(text.name)


def _tenth_lost(text: pl.Series) -> pl.Series:
    """A *number* cell 2026.10 reads as 2026.1; it is October where the column also writes 2026.01."""
    if text.str.contains(r"^\d{4}\.0\d$").any():
        return text.str.replace(r"^(\d{4})\.1$", "${1}.10")
    return text


def _period(text: pl.Expr) -> pl.Expr:
    found = []
    for pattern, year, number in PERIOD_PARTS:
        parts = text.str.extract_groups(pattern).struct
        found.append(parts.field(str(year)) + "-" + parts.field(str(number)).str.zfill(2))
    words = text.str.to_lowercase().str.extract_groups(rf"^{MONTH_WORD}[-' ]*(\d{{4}}|\d{{2}})$").struct
    edge = text.str.to_lowercase().str.extract_groups(r"^(forsupp|supp)[a-z]*\.?[- ]*(\d{4})$").struct
    edge_number = edge.field("1").replace_strict({"forsupp": "00", "supp": "13"}, default=None)
    month_number = words.field("1").replace_strict(MONTH_NUMBER, default=None)
    period = pl.coalesce(*found, _century(words.field("2")) + "-" + month_number, edge.field("2") + "-" + edge_number)
    in_year = period.str.slice(5).cast(pl.Int8, strict=False).is_between(0, 13)
    in_time = period.str.slice(0, 4).cast(pl.Int32, strict=False).is_between(1990, 2199)
    return pl.when(in_year & in_time).then(period)


def period(text: pl.Series) -> pl.Series:
    """`YYYY-PP` from `2026.03`, `03.2026`, `202603`, `003.2026`, `marts 2026`, `mar-26`, `Forsupp. 2026` or a date."""

    def parse(part: pl.Series) -> pl.Series:
        return _tenth_lost(part).to_frame("x").select(_period(pl.col("x"))).to_series()

    return by_unique(text, parse).alias(text.name)


def bare_period_number(text: pl.Series) -> pl.Series:
    """The number of a period written without its year (`3`, `03`, `003`, `Marts`); null otherwise."""
    word = text.str.to_lowercase().str.extract(rf"^{MONTH_WORD}$", 1).replace_strict(MONTH_NUMBER, default=None)
    written = text.str.extract(r"^0{0,2}(\d{1,2})$", 1)
    number = pl.select(pl.coalesce(written, word)).to_series().cast(pl.Int8, strict=False)
    return pl.select(pl.when(number.is_between(0, 13)).then(number)).to_series().alias(text.name)


def year(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """A year as `2026` or `26`; null for any other number."""
    number = amounts.integer(text, comma=comma)
    whole = pl.when(number.is_between(0, 99)).then(number + 2000).otherwise(number)
    return pl.select(pl.when(whole.is_between(1990, 2199)).then(whole)).to_series().alias(text.name)


def month(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """A month as `3`, `03` or `Marts`; null for any other number."""
    number = amounts.integer(text, comma=comma)
    named = pl.coalesce(number, bare_period_number(text).cast(pl.Int64))
    return pl.select(pl.when(named.is_between(1, 12)).then(named)).to_series().alias(text.name)
