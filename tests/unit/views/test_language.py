"""Everything that a user reads is Danish: no name from the code leaks into a heading, a sentence or a key figure."""

import re
from collections.abc import Iterator

import polars as pl
import pytest

from cockpit.views import Table, receipt
from views.samples import context, follow, year
from views.test_interventions_view import view as interventions_view
from views.test_paragraphs_view import view as paragraphs_view
from views.test_receipt_view import record, sample

ENGLISH = re.compile(
    r"\b(forecast|posted|accrued|committed|outflow|inflow|pipeline|refunds?|adjust\w*|area|provider|grants?|deviation|"
    r"overspend|underspend|months?|years?|rows?|the|and|of|is|not|unknown|warning|ready|file|sheet)\b|_",
    re.IGNORECASE,
)


def texts_of(table: Table) -> Iterator[str]:
    yield from (table.title, table.note, table.units)
    for column in table.columns:
        yield from (column.heading, column.help, column.missing)


def everything() -> Iterator[str]:
    told, down, slip = year(), follow(), receipt.build(sample())
    pages = (told, down, paragraphs_view("SEL § 107"), interventions_view())
    for page in pages:
        yield page.headline
        for table in page.tables:
            yield from texts_of(table)
    for table in (*slip.tables, receipt.batch([sample()]).table, receipt.history([record(1)]).table):
        yield from texts_of(table)
    yield from (slip.title, slip.status_text, slip.what_to_do, slip.reconciliation, slip.control, slip.changes_sentence)
    yield from (told.range_sentence, *told.weaknesses, context().line.split("· stempel")[0])
    yield from (text for kpi in told.kpis for text in (kpi.label, kpi.value_text, kpi.delta_word, kpi.help))
    for figure in (told.areas.frame, down.bridge.frame):
        yield from figure.select(pl.col("label", "text")).unpivot()["value"]


@pytest.mark.parametrize("text", sorted(set(filter(None, everything()))))
def test_no_english_word_reaches_a_reader(text: str) -> None:
    assert not ENGLISH.search(text)
