"""Text becomes values: Danish and English numbers, dates, periods and yes/no, without guessing where it matters.

Every function takes a text Series and gives a Series of the same length: null where the text is empty or not readable.
Which of the two it was is told by `cleaned`, which is null only for what means *empty*.
"""

from collections.abc import Callable

import polars as pl

from cockpit.contracts.dataset import MONEY, NUMBER

EMPTY_WORDS = (
    "",
    "#",
    "-",
    "–",
    "ikke tildelt",
    "ikke angivet",
    "ikke relevant",
    "ingen",
    "null",
    "n/a",
    "#n/a",
    "(tom)",
)
SPACES = " \t\r\n\u00a0\u202f\ufeff"
SAMPLE = 20_000
FEW_SHARE = 4
YES = ("ja", "j", "true", "sand", "1", "x", "yes")
NO = ("nej", "n", "false", "falsk", "0", "no")
OPEN_DATES = ("00-00-0000", "31-12-9999", "99-99-9999", "9999-12-31", "00.00.0000", "31.12.9999")
MONTH_NUMBER = {
    "jan": "01",
    "feb": "02",
    "mar": "03",
    "apr": "04",
    "maj": "05",
    "jun": "06",
    "jul": "07",
    "aug": "08",
    "sep": "09",
    "okt": "10",
    "nov": "11",
    "dec": "12",
}
MONTH_WORD = "(" + "|".join(MONTH_NUMBER) + r")[a-zæøå]*\.?"

Parse = Callable[[pl.Series], pl.Series]


def by_unique(text: pl.Series, parse: Parse) -> pl.Series:
    """`parse(text)`, computed once per different value where values repeat."""
    sample = text.head(SAMPLE)
    if len(text) < SAMPLE or sample.n_unique() * FEW_SHARE > SAMPLE:
        return parse(text)
    keys = text.unique()
    return text.replace_strict(keys, parse(keys)).alias(text.name)


def _cleaned(text: pl.Series) -> pl.Series:
    stripped = text.str.strip_chars(SPACES)
    empty = stripped.str.to_lowercase().is_in(EMPTY_WORDS)
    return pl.select(pl.when(~empty).then(stripped)).to_series().alias(text.name)


def cleaned(text: pl.Series) -> pl.Series:
    """Without surrounding spaces; null for what the systems write where there is nothing (`#`, `Ikke tildelt`)."""
    return by_unique(text, _cleaned)


def _unique_or_all(text: pl.Series, build: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    return by_unique(text, lambda part: pl.select(build(pl.lit(part))).to_series()).alias(text.name)


def _plain_number(body: pl.Expr, *, comma: bool) -> pl.Expr:
    """Digits with a decimal point, from digits with points and commas."""
    has_comma, has_point = body.str.contains(",", literal=True), body.str.contains(".", literal=True)
    comma_last = body.str.contains(r",[^.]*$")
    no_points = body.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    no_commas = body.str.replace_all(",", "", literal=True)
    point_groups = body.str.contains(r"^\d{1,3}(\.\d{3}){2,}$" if not comma else r"^\d{1,3}(\.\d{3})+$")
    comma_groups = body.str.contains(r"^\d{1,3}(,\d{3}){2,}$" if comma else r"^\d{1,3}(,\d{3})+$")
    return (
        pl.when(has_comma & has_point & comma_last | point_groups)
        .then(no_points)
        .when(has_comma & has_point | comma_groups)
        .then(no_commas)
        .otherwise(body.str.replace(",", ".", literal=True))
    )


def _any_number(text: pl.Expr, dtype: pl.DataType, *, comma: bool) -> pl.Expr:
    bare = text.str.replace_all(r"(?i)kr\.?|dkk|[\s\u00a0\u202f'’]", "").str.replace_all("[−–]", "-")
    minus = bare.str.contains(r"^-|-$|^\(.*\)$")
    body = bare.str.strip_chars("()+-")
    well_formed = body.str.contains(r"^[\d.,]*\d[\d.,]*([eE][+-]?\d+)?$")
    value = _plain_number(body, comma=comma).cast(dtype, strict=False)
    return pl.when(well_formed).then(pl.when(minus).then(-value).otherwise(value).cast(dtype))


def _danish_number(text: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """`1.234,56` and `1.234,56-`: nearly all that Danish systems write, by plain steps only."""
    body = text.str.strip_suffix("-").str.strip_prefix("-")
    well_formed = text.str.contains(r"^-?\d{1,3}(\.\d{3})*(,\d*)?$|^\d{1,3}(\.\d{3})*(,\d*)?-$|^\d+(,\d*)?-$")
    plain = body.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    value = plain.cast(dtype, strict=False)
    minus = text.str.ends_with("-") | text.str.starts_with("-")
    return pl.when(well_formed).then(pl.when(minus).then(-value).otherwise(value).cast(dtype))


def _number(text: pl.Series, dtype: pl.DataType, *, comma: bool) -> pl.Series:
    """Plain texts take the short way, Danish thousands and trailing minus the next, the rest (`kr.`) the long."""
    value = text.str.replace(",", ".", literal=True).cast(dtype, strict=False)
    odd = text.is_not_null() & (value.is_null() | text.str.contains(".", literal=True))
    odd = odd | text.str.contains("e", literal=True) | text.str.contains("E", literal=True)
    if comma:
        value, odd = _mended(value, text, odd, lambda part: _danish_number(part, dtype))
    else:
        odd = odd | text.str.contains(",", literal=True)
    value, _ = _mended(value, text, odd, lambda part: _any_number(part, dtype, comma=comma))
    return value.alias(text.name)


def _mended(
    value: pl.Series, text: pl.Series, odd: pl.Series, build: Callable[[pl.Expr], pl.Expr]
) -> tuple[pl.Series, pl.Series]:
    """The value with the odd places read by `build`, and which of them are still not read."""
    places = odd.fill_null(value=False).arg_true()
    if places.is_empty():
        return value, odd
    few = text.gather(places).to_frame("x").select(build(pl.col("x"))).to_series()
    return value.scatter(places, few), odd.scatter(places, few.is_null())


def money(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """Kroner with two decimals: `1.234,56`, `1.234,56-`, `(1.234)`, `kr. 5`, `1,2E+3`; half an øre to even."""
    return _number(text, MONEY, comma=comma)


def number(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """A quantity with four decimals, written as money is."""
    return _number(text, NUMBER, comma=comma)


def integer(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """A whole number; null where it has a fraction."""
    value = number(text, comma=comma)
    whole = value.cast(pl.Int64, strict=False)
    return pl.select(pl.when(whole.cast(NUMBER) == value).then(whole)).to_series().alias(text.name)


def boolean(text: pl.Series) -> pl.Series:
    """ja/nej and their relatives."""

    def build(part: pl.Expr) -> pl.Expr:
        low = part.str.to_lowercase()
        return pl.when(low.is_in(YES)).then(pl.lit(True)).when(low.is_in(NO)).then(pl.lit(False))

    return _unique_or_all(text, build)
