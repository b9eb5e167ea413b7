"""Scenarier on the screen: built change by change, kept, seen beside the forecast, and taken away."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, texts

PAGE = "finance/scenarier"


def _save(app: AppTest, name: str) -> AppTest:
    app.text_input(key="scenarie-navn-Nyt scenarie").input(name)
    return app.button(key="scenarie-gem").click().run()


def test_a_scenario_is_built_kept_compared_and_removed(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    assert "ingen scenarier" in texts(app)
    assert app.dataframe[0].value["Scenarie"].to_list() == ["Fremskrivningen"]
    forecast = app.dataframe[0].value.iloc[0, 2]

    app = _save(app, "Tomt")
    assert "ændringerne (mindst én" in app.error[0].value

    app.selectbox(key="scenarie-slags").select("tariff").run()
    app.button(key="scenarie-laeg-til").click().run()
    assert "leverandøren" in app.error[0].value
    app.selectbox(key="scenarie-slags").select("inflow").run()
    app.number_input(key="scenarie-pct-inflow").set_value(-50.0)
    app = _save(app.button(key="scenarie-laeg-til").click().run(), "Halv tilgang")

    assert not app.error
    compared = app.dataframe[0].value
    assert compared["Scenarie"].to_list() == ["Fremskrivningen", "Halv tilgang"]
    assert compared.iloc[1, 1] < 0
    assert compared.iloc[1, 5] < compared.iloc[1, 1]
    assert round(compared.iloc[1, 2] - forecast - compared.iloc[1, 1], 2) == 0
    assert "Tilgang −50" in texts(app)

    app.selectbox(key="scenarie-valgt").select("Halv tilgang").run()
    app.button(key="scenarie-slet").click().run()
    assert app.dataframe[0].value["Scenarie"].to_list() == ["Fremskrivningen"]
