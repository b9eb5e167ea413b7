"""Måneden by hand: tick a step, move with a reason, lock, unlock, and the list that is the controller's own."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, texts

PAGE = "data/maaneden"
STEPS = ("har data inde", "er afstemt", "har skøn lagt", "er forklaret", "er godkendt", "er låst")


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo_home, tmp_path / "home")


def _forward(app: AppTest, reason: str = "ledelsen er enig") -> AppTest:
    for field in app.text_input:
        if field.key == "maaned-begrundelse":
            field.input(reason)
    return app.button(key="maaned-flyt").click().run()


def test_a_tick_is_kept_and_takes_the_step_out_of_the_way(open_app: Open, home: Path) -> None:
    app = open_app(home, page=PAGE)
    before = texts(app)
    assert "September 2026 er åben" in before
    assert "Ikke udført: Indlæs posteringer" in before
    app.checkbox(key="2026-09-trin-1-False").check().run()
    assert not app.error
    assert app.checkbox(key="2026-09-trin-1-True").value
    assert "Ikke udført: Indlæs posteringer" not in texts(app)
    app.checkbox(key="2026-09-trin-1-True").uncheck().run()
    assert "Ikke udført: Indlæs posteringer" in texts(app)


def test_from_open_to_locked_and_unlocked_with_a_reason(open_app: Open, home: Path) -> None:
    app = open_app(home, page=PAGE)
    app = _forward(app, "")
    assert "Ret det, eller skriv en begrundelse" in app.error[0].value
    for step in STEPS:
        app = _forward(app)
        assert not app.error
        assert f"September 2026 {step}" in texts(app)
    assert "Intet er rykket siden låsningen" in texts(app)
    assert not [button for button in app.button if button.key == "maaned-flyt"]
    assert all(box.disabled for box in app.main.checkbox)
    assert "overskredet" not in texts(app)

    app.button(key="maaned-flyt-tilbage").click().run()
    assert "Skriv hvorfor måneden låses op" in app.error[0].value
    app.text_input(key="maaned-hvorfor").input("en regning manglede")
    app.button(key="maaned-flyt-tilbage").click().run()
    assert not app.error
    assert app.toast[0].value == "September 2026 er låst op og står på «Godkendt»."
    assert "September 2026 er godkendt" in texts(app)


def test_the_month_after_the_newest_says_what_is_missing(open_app: Open, home: Path) -> None:
    app = open_app(home, page=PAGE)
    app.selectbox(key="maaned").set_value("oktober 2026").run()
    assert "ingen posteringer for oktober 2026" in texts(app)
    assert "Intet er bogført endnu" in texts(app)
    assert "Gammel" in texts(app)
    assert not [button for button in app.button if button.key == "maaned-flyt"]


def test_the_checklist_is_saved_with_a_reason(open_app: Open, home: Path) -> None:
    app = open_app(home, page=PAGE)
    app.button(key="tjekliste-gem").click().run()
    assert "hvorfor tjeklisten ændres" in app.error[0].value
    app.text_input(key="tjekliste-hvorfor").input("ny kollega")
    app.button(key="tjekliste-gem").click().run()
    assert not app.error
    assert "Indlæs posteringer, når perioden er lukket" in texts(app)


def test_an_empty_home_says_what_every_forecast_needs(open_app: Open, empty_home: Path) -> None:
    said = texts(open_app(empty_home, page=PAGE))
    assert said.count("Mangler") >= 4
