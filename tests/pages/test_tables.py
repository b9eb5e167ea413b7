"""A table on the screen reads as Danish text, and holds the raw figures underneath."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.testing.v1 import AppTest

from cockpit.contracts.dataset import MONEY
from cockpit.ui import tables
from cockpit.views import Column, Table


def small() -> Table:
    frame = pl.DataFrame(
        {
            "key": ["a", "b", "total"],
            "label": ["SEL § 107", "BL § 32", "I alt"],
            "amount_kr": [Decimal("1234567.50"), None, Decimal("-20.25")],
            "share": [0.123, None, -0.4],
            "day": [dt.date(2026, 3, 31), None, None],
            "budget_kr": [Decimal("10.00"), None, Decimal("10.00")],
        },
        schema_overrides={"amount_kr": MONEY, "budget_kr": MONEY},
    )
    columns = (
        Column("label", "Paragraf", "text"),
        Column("amount_kr", "Beløb, kr.", "kr", help="Bogført"),
        Column("share", "Andel", "pct"),
        Column("day", "Dato", "date"),
        Column("budget_kr", "Budget", "kr", missing="intet budget"),
    )
    return Table("Paragraffer", columns, frame, note="En note.", totals=1)


def sent() -> ArrowData:
    """What Streamlit sends to the browser."""
    proto = ArrowData()
    marshall_styler(proto, tables._styled(small()), "1")
    return proto


def shown_cells(column: str) -> list[str]:
    """What the browser shows."""
    shown = pl.read_ipc_stream(sent().styler.display_values)
    return [str(text) for text in shown[column]]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("Beløb, kr.", ["1.234.568", "–", "−20"]),
        ("Andel", ["12,3 %", "–", "−40,0 %"]),
        ("Dato", ["31-03-2026", "–", "–"]),
    ],
)
def test_cells_are_written_in_danish(column: str, expected: list[str]) -> None:
    assert shown_cells(column) == expected


def test_the_total_line_alone_is_bold() -> None:
    styles = sent().styler.styles
    assert styles.endswith("{ font-weight: bold }")
    assert re.findall(r"row(\d)_col(\d)", styles) == [("2", str(place)) for place in range(5)]


def test_an_empty_cell_says_why_where_the_column_knows() -> None:
    assert tables._styled(small()).data["Budget"].to_list() == ["10", "intet budget", "10"]


def test_why_a_cell_is_empty_is_said_in_short_where_many_columns_need_the_room() -> None:
    budget = Column("0", "Budget", "kr", missing="intet budget på dette niveau", missing_short="intet budget")
    columns = (budget, *(Column(str(number), str(number), "kr") for number in range(1, tables.WIDE + 1)))
    frame = pl.DataFrame(
        {column.name: [None] for column in columns}, schema_overrides={c.name: pl.Int64 for c in columns}
    )
    assert tables._said_once(Table("Bred", columns, frame)).columns[0].missing == "intet budget"
    assert tables._said_once(Table("Smal", columns[:-1], frame)).columns[0].missing == "intet budget på dette niveau"


def test_why_a_cell_is_empty_is_said_once_a_row() -> None:
    """Oprindeligt mangler i række 2, korrigeret også: det siges i den første. Ansøgt mangler i række 1 og 2: det er
    ikke sagt i række 1."""
    columns = tuple(Column(name, name, "kr", missing="intet budget") for name in ("opr", "korr", "soegt"))
    frame = pl.DataFrame({"opr": [1, None], "korr": [2, None], "soegt": [None, None]})
    said = tables._said_once(Table("Budget", columns, frame))
    assert [column.missing for column in said.columns] == ["intet budget", "–", "intet budget"]


def test_numbers_stay_numbers_so_that_they_sort() -> None:
    plain = tables._plain(small())
    assert plain["Beløb, kr."].to_list() == [1234567.5, None, -20.25]


def test_keys_never_reach_the_browser() -> None:
    assert tables._plain(small()).columns == ["Paragraf", "Beløb, kr.", "Andel", "Dato", "Budget"]


def test_a_long_ranked_list_is_cut_above_its_total_and_says_so() -> None:
    many = pl.DataFrame({"label": [f"sag {number}" for number in range(250)] + ["I alt"]})
    shown = tables.largest(Table("Sager", (Column("label", "Sag", "text"),), many, totals=1))
    assert shown.frame["label"].to_list()[-2:] == ["sag 199", "I alt"]
    assert shown.note == "De 200 største af 250 linjer. Hent alle som Excel."
    assert tables.largest(small()).frame.height == 3


def test_a_short_heading_is_told_in_full_beside_it() -> None:
    table = Table("t", (Column("a", "Korrigeret budget", "kr", "Efter året.", short="Korr. budget"),), pl.DataFrame())
    column = tables._columns(table, {})["Korrigeret budget"]
    assert (column["label"], column["help"]) == ("Korr. budget", "Korrigeret budget: Efter året.")


PAGE = """
import streamlit as st
from cockpit import ui
from tests.pages.test_tables import small

ui.table(small(), key="lille")
st.write(ui.choosable(small(), key="valg"))
"""

EMPTY = """
from dataclasses import replace
from cockpit import ui
from tests.pages.test_tables import small

ui.table(replace(small(), frame=small().frame.clear(), note=""), key="tom")
"""


def test_a_table_has_title_note_and_name_for_screen_readers() -> None:
    app = AppTest.from_string(PAGE).run()
    assert not app.exception
    assert app.markdown[0].value == "**Paragraffer**"
    assert app.caption[0].value == "En note."
    assert app.dataframe[0].proto.alt == "Paragraffer"


def test_a_click_on_the_total_line_chooses_nothing() -> None:
    app = AppTest.from_string(PAGE)
    app.session_state["valg"] = {"selection": {"rows": [2], "columns": [], "cells": []}}
    assert app.run().markdown[-1].value in ("`None`", "None")


def test_an_empty_table_is_a_sentence() -> None:
    app = AppTest.from_string(EMPTY).run()
    assert not app.dataframe
    assert app.caption[0].value == "Ingen rækker."


def test_a_column_of_figures_longer_than_their_heading_is_wide_enough_for_the_minus_sign() -> None:
    """`−1.234.567` under *Skøn* was shown as `234.567`."""
    frame = pl.DataFrame(
        {"kr": [Decimal("-1234567.00")], "day": [dt.date(2026, 3, 31)]}, schema_overrides={"kr": MONEY}
    )
    narrow, wide, day = (
        Column("kr", "Skøn", "kr"),
        Column("kr", "Forventet regnskab", "kr"),
        Column("day", "Dato", "date"),
    )
    table = Table("Skøn", (narrow,), frame)
    assert tables._width(table, narrow) == 10 * tables.PER_CHARACTER + tables.PADDING
    assert tables._width(table, wide) is None
    assert tables._width(table, replace(wide, short="Forv.")) == 10 * tables.PER_CHARACTER + tables.PADDING
    assert tables._width(table, day) == tables.DATE_WIDTH


def test_long_names_give_way_to_the_figures_of_a_crowded_table() -> None:
    frame = pl.DataFrame({"name": ["SEL § 95 Kontant tilskud til ansættelse af hjælpere"]})
    name = Column("name", "Paragraf", "text")
    crowded = Table("Pr. paragraf", (name,) * tables.CROWDED, frame)
    assert tables._width(crowded, name) == tables.FIRST_WIDTH
    assert tables._width(Table("Pr. paragraf", (name,), frame), name) is None
    month = Column("name", "Måned", "text")
    months = pl.DataFrame({"name": ["Forsupplement"]})
    assert tables._width(Table("Måneder", (month,) * tables.CROWDED, months), month) == (
        len("Forsupplement") * tables.PER_CHARACTER + tables.TEXT_PADDING
    )
