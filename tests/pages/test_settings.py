"""Indstillinger by hand: a wrong value is told, a right one saved, and what another saved meanwhile stands."""

from pathlib import Path

from cockpit import usecases
from cockpit.contracts.scope import Role, Scope
from tests.pages.conftest import Open, texts

PAGE = "data/indstillinger"


def test_a_value_is_refused_and_then_saved_with_a_reason(open_app: Open, empty_home: Path) -> None:
    app = open_app(empty_home, page=PAGE)
    assert "Programmets egne valg gælder" in texts(app)
    app.text_input(key="indstilling-smallest_area_citizens-0").input("5")
    app.text_input(key="indstilling-hvorfor-0").input("små områder")
    app.button(key="indstillinger-gem").click().run()
    assert "fra 20 til 1000 borgere; der stod «5»" in app.error[0].value
    app.text_input(key="indstilling-smallest_area_citizens-0").input("25")
    app.button(key="indstillinger-gem").click().run()
    assert not app.error
    assert "små områder" in texts(app)
    assert app.text_input(key="indstilling-smallest_area_citizens-1").value == "25"


def test_what_another_saved_meanwhile_stands(open_app: Open, empty_home: Path) -> None:
    app = open_app(empty_home, page=PAGE)
    app.text_input(key="indstilling-close_working_day-0").input("7")
    app.text_input(key="indstilling-hvorfor-0").input("min")
    other = Scope("lis", Role.ADMIN)
    usecases.change_settings(usecases.open_cockpit(empty_home), other, {"close_working_day": "9"}, "hendes")
    app.button(key="indstillinger-gem").click().run()
    assert "En anden har ændret det" in app.error[0].value
    assert app.run().text_input(key="indstilling-close_working_day-1").value == "9"
    assert "Version 1 gælder, gemt af lis" in texts(app)


def test_the_administrator_may_choose_too(open_app: Open, empty_home: Path) -> None:
    app = open_app(empty_home, "Administrator", PAGE)
    assert not app.error
    assert app.text_input(key="indstilling-municipality-0").value == "Egen Kommune"
