"""Paragraffer on the screen: the years in current and fixed prices, and the municipality's own rise entered."""

from pathlib import Path

from tests.pages.conftest import Open, texts

PAGE = "finance/paragraffer"


def test_a_controller_compares_in_fixed_prices_and_enters_the_own_rise(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE, priser="Faste priser (2026)")
    assert not app.exception
    said = texts(app)
    assert "end 2025 i 2026-priser" in said
    assert "ikke verificeret" in said
    assert "Fremskrivningen bruger kun en indtastet stigning, hvor" in said
    app.number_input(key="pl-aar").set_value(2026)
    app.text_input(key="pl-pct").set_value("3,1")
    app.button(key="pl-gem").click().run()
    assert "hvor stigningen er fundet" in app.error[0].value
    app.text_input(key="pl-kilde").set_value("KL, juni 2026")
    app.button(key="pl-gem").click().run()
    assert not app.error
    said = texts(app)
    assert "2026 er indtastet af kommunen" in said
    assert "KL, juni 2026" in said


def test_a_manager_reads_fixed_prices_and_enters_nothing(open_app: Open, demo_home: Path) -> None:
    manager = next(title for title in open_app(demo_home).sidebar.selectbox[0].options if title.startswith("Leder"))
    app = open_app(demo_home, role=manager, page=PAGE)
    assert not app.exception
    assert "pl-gem" not in {button.key for button in app.button}
