"""Amounts in thousands or millions of kroner: where a file says so, and its texts in kroner."""

import re
from collections.abc import Iterable, Mapping

import polars as pl

from cockpit.ingest import values
from cockpit.ingest.amounts import any_amount

THOUSAND, MILLION = 1_000, 1_000_000
KR_OF = {THOUSAND: "1.000 kr.", MILLION: "mio. kr."}
_THOUSAND = r"(?:1[. ]?000\s*kr|t\.?\s?kr|t\.?\s?dkk|tdkk|tusinde? kr(?:oner)?|hele tusinde?r?)"
_MILLION = r"(?:mio\.?\s*kr|mill?\.?\s*kr|mio\.?\s*dkk|million(?:er)? kr(?:oner)?)"
_SIZE = rf"(?:i\s+)?(?:hele\s+)?(?:(?P<thousand>{_THOUSAND})|(?P<million>{_MILLION}))"
_AFTER_A_NAME = re.compile(rf"\s*(?:[(\[]|,|\bi\b|(?<=[^\d\s]\s)(?=\S))\s*{_SIZE}\.?\s*[)\]]?$", re.IGNORECASE)
_ALONE = re.compile(rf"[(\[]?\s*{_SIZE}\.?\s*[)\]]?", re.IGNORECASE)
_IN_A_LINE = re.compile(
    rf"(?:^|[(\[–]|\s-|,|\bi\b|\bhele\b|\b(?:enhed|beløb|tal)\s*:)\s*(?:alle\s+)?(?:beløb\s+)?{_SIZE}\b", re.IGNORECASE
)
"""A size of amounts in a title: `Budget 2026 (1.000 kr.)`, `Alle beløb i t.kr.`; not `grænse 500 t.kr.`"""


def without_size(heading: str) -> str:
    """`Oprindeligt budget (t.kr.)` is *Oprindeligt budget*."""
    bare = _AFTER_A_NAME.sub("", heading)
    return bare if bare.strip() else heading


def in_heading(heading: str) -> int | None:
    """How many kroner one of the column's amounts is, where its heading ends with that."""
    return _size(_AFTER_A_NAME.search(heading))


def alone(cell: str) -> int | None:
    """The same of a cell that says nothing else, as in a row of units below the headings."""
    return _size(_ALONE.fullmatch(cell))


def in_lines(lines: Iterable[str]) -> tuple[int, str] | None:
    """What the lines over a table say of all its amounts, and the line; None where they say nothing, or two things."""
    told = {size: line for line in lines if (size := _size(_IN_A_LINE.search(line))) is not None}
    return next(iter(told.items())) if len(told) == 1 else None


def _size(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    return THOUSAND if match["thousand"] else MILLION


def in_kroner(text: pl.Series, size: int, *, comma: bool) -> pl.Series:
    """The amounts among the texts in whole kroner and øre; what is no amount stays as it is."""
    kroner = any_amount(values.cleaned(text), comma=comma) * size
    written = kroner.cast(pl.String)
    return pl.select(pl.coalesce(written.str.replace(".", ",", literal=True) if comma else written, text)).to_series()


def said_of(sizes: Mapping[str, int]) -> str:
    """`Oprindeligt budget, Omplaceringer: 1.000 kr.`, of heading -> size."""
    by_size = {size: [name for name, other in sizes.items() if other == size] for size in dict.fromkeys(sizes.values())}
    return "; ".join(f"{', '.join(names)} står i {KR_OF[size]}" for size, names in by_size.items())
