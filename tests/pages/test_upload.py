"""A month's files on the page: a receipt each, a knowing yes, the updated forecast; then history and undo."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cockpit.contracts.scope import Role, Scope
from cockpit.ui.session import READER, Reader
from cockpit.ui.uploads import Parcel
from cockpit.usecases import history, open_cockpit
from tests.pages.conftest import Open, texts

CONTROLLER = Scope("test", Role.CONTROLLER)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="session")
def month(deliveries: Path) -> list[tuple[str, bytes, str]]:
    """The few files that a first forecast needs."""
    first, *_, newest = sorted(deliveries.iterdir())
    paths = [
        first / "Kontoplan_2026.xlsx",
        newest / "Budget_2026.xlsx",
        *newest.glob("Opus_posteringer_*.xlsx"),
        *newest.glob("DUBU_*.xlsx"),
    ]
    return [(path.name, path.read_bytes(), XLSX) for path in paths]


def _upload(open_app: Open, home: Path, files: list[tuple[str, bytes, str]]) -> AppTest:
    app = open_app(home, page="data/indlaesning")
    app.file_uploader[0].set_value(files)
    return app.run()


def _approve(app: AppTest) -> AppTest:
    if app.checkbox:
        app.checkbox(key="med-viden").check().run()
    return app.button(key="godkend").click().run()


def _labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_before_anything_is_laid_there_are_templates(open_app: Open, empty_home: Path) -> None:
    app = open_app(empty_home, page="data/indlaesning")
    assert "Intet ændres, før du godkender" in app.caption[0].value
    assert "Posteringer" in [button.label for button in app.download_button]


def test_an_empty_home_says_what_is_missing_and_leads_on(open_app: Open, empty_home: Path) -> None:
    app = open_app(empty_home, page="overview/overblik")
    assert "Der er ingen data endnu" in app.info[0].value
    assert [link.proto.label for link in app.get("page_link")] == ["Indlæs de første filer"]
    assert not app.metric


def test_receipts_change_nothing(open_app: Open, empty_home: Path, month: list[tuple[str, bytes, str]]) -> None:
    app = _upload(open_app, empty_home, month)
    assert not app.error
    said = texts(app)
    for name, _, _ in month:
        assert name in said
    assert "Godkend" in _labels(app)
    assert history(open_cockpit(empty_home, demo=True), CONTROLLER) == ()


def test_from_upload_to_forecast_and_back(
    open_app: Open, empty_home: Path, month: list[tuple[str, bytes, str]]
) -> None:
    app = _approve(_upload(open_app, empty_home, month))
    assert app.title[0].value.startswith("Overblik")
    assert "Forventet regnskab" in [metric.label for metric in app.metric]
    assert "er indlæst" in app.toast[0].value

    records = history(open_cockpit(empty_home, demo=True), CONTROLLER)
    identities = [(record.receipt.sha256, record.receipt.sheet, record.receipt.dataset) for record in records]
    assert len(set(identities)) == len(identities) >= len(month)

    again = _upload(open_app, empty_home, month)
    assert "Godkend" not in _labels(again)
    assert "intet nyt at indlæse" in " ".join(info.value for info in again.info)

    page = open_app(empty_home, page="data/historik")
    ledger = next(record for record in records if record.receipt.dataset == "postings")
    page.selectbox(key="fortryd-valgt").select(ledger.id)
    page.button(key="fortryd-udfoer").click().run()
    assert "begrundelse" in page.error[0].value
    assert all(record.undone_at is None for record in history(open_cockpit(empty_home, demo=True), CONTROLLER))

    page.text_input(key="fortryd-begrundelse").input("Forkert måned")
    page.selectbox(key="fortryd-valgt").select(ledger.id)
    page.button(key="fortryd-udfoer").click().run()
    undone = [record for record in history(open_cockpit(empty_home, demo=True), CONTROLLER) if record.undone_at]
    assert [(record.id, record.undone_reason) for record in undone] == [(ledger.id, "Forkert måned")]
    assert "Fortrudt" in texts(page)


def test_a_second_click_gets_the_first_ones_answer(
    open_app: Open, empty_home: Path, month: list[tuple[str, bytes, str]]
) -> None:
    app = _upload(open_app, empty_home, month)
    parcel = app.session_state["parti"]
    assert isinstance(parcel, Parcel)
    reader = app.session_state[READER]
    assert isinstance(reader, Reader)
    first = parcel.accept(reader, confirmed=True)
    count = len(history(reader.cockpit, CONTROLLER))
    assert parcel.accept(reader, confirmed=True) is first
    assert len(history(reader.cockpit, CONTROLLER)) == count > 0


def test_a_wrong_file_among_good_ones_is_left_out(
    open_app: Open, empty_home: Path, month: list[tuple[str, bytes, str]]
) -> None:
    app = _upload(open_app, empty_home, [*month[:2], ("billede.xlsx", b"\x89PNG" + bytes(50), XLSX)])
    assert "Disse filer springes over, indtil du har taget stilling til dem: billede.xlsx." in [
        warning.value for warning in app.warning
    ]
    _approve(app)
    names = {record.receipt.file_name for record in history(open_cockpit(empty_home, demo=True), CONTROLLER)}
    assert names == {name for name, _, _ in month[:2]}


def test_a_rerun_does_not_read_the_files_again(
    open_app: Open, empty_home: Path, month: list[tuple[str, bytes, str]]
) -> None:
    app = _upload(open_app, empty_home, month[:1])
    parcel = app.session_state["parti"]
    assert app.run().session_state["parti"] is parcel


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("billede.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("tom.csv", b""),
        ("vaerdier.csv", b"farve;form\nr\xf8d;rund\n"),
    ],
)
def test_a_wrong_file_is_explained_and_cannot_be_approved(
    open_app: Open, empty_home: Path, name: str, content: bytes
) -> None:
    app = _upload(open_app, empty_home, [(name, content, "text/plain")])
    assert not app.exception
    assert name in texts(app)
    assert "uventet fejl" not in texts(app)
    assert "Godkend" not in _labels(app)
    assert history(open_cockpit(empty_home, demo=True), CONTROLLER) == ()
