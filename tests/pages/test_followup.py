"""Budgetopfølgning by hand: down to the single grant and back, the parts that add up, and a skøn that counts."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cockpit.contracts.data import Adjustment
from cockpit.store import Store
from cockpit.store.choices import add_adjustment
from tests.pages.conftest import Open, texts

PAGE = "finance/budgetopfoelgning"
PARTS = (
    "Bogført",
    "Leveret, ikke bogført",
    "Disponeret",
    "Afgang",
    "Kendte på vej ind",
    "Ventet tilgang",
    "Øvrige konti",
    "Refusion endnu ikke bogført",
    "Skøn",
)


def _down(app: AppTest, level: str) -> AppTest:
    """Open the first row that the page offers at a level."""
    chooser = next(box for box in app.main.selectbox if box.label == f"Åbn {level}")
    return chooser.select_index(0).run()


def test_every_part_is_visible_and_adds_up_to_the_oere(open_app: Open, demo_home: Path) -> None:
    lines = open_app(demo_home, page=PAGE, visning="Alle led i forventet regnskab").dataframe[0].value
    assert len(lines) >= 3
    difference = (lines[list(PARTS)].sum(axis=1) - lines["Forventet regnskab"]).abs()
    assert difference.max() < 0.005
    assert lines["Forventet regnskab"][:-1].sum() == pytest.approx(lines["Forventet regnskab"].iloc[-1], abs=0.005)


def test_down_to_the_grant_and_back_by_the_path(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    for level in ("politikområde", "paragraf", "leverandør"):
        app = _down(app, level)
        assert not app.error
    assert set(app.query_params) >= {"omraade", "paragraf", "leverandoer"}
    assert app.dataframe[0].value.columns[0] == "Indsats"
    assert not [box for box in app.main.selectbox if box.label.startswith("Åbn ")]

    app.button(key="sti-1").click().run()
    assert "omraade" in app.query_params
    assert "paragraf" not in app.query_params
    assert app.dataframe[0].value.columns[0] == "Paragraf"
    app.button(key="sti-0").click().run()
    assert "omraade" not in app.query_params


def test_a_grant_is_worked_out_month_by_month_as_the_forecast_counts_it(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE, visning="Alle led i forventet regnskab")
    app.selectbox(key="niveau").select("grant").run()
    lines = app.dataframe[0].value
    chooser = next(box for box in app.main.selectbox if box.label == "Regn en indsats efter")
    row = lines[(lines["Indsats"] != "Ikke fordelt") & (lines["Disponeret"] > 0)].iloc[0]
    app = chooser.select(row["Indsats"]).run()
    assert not app.error
    worked = app.dataframe[1].value
    assert worked["Disponeret"].iloc[-1] == pytest.approx(row["Disponeret"], abs=0.005)
    assert worked["Bogført"].iloc[-1] == pytest.approx(row["Bogført"], abs=0.005)
    ahead = worked[worked["Disponeret"] > 0].iloc[0]
    assert ahead["Disponeret"] == pytest.approx(ahead["Efter egenbetaling"], abs=0.005)
    assert " × " in ahead["Sådan regnet"]


def test_an_address_opens_where_it_points(open_app: Open, demo_home: Path) -> None:
    area = open_app(demo_home, page=PAGE).dataframe[0].value.iloc[0, 0]
    app = open_app(demo_home, page=PAGE, omraade=area)
    assert app.dataframe[0].value.columns[0] == "Paragraf"
    assert area in texts(app)
    assert app.selectbox(key="niveau").value == "paragraph"


def test_the_choice_of_level_names_the_rows_when_a_filter_cuts_its_level_to_one(
    open_app: Open, demo_home: Path
) -> None:
    app = open_app(demo_home, page=PAGE, niveau="Paragraf")
    app.selectbox(key="paragraf").select_index(0).run()
    assert app.selectbox(key="niveau").value == "provider"
    assert app.dataframe[0].value.columns[0] == "Leverandør"
    assert not app.warning


def test_a_preset_shows_other_columns_of_the_same_rows(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    shown = list(app.dataframe[0].value.columns)
    assert {"Forbrugsprocent", "Samme måned 2025", "Afvigelse i pct."} <= set(shown)
    assert "Disponeret" not in shown
    app.segmented_control(key="visning").set_value("oprindeligt").run()
    assert {"Tillægsbevillinger", "Afvigelse fra oprindeligt budget"} <= set(app.dataframe[0].value.columns)
    app.segmented_control(key="visning").set_value("opgoerelse").run()
    assert not app.error
    assert app.dataframe[0].value.iloc[0, 0] == "Servicerammen"
    assert "Resultat inkl. overf." in app.dataframe[0].value.columns


def test_filters_cut_every_figure_and_stand_in_the_address(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    whole = _total(app, "Bogført")
    app.selectbox(key="styring").select("rammestyret").run()
    frame_steered = _total(app, "Bogført")
    app.selectbox(key="side").select("udfører").run()
    both = _total(app, "Bogført")
    assert 0 < both < frame_steered < whole
    sent = open_app(demo_home, page=PAGE, styring="rammestyret", side="udfører")
    assert _total(sent, "Bogført") == both
    assert "Filtre (2 valgt)" in [block.label for block in sent.expander]
    app.selectbox(key="niveau").select("team").run()
    assert "intet budget" in texts(app)


def test_a_link_to_what_the_reader_does_not_have_says_so_until_the_reader_chooses(
    open_app: Open, demo_home: Path
) -> None:
    app = open_app(demo_home, page=PAGE, omraade="![x](http://fremmed)", styring="rammestyret")
    (warning,) = app.warning
    assert "Politikområde" in warning.value
    assert "fremmed" not in texts(app)
    assert "Filtre (1 valgt)" in [block.label for block in app.expander]
    app.selectbox(key="styring").set_value(None).run()
    assert not app.warning


def _lay(app: AppTest, amount: str, reason: str) -> AppTest:
    app.selectbox(key="skoen-noegle-paragraph").select_index(1)
    app.text_input(key="skoen-beloeb").input(amount)
    app.text_input(key="skoen-begrundelse").input(reason)
    return app.button(key="skoen-gem").click().run()


def _total(app: AppTest, column: str) -> float:
    return float(app.dataframe[0].value[column].iloc[-1])


def test_a_skoen_counts_and_is_withdrawn_with_a_reason(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    before = _total(app, "Forventet regnskab")
    app = _lay(app, "1.250.000", "Ny dom om ophold")
    assert not app.error
    assert _total(app, "Forventet regnskab") == pytest.approx(before + 1_250_000, abs=0.005)
    assert "Ny dom om ophold" in texts(app)
    assert not any("Ny dom" in field.value for field in app.text_input), "a second click would lay it twice"

    app.button(key="skoen-fjern").click().run()
    assert "hvorfor" in app.error[0].value
    app.text_input(key="skoen-hvorfor").input("Afgjort i byretten")
    app.button(key="skoen-fjern").click().run()
    assert _total(app, "Forventet regnskab") == pytest.approx(before, abs=0.005)


def test_a_skoen_of_last_month_is_renewed_or_falls(open_app: Open, demo_home: Path) -> None:
    old = Adjustment("total", "total", 2026, 7, 9, Decimal(-400_000), "Færre ophold", dt.date(2026, 8, 31))
    store = Store.open(demo_home)
    with store._journal.writing() as connection:
        first, second = (add_adjustment(connection, "kim", old, dt.date(2026, 8, 31)) for _ in range(2))
    store.close()
    app = open_app(demo_home, page=PAGE)
    before = _total(app, "Forventet regnskab")
    assert "Udløbet: tæller ikke mere" in texts(app)

    app.text_input(key=f"skoen-forny-{first}-beloeb").input("-300.000")
    app = app.button(key=f"skoen-forny-{first}-gem").click().run()
    assert not app.error
    assert app.toast[0].value.endswith("er fornyet: −300.000 kr.")
    assert _total(app, "Forventet regnskab") == pytest.approx(before - 300_000, abs=0.005)
    app = app.button(key=f"skoen-forny-{second}-fald").click().run()
    assert not app.error
    assert "Udløbet: tæller ikke mere" not in texts(app)
    assert _total(app, "Forventet regnskab") == pytest.approx(before - 300_000, abs=0.005)


def test_every_part_month_by_month_sums_to_the_year(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE, visning="Alle led i forventet regnskab")
    months = next(frame.value for frame in app.dataframe if frame.value.columns[0] == "Måned")
    assert months["Måned"].to_list()[-2:] == ["dec", "I alt"]
    for part in (*PARTS, "Forventet regnskab"):
        assert months[part][:-1].sum() == pytest.approx(_total(app, part), abs=0.005)


@pytest.mark.parametrize(
    ("amount", "reason", "says"),
    [("mange penge", "x", "er ikke et beløb"), ("1.000", " ", "mangler en begrundelse"), ("0", "x", "0 kr.")],
)
def test_a_skoen_that_makes_no_sense_is_explained(
    open_app: Open, demo_home: Path, amount: str, reason: str, says: str
) -> None:
    app = _lay(open_app(demo_home, page=PAGE), amount, reason)
    assert says in app.error[0].value


def test_a_manager_sees_the_skoen_but_lays_none(open_app: Open, demo_home: Path) -> None:
    options = open_app(demo_home).sidebar.selectbox[0].options
    manager = next(title for title in options if title.startswith("Leder"))
    app = open_app(demo_home, manager, PAGE)
    assert not app.error
    assert not [button for button in app.button if button.key == "skoen-gem"]


def test_an_earlier_close_gives_an_earlier_answer(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    newest = _total(app, "Bogført")
    app.selectbox(key="ultimo").select_index(1).run()
    assert _total(app, "Bogført") < newest
    assert app.selectbox(key="ultimo").value in str(app.query_params["ultimo"])
