"""A list in a layout that nobody has seen: mapped once, read, accepted and counted; known by itself the next month, and
asked about when a column has changed its name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.command_line import command
from tests.e2e.browser import ARTIFACTS, chromium, server, settle, visit
from tests.e2e.conftest import as_demo
from tests.unit.ingest.files import dashed, number_of, write_csv

pytestmark = pytest.mark.e2e
PATIENCE = 120_000
ACCOUNTS = [
    "Konto;Kontonavn;Funktion;Dranst;Paragraf;Politikområde;Styringsform",
    "5385200001000401;Midlertidigt botilbud;5.38.52;1;SEL § 107;Handicap;aktivitetsstyret",
]
BUDGET = ["År;Konto;Oprindeligt budget", "2026;5385200001000401;2.000.000,00"]
LEDGER = [
    "Bilagsnr.;Konto;Bogføringsdato;Periode;Beløb;Tekst",
    *(
        f"{month};5385200001000401;{day}-0{month}-2026;2026-0{month};60.000,00;Enghaven"
        for month, day in ((1, 31), (2, 28), (3, 31))
    ),
]
HEADINGS = "Hvem;Hvad får de;Hos hvem;Fra d.;Til d.;Koster;Regnes i;Betaler selv"


def _person(number: int) -> str:
    return dashed(number_of(number + 1, number + 2, 1960 + number, 1000 + number))


def _list(folder: Path, month: int, *more: str, headings: str = HEADINGS) -> Path:
    """A print of a system that the cockpit knows nothing of: title lines, a footer, d/m/yy and a minus behind."""
    rows = [
        f"{_person(1)};Ophold §107;Enghaven;1/2/24;;2.000,00;Døgn;1.234,56-",
        f"{_person(2)};Støtte §85;Korpset;15/3/25;31/12/26;410,25;Tim;0,00",
        *more,
    ]
    lines = ["BoSys 4.2", f"Stand: 30/{month}/26", "", headings, *rows, f"I alt {len(rows)} borgere;;;;;;;"]
    return write_csv(folder / f"BoSys_udskrift_2026-0{month}.csv", lines, "windows-1252")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[str]:
    chromium()
    files = {"Kontoplan.csv": ACCOUNTS, "Budget_2026-03.csv": BUDGET, "Posteringer_2026-03.csv": LEDGER}
    paths = [write_csv(tmp_path / name, lines) for name, lines in files.items()]
    home = tmp_path / "home"
    assert command(home, "import", *paths, "--accept", "--confirm").code == 0
    with server(as_demo(home)) as address:
        yield address


def _upload(page: Page, address: str, file: Path) -> None:
    page.goto(f"{address}/indlaesning")
    settle(page)
    page.set_input_files('input[type="file"]', file)
    expect(page.get_by_text("er læst. Intet er ændret endnu").first).to_be_visible(timeout=PATIENCE)
    settle(page)


def _press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.wait_for_timeout(500)
    settle(page)


def _receipt_adds_up(page: Page, told: str) -> None:
    page.get_by_text("Indsatser – Klar til indlæsning").click()
    expect(page.get_by_text(told)).to_be_visible()


def _accept(page: Page) -> None:
    if page.get_by_text("Jeg har læst det").count():
        page.get_by_text("Jeg har læst det").click()
        settle(page)
    page.get_by_role("button", name="Godkend").click()
    page.wait_for_url("**/overblik*", timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Overblik")).to_be_visible(timeout=PATIENCE)
    settle(page)


def test_from_an_unseen_layout_to_a_forecast(started: str, tmp_path: Path) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    with visit() as watched:
        page = watched.page
        page.goto(f"{started}/overblik")
        settle(page)
        before = page.inner_text('[data-testid="stMain"]')

        _upload(page, started, _list(tmp_path, 3))
        asked = page.inner_text('[data-testid="stMain"]')
        for told in ("SEL § 107", "01-02-2024", "31-12-2026", "2.000,00", "−1.234,56", "Filen skriver 15/3/25"):
            assert told in asked, told
        assert _person(1)[:6] not in asked
        _press(page, "Vis, hvordan filen bliver læst")
        expect(page.get_by_text("De første rækker, som de bliver læst").last).to_be_visible(timeout=PATIENCE)
        settle(page)
        page.get_by_role("combobox", name="«Tim» betyder").fill("time")
        page.keyboard.press("Enter")
        settle(page)
        page.get_by_role("textbox", name="Profilens navn").fill("BoSys udskrift")
        page.keyboard.press("Enter")
        settle(page)
        watched.screenshot_whole(ARTIFACTS / "opstilling-lys-hele.png")
        _press(page, "Gem profilen og læs filen igen")
        _receipt_adds_up(page, "3 rækker i filen = 2 medtages + 0 lagt til side + 1 sumlinje")
        _accept(page)
        assert page.inner_text('[data-testid="stMain"]') != before

        newcomer = f"{_person(4)};Ophold §107;Skovly;1/4/26;;1.850,50;Døgn;0,00"
        _upload(page, started, _list(tmp_path, 4, newcomer))
        assert page.get_by_text("Fortæl, hvad").count() == 0
        _receipt_adds_up(page, "4 rækker i filen = 3 medtages + 0 lagt til side + 1 sumlinje")
        _accept(page)

        _upload(page, started, _list(tmp_path, 5, headings=HEADINGS.replace("Hos hvem", "Leveres af")))
        page.get_by_text("Hedder en kolonne i BoSys_udskrift_2026-05.csv noget nyt?").click()
        expect(page.get_by_text("Filen ligner profilen «BoSys udskrift», men er ændret siden")).to_be_visible(
            timeout=PATIENCE
        )
        assert "Leveres af" in page.inner_text('[data-testid="stMain"]')
        watched.assert_clean()
