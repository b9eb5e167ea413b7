"""Codes, paragraphs and accounts: looked up once per different text."""

import re
from collections.abc import Mapping

import polars as pl

from cockpit import law
from cockpit.contracts.dataset import DatasetField
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.ingest.values import by_unique

_SCIENTIFIC = re.compile(r"(\d)[.,]?(\d*)[eE]\+?(\d+)")


def folded(text: str) -> str:
    """Compared without case, repeated spaces and a closing full stop."""
    return " ".join(text.casefold().split()).rstrip(".")


def _looked_up(text: pl.Series, table: Mapping[str, str | None]) -> pl.Series:
    keys = text.drop_nulls().unique()
    found = pl.Series([table.get(key) for key in keys], dtype=pl.String)
    return text.replace_strict(keys, found, default=None, return_dtype=pl.String).alias(text.name)


def replaced(text: pl.Series, codes: Mapping[str, str]) -> pl.Series:
    """The text with the profile's codes put in for what the file says; other texts stay."""
    if not codes:
        return text
    table = {folded(said): code for said, code in codes.items()}
    return _looked_up(text, {key: table.get(folded(key), key) for key in text.drop_nulls().unique()})


def code_values(text: pl.Series, spec: DatasetField) -> pl.Series:
    """The contract's code for each text or one of its spellings; null where it is unknown. Open fields keep theirs."""
    if not spec.codes:
        return text
    table = {folded(word): code for code, words in spec.codes.items() for word in (code, *words)}
    return _looked_up(text, {key: table.get(folded(key)) for key in text.drop_nulls().unique()})


def paragraph_values(text: pl.Series) -> pl.Series:
    """The canonical paragraph of each different text; null where the law does not tell which."""
    names = text.drop_nulls().unique()
    known = {name: NOT_ALLOCATED if name == NOT_ALLOCATED else law.normalise_paragraph(name) for name in names}
    return _looked_up(text, known)


def paragraph_as_said(text: pl.Series) -> pl.Series:
    """The canonical paragraph where the law alone tells which, else the text: what nobody's codes change."""
    names = text.drop_nulls().unique()
    return _looked_up(text, {name: law.normalise_paragraph(name) or folded(name) for name in names})


def _whole_account(text: str) -> str | None:
    """The account's digits where scientific notation kept them all; None where it lost some."""
    match = _SCIENTIFIC.fullmatch(text)
    if match is None:
        return text.removesuffix(".0") if re.fullmatch(r"\d{6,}\.0", text) else text
    first, rest, power = match.group(1), match.group(2), int(match.group(3))
    return first + rest if len(rest) == power else None


def account_text(text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Accounts as text, and which of them Excel damaged (those become `-`)."""
    suspects = by_unique(text, lambda part: part.str.contains(r"[eE]\+?\d+$|\.0$")).fill_null(value=False)
    if not suspects.any():
        return text, suspects
    whole = _looked_up(text, {key: _whole_account(key) for key in text.drop_nulls().unique()})
    damaged = text.is_not_null() & whole.is_null()
    return whole.scatter(damaged.arg_true(), NOT_ALLOCATED), damaged
