"""Disponering by hand: what is bound and what is left make the budget, and a manager sees the own part only."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, texts

PAGE = "finance/disponering"


def _sum(app: AppTest, column: str) -> float:
    return float(app.dataframe[0].value[column].iloc[-1])


def test_what_is_bound_and_the_rest_make_the_budget(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    assert not app.error
    rest = _sum(app, "Rest til tilgang og ændringer")
    assert _sum(app, "Disponeret") + rest == pytest.approx(_sum(app, "Korrigeret budget"), abs=0.005)
    areas = app.dataframe[0].value["Disponeret"]
    assert areas[:-1].sum() == pytest.approx(areas.iloc[-1], abs=0.005)
    assert "er disponeret" in texts(app)
    for level in ("Paragraf", "Slags indsats"):
        app = app.segmented_control(key="vis-pr").set_value(level).run()
        assert not app.error
        assert app.dataframe[0].value.columns[0] == level
        assert _sum(app, "Disponeret") == pytest.approx(areas.iloc[-1], abs=0.005)

    options = app.sidebar.selectbox[0].options
    own = open_app(demo_home, next(title for title in options if title.startswith("Leder")), PAGE)
    assert not own.error
    assert 0 < _sum(own, "Disponeret") < areas.iloc[-1]
