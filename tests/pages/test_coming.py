"""Kommende sager by hand: a case is added, changed and closed, and the forecast follows."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, texts

PAGE = "finance/kommende_sager"


def _counted(app: AppTest) -> str:
    return str(next(metric.value for metric in app.metric if metric.label.startswith("I forventet regnskab")))


def _add(app: AppTest, borger: str, price: str = "2.450,00") -> AppTest:
    app.text_input(key="sag-borger-Ny sag").input(borger)
    app.selectbox(key="sag-paragraf-Ny sag").select("SEL § 107")
    app.text_input(key="sag-takst-Ny sag").input(price)
    return app.button(key="sag-gem").click().run()


def test_a_case_is_added_counted_and_closed_again(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    before = _counted(app)
    app = _add(app, "S-2026-77")
    assert not app.error
    assert "S-0001" in texts(app)
    assert _counted(app) != before

    app.selectbox(key="sag-luk-valgt").select("S-0001")
    app.button(key="sag-luk-gem").click().run()
    assert "bortfaldet" in app.error[0].value
    app.text_input(key="sag-luk-hvorfor").input("Borgeren flyttede")
    app.button(key="sag-luk-gem").click().run()
    assert _counted(app) == before


def test_a_cpr_number_and_a_price_that_is_none_are_refused(open_app: Open, demo_home: Path) -> None:
    app = _add(open_app(demo_home, page=PAGE), "010190-1234")
    assert "aldrig et CPR-nummer" in app.error[0].value
    assert "010190" not in app.error[0].value
    app = _add(open_app(demo_home, page=PAGE), "S-1", "mange")
    assert "er ikke et beløb" in app.error[0].value


def test_what_is_applied_for_is_said_to_count_beside_the_list(open_app: Open, demo_home: Path) -> None:
    shown = open_app(demo_home, page=PAGE)
    said = " ".join(item.value for item in (*shown.markdown, *shown.caption, *shown.info))
    assert re.search(r"[1-9]\d* ansøgte? indsats(er)? uden afgørelse står i indsatserne", said)
    assert "70 % (en indstilling)" in said


def test_a_citizen_is_shown_by_the_beginning_of_the_pseudonym(open_app: Open, demo_home: Path) -> None:
    shown = open_app(demo_home, page=PAGE).dataframe[0].value["Borger eller sag"].to_list()
    assert any(re.fullmatch(r"Borger [0-9a-f]{6}", name) for name in shown)
    assert not [name for name in shown if re.search(r"[0-9a-f]{20}", name)]


def test_a_manager_reads_own_cases_and_writes_none(open_app: Open, demo_home: Path) -> None:
    everything = open_app(demo_home, page=PAGE)
    options = everything.sidebar.selectbox[0].options
    manager = next(title for title in options if title.startswith("Leder"))
    app = open_app(demo_home, manager, PAGE)
    assert not app.error
    assert not [button for button in app.button if button.key == "sag-gem"]
    assert 0 < len(app.dataframe[0].value) < len(everything.dataframe[0].value)
