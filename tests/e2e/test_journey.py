"""The main job in the browser: a month's files in, a receipt each, a yes, the updated forecast; and back again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cockpit.store import Store
from tests.e2e.browser import ARTIFACTS, Watched, chromium, server, settle, visit

pytestmark = pytest.mark.e2e
PATIENCE = 180_000


@pytest.fixture(scope="module")
def started(growing_home: tuple[Path, list[Path]]) -> Iterator[tuple[str, Path, list[Path]]]:
    chromium()
    home, files = growing_home
    with server(home) as address:
        yield address, home, files


def _upload(watched: Watched, address: str, files: list[Path]) -> None:
    page = watched.page
    page.goto(f"{address}/indlaesning")
    settle(page)
    page.set_input_files('input[type="file"]', files)
    page.get_by_role("button", name="Godkend").wait_for(timeout=PATIENCE)
    settle(page)


def _close(watched: Watched) -> str:
    """The close that the page shows."""
    return watched.page.get_by_role("combobox", name="Opgjort ultimo").input_value()


def test_upload_receipt_accept_forecast(started: tuple[str, Path, list[Path]]) -> None:
    address, home, files = started
    before = Store.open(home).imports()
    with visit() as watched:
        page = watched.page
        page.goto(f"{address}/overblik")
        settle(page)
        old_headline = page.inner_text('[data-testid="stMain"]')
        assert _close(watched) == "31-08-2026"

        _upload(watched, address, files)
        text = page.inner_text('[data-testid="stMain"]')
        for file in files:
            assert file.name in text
        page.screenshot(path=ARTIFACTS / "indlaesning-kvittering.png")
        assert Store.open(home).imports() == before

        agreed = page.get_by_role("checkbox", name="Jeg har læst det")
        if agreed.count():
            page.get_by_text("Jeg har læst det").click()
            settle(page)
        page.get_by_role("button", name="Godkend").dblclick()
        page.wait_for_url("**/overblik*", timeout=PATIENCE)
        expect(page.get_by_role("heading", name="Overblik")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("er indlæst").first).to_be_visible(timeout=PATIENCE)
        settle(page)
        assert _close(watched) == "30-09-2026"
        assert page.inner_text('[data-testid="stMain"]') != old_headline
        watched.assert_clean()
    after = Store.open(home).imports()
    accepted = [record for record in after if record.id not in {known.id for known in before}]
    kinds = [(record.receipt.sha256, record.receipt.sheet, record.receipt.dataset) for record in accepted]
    assert accepted
    assert len(set(kinds)) == len(kinds)


def test_the_same_files_again_change_nothing(started: tuple[str, Path, list[Path]]) -> None:
    address, home, files = started
    before = Store.open(home).imports()
    with visit() as watched:
        page = watched.page
        page.goto(f"{address}/indlaesning")
        settle(page)
        page.set_input_files('input[type="file"]', files)
        expect(page.get_by_text("Der er intet nyt at indlæse")).to_be_visible(timeout=PATIENCE)
        assert page.get_by_role("button", name="Godkend").count() == 0
        watched.assert_clean()
    assert Store.open(home).imports() == before


def test_a_file_that_is_no_export_is_refused_in_danish(started: tuple[str, Path, list[Path]], tmp_path: Path) -> None:
    address, *_ = started
    wrong = tmp_path / "billede.xlsx"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with visit() as watched:
        page = watched.page
        page.goto(f"{address}/indlaesning")
        settle(page)
        page.set_input_files('input[type="file"]', wrong)
        expect(page.get_by_text("billede.xlsx").first).to_be_visible(timeout=PATIENCE)
        settle(page)
        text = page.inner_text('[data-testid="stMain"]')
        assert "uventet fejl" not in text
        assert page.get_by_role("button", name="Godkend").count() == 0
        watched.assert_clean()
