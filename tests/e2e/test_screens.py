"""Every page in a real browser: nothing leaves this computer, the console is silent, axe is content, and a picture is
kept for a human eye."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as TooLate

from cockpit import ui
from tests.e2e.browser import ARTIFACTS, Watched, chromium, server, settle, visit

pytestmark = pytest.mark.e2e

PAGES = {spec.address: spec.title for spec in ui.PAGES}
VARIED = ("overblik", "budgetopfoelgning", "paragraffer", "indsatser", "indlaesning", "historik", "maaneden", "om")
"""Between them they hold every kind of widget and chart: these alone are seen dark and narrow too, for time's sake."""
DARK = 128
PATIENCE = 60_000
TRIES = 6
OF_THE_EYE = ("color-contrast", "target-size", "scrollable-region-focusable")
"""The rules whose answer another colour or width can change."""
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=600, height=900)

STREAMLITS_OWN = {
    "list": ("stSidebarNavItems", "the menu's <ul> holds <div>s; drawn by st.navigation"),
    "listitem": ("stSidebarNavItems", "the same list, seen from its items"),
    "presentation-role-conflict": ("stFileUploaderDropzone", "the drop zone of st.file_uploader takes focus itself"),
    "svg-img-alt": ("stMetricChart", "the sparkline inside st.metric takes no alternative text"),
}
"""axe rule -> (the part of Streamlit in which it is accepted, and there alone; why it is not ours to mend)."""


@pytest.fixture(scope="module")
def address(demo_home: Path) -> Iterator[str]:
    chromium()
    with server(demo_home) as found:
        yield found


def _is_streamlits_own(watched: Watched, rule: str, target: list[str]) -> bool:
    part, _why = STREAMLITS_OWN.get(rule, ("", ""))
    inside = "([selector, part]) => !!document.querySelector(selector)?.closest(`[data-testid='${part}']`)"
    return bool(part) and bool(watched.page.evaluate(inside, [target[-1], part]))


def ours(watched: Watched, *rules: str) -> list[str]:
    """What axe finds outside the list above, by these rules alone where some are named."""
    chosen = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    violations = Axe().run(watched.page, options={"resultTypes": ["violations"], **chosen}).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
        if not _is_streamlits_own(watched, violation["id"], node["target"])
    ]


def _look(watched: Watched, name: str, manner: str, *rules: str) -> None:
    settle(watched.page)
    watched.page.screenshot(path=ARTIFACTS / f"{name}-{manner}.png")
    assert ours(watched, *rules) == [], (name, manner)
    assert not watched.page.query_selector('[data-testid="stException"]'), (name, manner)
    assert not watched.page.get_by_text("uventet fejl").count(), (name, manner)


def _go(watched: Watched, address: str, name: str) -> None:
    """By the menu, as a reader does and sooner than by the address; by the address where no menu is open."""
    entry = watched.page.locator(f"[data-testid='stSidebarNavLink'][href$='/{name}']")
    if entry.is_visible():
        entry.click()
    else:
        watched.page.goto(f"{address}/{name}")
    expect(watched.page.get_by_role("heading", level=1)).to_contain_text(PAGES[name], timeout=PATIENCE)


def test_every_page(address: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    with visit(WIDE["width"], WIDE["height"]) as watched:
        for name in PAGES:
            _go(watched, address, name)
            _look(watched, name, "lys")
            assert watched.page.evaluate("document.documentElement.lang") == "da"
            if not os.environ.get("CI"):  # for a human eye alone, and slow to draw
                watched.screenshot_whole(ARTIFACTS / f"{name}-lys-hele.png")
            if name in VARIED:
                _look_dark_and_narrow(watched, name)
        watched.assert_clean()


def _look_dark_and_narrow(watched: Watched, name: str) -> None:
    """The page that is open, seen in the other two ways and put back."""
    watched.page.emulate_media(color_scheme="dark")
    watched.page.reload()
    _look(watched, name, "moerk", *OF_THE_EYE)
    assert _background(watched) < DARK, name
    watched.page.emulate_media(color_scheme="light")
    watched.page.set_viewport_size(NARROW)
    _look(watched, name, "smal", *OF_THE_EYE)
    assert _background(watched) > DARK, name
    watched.page.set_viewport_size(WIDE)


def _background(watched: Watched) -> int:
    """How light the page is behind everything, 0 to 255."""
    colour = watched.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    return int(re.findall(r"\d+", colour)[0])


def test_the_overview_is_one_screen(address: str) -> None:
    with visit(1440, 900) as watched:
        watched.page.goto(f"{address}/overblik")
        settle(watched.page)
        scroll = (
            "(() => { const main = document.querySelector('[data-testid=\"stMain\"]'); "
            "return main.scrollHeight - main.clientHeight; })()"
        )
        assert watched.page.evaluate(scroll) <= 0


def choose(page: Page, name: str, value: str) -> None:
    """Type in the box of that name and take what it offers. A box that is typed in while its panel is drawn anew opens
    no list: then once more from the start, as a person would."""
    box, option = page.get_by_role("combobox", name=name, exact=True), page.get_by_role("option", name=value).first
    for _ in range(TRIES):
        box.fill("")
        box.press_sequentially(value)
        try:
            option.click(timeout=PATIENCE / TRIES)
        except TooLate:
            settle(page)
        else:
            return
    raise AssertionError(f"{name} offered no {value}")


def test_filters_stay_open_while_one_chooses_and_travel_in_the_address(address: str) -> None:
    """What is chosen is in the link: a colleague's browser shows the same sentence."""
    with visit(WIDE["width"], WIDE["height"]) as watched:
        page = watched.page
        page.goto(f"{address}/budgetopfoelgning")
        settle(page)
        page.get_by_text("Filtre").click()
        settle(page)
        for number, (name, value) in enumerate((("Politikområde", "Handicap"), ("Styringsform", "aktivitetsstyret"))):
            choose(page, name, value)
            expect(page.get_by_text(f"Filtre ({number + 1} valgt)")).to_be_visible(timeout=PATIENCE)
            settle(page)
        said = page.get_by_text("Forventet regnskab 2026 er").first.inner_text()
        assert "aktivitetsstyret" in said
        link = page.url
        watched.assert_clean()
    with visit(WIDE["width"], WIDE["height"]) as colleague:
        colleague.page.goto(link)
        settle(colleague.page)
        assert colleague.page.get_by_text("Forventet regnskab 2026 er").first.inner_text() == said
