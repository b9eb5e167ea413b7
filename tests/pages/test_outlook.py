"""Længere frem on the screen, and what a manager sees of it."""

from pathlib import Path

import pytest

from cockpit import usecases
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import open_cockpit
from tests.pages.conftest import Open, texts

PAGE = "finance/laengere_frem"


def _kroner(shown: object) -> float:
    """A figure of a table, as a number or as Danish text."""
    if not isinstance(shown, str):
        return float(str(shown))
    return float(shown.replace(".", "").replace("\N{MINUS SIGN}", "-").replace(",", "."))


def test_next_year_and_the_three_after_cut_for_a_manager(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    assert not app.error
    assert "Dagens indsatser koster" in texts(app)
    effect, years, areas, birthdays = (frame.value for frame in app.dataframe)
    assert years["År"].to_list() == ["2026", "2027", "2028", "2029"]
    assert len(areas) >= 3
    assert "Borgere" in birthdays.columns
    assert effect.iloc[-1, 0] == "I alt"
    assert "intet budget på dette niveau" in effect["Budget 2026"].to_list(), "a paragraph without one says so"
    total = [_kroner(effect[name].iloc[-1]) for name in ("Dagens indsatser i 2027", "Budget 2026", "Mod budget")]
    assert total[1] - total[0] == pytest.approx(total[2], abs=1.5), "plus is mindreforbrug"
    assert f"{abs(total[2]) / 1e6:.1f}".replace(".", ",") in app.metric[1].value

    home = open_cockpit(demo_home, demo=True)
    rows = usecases.forecast_rows(home, Scope("kim", Role.CONTROLLER), "total")
    for name, column in (("80 %, nedre", "low80"), ("80 %, øvre", "high80")):
        assert _kroner(years[name].iloc[0]) == pytest.approx(float(rows[column][0]), abs=1.0), "one range for one year"

    options = app.sidebar.selectbox[0].options
    manager = next(title for title in options if title.startswith("Leder"))
    own = open_app(demo_home, manager, PAGE)
    assert not own.error
    assert len(own.dataframe[2].value) == 1
    assert own.dataframe[1].value["Forventet regnskab"][0] < years["Forventet regnskab"][0]
