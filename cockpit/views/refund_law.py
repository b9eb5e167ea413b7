"""The law that the refund rests on, as tables: the limits of expensive cases, the shares of the other kinds, and the
last day of the final statement."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from cockpit import finance, law
from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.law.refund_kinds import EVERY
from cockpit.views.table import Column, Table

UNVERIFIED = "ikke verificeret"


def limits_table(limits: Sequence[finance.Limits]) -> Table:
    """The limits that the figures rest on."""
    rows = [
        {
            "rule": finance.RULE_TITLE[one.rule],
            "year": str(one.year),
            **{f"limit_{place}": band.limit_kr for place, band in enumerate(one.bands)},
            "state": _limit_state(one),
        }
        for one in limits
    ]
    schema = {"rule": pl.String(), "year": pl.String(), **{f"limit_{n}": MONEY for n in range(3)}, "state": pl.String()}
    columns = (
        Column("rule", "Bestemmelse", "text"),
        Column("year", "År", "text"),
        Column("limit_0", "25 % over", "kr"),
        Column("limit_1", "50 % over", "kr"),
        Column("limit_2", "75 % over", "kr"),
        Column("state", "Status", "text"),
    )
    note = "" if rows else "Ingen grænser kendes."
    return Table("Lovens grænser, kr. om året", columns, pl.DataFrame(rows, schema=schema), note=note)


def _limit_state(one: finance.Limits) -> str:
    if not one.verified:
        return f"ikke verificeret: {one.known_year}-grænser ført videre"
    return "indtastet af kommunen" if one.entered else "kontrolleret"


def shares_table(year: int) -> Table:
    """The share that the state refunds of each kind but the expensive cases, as it is at the year's end."""
    rows = []
    for one in law.refund_kinds():
        dated = law.parameter(one.share).at(dt.date(year, 12, 31)) if one.share else None
        if dated is None or dated.value is None:
            continue
        rows.append({
            "title": one.title,
            "rule": one.reference,
            "share": float(dated.value),
            "paragraphs": "alle, mens borgeren er omfattet" if EVERY in one.paragraphs else ", ".join(one.paragraphs),
            "state": "kontrolleret" if dated.status == "verified" else UNVERIFIED,
        })  # fmt: skip
    schema = {"title": pl.String(), "rule": pl.String(), "share": pl.Float64(), "paragraphs": pl.String(),
              "state": pl.String()}  # fmt: skip
    columns = (
        Column("title", "Slags refusion", "text"),
        Column("rule", "Bestemmelse", "text"),
        Column("share", "Andel", "pct"),
        Column("paragraphs", "Udgifter efter", "text"),
        Column("state", "Status", "text"),
    )
    return Table(f"Andele af anden refusion {year}", columns, pl.DataFrame(rows, schema=schema))


def statement_day(year: int) -> dt.date:
    """The last day of a year's final statement."""
    after = dt.date(year + 1, 1, 1)
    return after.replace(
        month=int(law.value("deadline.refund_statement_month", after)),
        day=int(law.value("deadline.refund_statement_day", after)),
    )


def statement_words(year: int) -> str:
    """What remains of a year, and until when it can be told."""
    return f"Restafregnes i den endelige opgørelse senest {danish.date(statement_day(year))}"
