"""A layout that nobody knows: the person says once what it means, sees the result, saves it, and it is known."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import history, open_cockpit
from tests.pages.conftest import Open, texts

CPR = "0107" + "85" + "1234"
"""Built here, so that no file holds a number; the day is real, the person is not."""
LINES = [
    "Prisblad 2026 fra Børnecentret",
    "Hvem leverer;Hvad;Kroner;Pr;Start den",
    "Solgården;Døgnophold;2.145,50;dag;01-01-2026",
    "Engbo;Aflastning;1.980,00;dag;01-01-2026",
    "Fjordhuset;Timestøtte;425,00;time;01-02-2026",
]
CSV = "\n".join(LINES).encode("windows-1252")
FIELDS = {
    "Hvem leverer": "provider",
    "Hvad": "service",
    "Kroner": "unit_price",
    "Pr": "price_unit",
    "Start den": "valid_from",
}


def _open(open_app: Open, home: Path, content: bytes = CSV) -> AppTest:
    app = open_app(home, page="data/indlaesning")
    app.file_uploader[0].set_value([("prisblad.csv", content, "text/csv")])
    return app.run()


def _choose(app: AppTest) -> AppTest:
    if app.main.selectbox[0].value != "prices":
        app.main.selectbox[0].select("prices").run()
    for heading, field in FIELDS.items():
        box = next(box for box in app.main.selectbox if box.label == f"{heading} betyder")
        box.select(field)
    return app.run()


def _click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_the_columns_are_shown_with_samples_and_reasons(open_app: Open, empty_home: Path) -> None:
    app = _open(open_app, empty_home)
    said = texts(app)
    assert "Fortæl, hvad prisblad.csv er" in said
    for heading in FIELDS:
        assert f"**{heading}**" in said
    assert "`Solgården`" in said
    captions = [caption.value for caption in app.main.caption]
    assert "«Start den» læses som «Gælder fra». Cellerne ligner datoer. Sikkerhed 97 %." in captions
    assert not [warning for warning in app.warning if "ingen af de lister" in warning.value]
    assert "Godkend" not in [button.label for button in app.button]


def test_map_classify_save_and_the_file_is_known(open_app: Open, empty_home: Path) -> None:
    app = _choose(_open(open_app, empty_home))
    app = _click(app, "Vis, hvordan filen bliver læst")
    assert not app.error
    asked = next(box for box in app.main.selectbox if box.label == "Takstenhed «dag» betyder")
    assert "åbningsdag" in asked.options
    asked.select("åbningsdag").run()

    app = _click(app, "Vis, hvordan filen bliver læst")
    assert "Takstenhed «dag» betyder" not in [box.label for box in app.main.selectbox]
    assert "2145.5" in texts(app)
    assert "Er de rigtige, så gem profilen" in texts(app)

    next(field for field in app.text_input if field.label == "Profilens navn").input("Prisblad Børnecentret").run()
    app = _click(app, "Gem profilen og læs filen igen")
    assert not app.error
    assert "Godkend" in [button.label for button in app.button]

    cockpit = open_cockpit(empty_home, demo=True)
    (profile,) = cockpit.store.profiles().values()
    assert "åbningsdag" in profile
    if app.checkbox:
        app.checkbox(key="med-viden").check().run()
    app.button(key="godkend").click().run()
    (record,) = history(cockpit, Scope("test", Role.CONTROLLER))
    assert record.receipt.dataset == "prices"
    assert record.receipt.rows_accepted == 3


def test_a_list_of_another_kind_is_told_to_be_none_of_them(open_app: Open, empty_home: Path) -> None:
    phones = "Navn;Stilling;Afdeling;Mobil\nIda Lund;Leder;Stab;21334455\nBo Ek;Rådgiver;Voksen 1;22334455\n".encode()
    app = _open(open_app, empty_home, phones)
    told = "Filen ligner ingen af de lister, som cockpittet kender. Mindst dårligt ligner den"
    (said,) = [warning.value for warning in app.main.warning if warning.value.startswith(told)]
    assert "der mangler" in said
    assert texts(app).count("lad den ude, og indlæs resten.") == 1, "what to do is said once"
    assert "Ingen af de kendte lister" in texts(app)


def test_a_required_field_without_a_column_is_named(open_app: Open, empty_home: Path) -> None:
    app = _choose(_open(open_app, empty_home))
    box = next(box for box in app.main.selectbox if box.label == "Kroner betyder")
    box.select("").run()
    assert "Takst" in app.error[0].value
    assert "Gem profilen og læs filen igen" not in [button.label for button in app.button]


def test_a_cpr_number_is_never_among_the_samples(open_app: Open, empty_home: Path) -> None:
    people = f"Person;Gave;Kroner\n{CPR};Sko;100,00\n{CPR[:6]}-{CPR[6:]};Hue;50,00\n".encode()
    app = _open(open_app, empty_home, people)
    said = texts(app)
    assert "Person" in said
    assert CPR not in said
    assert CPR[6:] not in said
