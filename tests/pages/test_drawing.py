"""A chart is written out once for the same figures, and again as soon as one of them differs."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cockpit.ui import drawing


@dataclass(frozen=True)
class Figure:
    message: str
    value: int


class Chart:
    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def to_dict(self) -> dict[str, Any]:
        return {"mark": "bar", "title": self.figure.message, "value": self.figure.value}


@pytest.fixture
def calls() -> list[int]:
    drawing._written.clear()
    return []


def test_the_same_figures_are_drawn_once(calls: list[int]) -> None:
    def draw(figure: Figure) -> Chart:
        calls.append(figure.value)
        return Chart(figure)

    first = drawing._specifications(draw, Figure("a", 1))
    assert drawing._specifications(draw, Figure("a", 1)) == first
    assert drawing._specifications(draw, Figure("a", 2))[0]["value"] == 2
    assert calls == [1, 2]


def test_two_ways_of_drawing_do_not_share(calls: list[int]) -> None:
    def one(figure: Figure) -> Chart:
        return Chart(figure)

    def many(figure: Figure) -> tuple[Chart, ...]:
        return Chart(figure), Chart(figure)

    assert len(drawing._specifications(one, Figure("a", 1))) == 1
    assert len(drawing._specifications(many, Figure("a", 1))) == 2


PAGE = """
from dataclasses import dataclass
from cockpit import ui

@dataclass(frozen=True)
class Figure:
    message: str

class Chart:
    def to_dict(self):
        title = {"text": ["Bogført stiger fra 1 til", "2 mio. kr. *i år*"], "anchor": "start"}
        return {"mark": "bar", "title": title, "data": {"values": [{"x": 1}]}}

ui.chart(lambda figure: Chart(), Figure("Bogført stiger"), key="en", height=200)
"""


def test_the_message_is_what_a_screen_reader_is_told() -> None:
    app = AppTest.from_string(PAGE).run()
    assert not app.exception
    assert app.get("vega_lite_chart")[0].proto.alt == "Bogført stiger"


def test_the_title_is_text_of_the_page_which_breaks_it_where_the_screen_ends() -> None:
    app = AppTest.from_string(PAGE).run()
    (title,) = [one.value for one in app.markdown]
    assert title == "**Bogført stiger fra 1 til 2\u00a0mio.\u00a0kr. \\*i år\\***"
    assert "title" not in json.loads(app.get("vega_lite_chart")[0].proto.spec)
