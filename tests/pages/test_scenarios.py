"""Scenarier on the screen: built change by change, kept, seen beside the forecast, and taken away."""

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cockpit import usecases
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scenario import PriceChange, TariffChange
from cockpit.contracts.scope import Role, Scope
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


def test_a_grant_is_chosen_by_what_it_is_and_the_note_is_read_again(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    app.selectbox(key="scenarie-slags").select("grants").run()
    told = app.multiselect(key="scenarie-indsatser").options
    assert all(one.count(" · ") == 3 and " kr. disponeret · " in one for one in told)
    kroner = [
        int(one.split(" · ")[2].partition(" kr.")[0].replace(".", "").replace("\N{MINUS SIGN}", "-")) for one in told
    ]
    assert kroner == sorted(kroner, reverse=True)

    app.multiselect(key="scenarie-indsatser").select(told[0])
    app.button(key="scenarie-laeg-til").click().run()
    app.text_input(key="scenarie-note-Nyt scenarie").input("Hvis begge flytter hjem")
    app = _save(app, "Slut en")
    assert not app.error
    assert app.dataframe[0].value.iloc[1, 1] < 0
    assert "Hvis begge flytter hjem" in [one.value for one in app.caption]
    usecases.remove_scenario(usecases.open_cockpit(demo_home, demo=True), Scope("kim", Role.CONTROLLER), "Slut en")


def test_a_manager_builds_scenarios_of_own_areas_and_sees_no_others(demo_home: Path) -> None:
    """«Alle områder» of a scenario of an area is that area, also to finance; names from elsewhere are refused."""
    home = usecases.open_cockpit(demo_home, demo=True)
    finance, lis = Scope("kim", Role.CONTROLLER), Scope("lis", Role.MANAGER, areas=frozenset({"Handicap"}))
    dearer = PriceChange(pct=2, starts=dt.date(2026, 11, 1))
    usecases.save_scenario(home, finance, usecases.parse_scenario("Dyrere", [dearer]))
    usecases.save_scenario(home, lis, usecases.parse_scenario("Dyrere", [dearer], area="Handicap"), seen=0)
    here = dearer.model_copy(update={"area": "Handicap"})

    seen, every = (usecases.scenarios(home, who).table.frame for who in (lis, finance))
    alone = usecases.try_scenario(home, finance, usecases.parse_scenario("Her", [here])).table.frame

    assert seen["name"].to_list() == ["Fremskrivningen", "Dyrere"]
    assert every.select("name", "area").rows() == [
        ("Fremskrivningen", ""), ("Dyrere", "Hele kommunen"), ("Dyrere", "Handicap"),
    ]  # fmt: skip
    assert seen["effect_kr"][1] == every["effect_kr"][2] == alone["effect_kr"][1] > 0
    assert every["effect_kr"][1] > every["effect_kr"][2]

    elsewhere = next(
        name for name in usecases.scenarios(home, finance).choices.providers
        if name not in usecases.scenarios(home, lis).choices.providers
    )  # fmt: skip
    tariff = TariffChange(provider=elsewhere, pct=3, starts=dt.date(2026, 11, 1))
    with pytest.raises(Refused, match="findes ikke i dagens tal"):
        usecases.save_scenario(home, lis, usecases.parse_scenario("Takst", [tariff], area="Handicap"))
    with pytest.raises(Refused, match="Vælg det politikområde"):
        usecases.save_scenario(home, lis, usecases.parse_scenario("Alt", [dearer]))
    with pytest.raises(AccessDenied):
        usecases.remove_scenario(home, Scope("bo", Role.CASEWORKER), "Dyrere")
    with pytest.raises(Refused, match="Flere scenarier hedder"):
        usecases.find_scenario(home, finance, "Dyrere")
