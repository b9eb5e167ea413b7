import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.dataset import MONEY
from cockpit.views import Column, Table


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("text", "Børn", "Børn"),
        ("kr", Decimal("-1234567.50"), "−1.234.568"),
        ("kr_exact", Decimal("1234.5"), "1.234,50"),
        ("thousand_kr", Decimal(1234567), "1.235"),
        ("million_kr", Decimal("462349999.99"), "462,3"),
        ("pct", 0.0164, "1,6 %"),
        ("number", 1234.567, "1.234,57"),
        ("persons", 52.25, "52,3"),
        ("integer", 1200, "1.200"),
        ("date", dt.date(2026, 3, 31), "31-03-2026"),
    ],
)
def test_a_value_is_written_in_danish(kind: str, value: object, expected: str) -> None:
    assert Column("a", "A", kind).text(value) == expected


def test_what_is_missing_is_a_dash_or_the_words_that_say_why() -> None:
    assert Column("a", "A", "kr").text(None) == "–"
    assert Column("a", "A", "kr", missing="intet budget").text(None) == "intet budget"


def test_only_the_columns_leave_the_table() -> None:
    frame = pl.DataFrame(
        {"key": ["hemmelig"], "label": ["Børn"], "kr": [Decimal("1.00")]}, schema_overrides={"kr": MONEY}
    )
    table = Table("T", (Column("label", "Område", "text"), Column("kr", "Beløb", "kr")), frame)
    assert table.danish().to_dicts() == [{"Område": "Børn", "Beløb": "1"}]
    assert table.shown().columns == ["label", "kr"]


def test_an_empty_table_keeps_its_headings() -> None:
    frame = pl.DataFrame(schema={"a": pl.String})
    assert Table("T", (Column("a", "A", "text"),), frame).danish().schema == {"A": pl.String}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [(["text"], ""), (["kr", "kr_exact"], "Beløb i kr."), (["thousand_kr", "kr"], "Beløb i 1.000 kr. og kr.")],
)
def test_a_table_says_its_units(kinds: list[str], expected: str) -> None:
    columns = tuple(Column(str(place), str(place), kind) for place, kind in enumerate(kinds))
    assert Table("T", columns, pl.DataFrame()).units == expected
