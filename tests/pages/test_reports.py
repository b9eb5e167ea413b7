"""Månedsrapport by hand: the preview says what will be printed, and the choice of report changes it."""

from pathlib import Path

from tests.pages.conftest import Open, texts


def test_the_report_is_shown_before_it_is_fetched(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page="finance/maanedsrapport")
    assert not app.error
    assert "Budgetopfølgning pr. politikområde" in texts(app)
    assert "Afvigelser der skal forklares" in texts(app)
    app.segmented_control(key="rapport").set_value("committee").run()
    assert not app.error
    assert "Afvigelser der skal forklares" not in texts(app)
    assert "§" not in texts(app)
