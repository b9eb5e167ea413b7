"""Text becomes numbers, as Danish and English systems write them; a point is never taken for what it may not be."""

from collections.abc import Callable

import polars as pl

from cockpit.contracts.dataset import MONEY, NUMBER

AMOUNT = pl.Decimal(38, 8)


def _plain_number(body: pl.Expr, *, comma: bool) -> pl.Expr:
    """Digits with a decimal point, from digits with points and commas."""
    has_comma, has_point = body.str.contains(",", literal=True), body.str.contains(".", literal=True)
    comma_last = body.str.contains(r",[^.]*$")
    no_points = body.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    no_commas = body.str.replace_all(",", "", literal=True)
    point_groups = body.str.contains(r"^[1-9]\d{0,2}(\.\d{3}){2,}$" if not comma else r"^[1-9]\d{0,2}(\.\d{3})+$")
    comma_groups = body.str.contains(r"^[1-9]\d{0,2}(,\d{3}){2,}$" if comma else r"^[1-9]\d{0,2}(,\d{3})+$")
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
    well_formed = text.str.contains(r"^-?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d*)?$|^([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d*)?-$")
    plain = body.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    value = plain.cast(dtype, strict=False)
    minus = text.str.ends_with("-") | text.str.starts_with("-")
    return pl.when(well_formed).then(pl.when(minus).then(-value).otherwise(value).cast(dtype))


def _number(text: pl.Series, dtype: pl.DataType, *, comma: bool) -> pl.Series:
    """Most texts take a short way, by plain steps; what is left (`kr.`, `(5)`, scientific) takes the long one."""
    pointed = text.str.contains(".", literal=True).fill_null(value=False)
    if comma and pointed.sum() * 3 > len(text):
        value = text.to_frame("x").select(_danish_number(pl.col("x"), dtype)).to_series()
        odd = text.is_not_null() & value.is_null()
    else:
        value = text.str.replace(",", ".", literal=True).cast(dtype, strict=False)
        odd = pointed | (text.is_not_null() & value.is_null()) | text.str.contains("[eE]")
        odd = odd if comma else odd | text.str.contains(",", literal=True)
    return _mended(value, text, odd, lambda part: _any_number(part, dtype, comma=comma)).alias(text.name)


def _mended(value: pl.Series, text: pl.Series, odd: pl.Series, build: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """The value, with the odd places read by `build`."""
    places = odd.fill_null(value=False).arg_true()
    if places.is_empty():
        return value
    return value.scatter(places, text.gather(places).to_frame("x").select(build(pl.col("x"))).to_series())


def money(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """Kroner with two decimals: `1.234,56`, `1.234,56-`, `(1.234)`, `kr. 5`, `1,2E+3`; half an øre to even."""
    return _number(text, MONEY, comma=comma)


def any_amount(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """An amount with as many as eight decimals, written as money is: `12,600045` of thousands keeps its øre."""
    return _number(text, AMOUNT, comma=comma)


def number(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """A quantity with four decimals, written as money is."""
    return _number(text, NUMBER, comma=comma)


def integer(text: pl.Series, *, comma: bool = True) -> pl.Series:
    """A whole number; null where it has a fraction."""
    value = number(text, comma=comma)
    whole = value.cast(pl.Int64, strict=False)
    return pl.select(pl.when(whole.cast(NUMBER) == value).then(whole)).to_series().alias(text.name)
