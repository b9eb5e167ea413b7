"""Hvorfor by hand: bars that sum to the deviation, what stands behind one, filters, and a manager's own part."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, texts

PAGE = "finance/hvorfor"


def _amounts(app: AppTest) -> list[float]:
    return list(app.dataframe[0].value["Beløb"])


def test_the_bars_sum_to_the_deviation_and_each_opens_what_stands_behind(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    assert not app.error
    *bars, deviation = _amounts(app)
    assert sum(bars) == pytest.approx(deviation, abs=0.005)
    chooser = next(box for box in app.main.selectbox if box.label == "Åbn en søjle")
    app = chooser.select_index(0).run()
    assert not app.error
    assert any("Ændring" in frame.value.columns and "Indsats" in frame.value.columns for frame in app.dataframe)
    assert "Bag søjlen" in texts(app)
    stamped = [one.value for one in app.caption if "stempel" in one.value]
    assert len(stamped) == 2, "each of the two tabs ends in a workbook and a stamp"
    assert len(app.get("download_button")) == 2


def test_a_filter_cuts_the_bridge_and_a_level_without_budget_says_so(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    whole = _amounts(app)
    app.selectbox(key="omraade").select_index(0).run()
    assert _amounts(app) != whole
    app.selectbox(key="omraade").set_value(None)
    app.selectbox(key="team").select_index(0).run()
    assert "Der er intet budget at forklare en afvigelse fra" in texts(app)


def test_a_manager_sees_the_own_part_only(open_app: Open, demo_home: Path) -> None:
    whole = _amounts(open_app(demo_home, page=PAGE))
    options = open_app(demo_home).sidebar.selectbox[0].options
    app = open_app(demo_home, next(title for title in options if title.startswith("Leder")), PAGE)
    assert not app.error
    assert _amounts(app) != whole
