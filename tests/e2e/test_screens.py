"""Every page in a real browser: nothing leaves this computer, the console is silent, axe is content, and a picture is
kept for a human eye."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from cockpit import ui
from tests.e2e.browser import ARTIFACTS, Watched, chromium, server, settle, visit

pytestmark = pytest.mark.e2e

PAGES = tuple(spec.address for spec in ui.PAGES)
VARIED = ("overblik", "budgetopfoelgning", "paragraffer", "indsatser", "indlaesning", "historik", "maaneden", "om")
"""Between them they hold every kind of widget and chart: these alone are seen dark and narrow too, for time's sake."""
SIZES: dict[str, tuple[int, int, Literal["light", "dark"]]] = {
    "lys": (1440, 900, "light"),
    "moerk": (1440, 900, "dark"),
    "smal": (600, 900, "light"),
}

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


def ours(watched: Watched) -> list[str]:
    """What axe finds outside the list above."""
    violations = Axe().run(watched.page).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
        if not _is_streamlits_own(watched, violation["id"], node["target"])
    ]


@pytest.mark.parametrize("size", SIZES)
def test_every_page(address: str, size: str) -> None:
    width, height, scheme = SIZES[size]
    ARTIFACTS.mkdir(exist_ok=True)
    with visit(width, height, scheme) as watched:
        for name in PAGES if size == "lys" else VARIED:
            watched.page.goto(f"{address}/{name}")
            settle(watched.page)
            watched.page.screenshot(path=ARTIFACTS / f"{name}-{size}.png")
            if size == "lys":
                watched.screenshot_whole(ARTIFACTS / f"{name}-{size}-hele.png")
            assert ours(watched) == [], name
            assert watched.page.evaluate("document.documentElement.lang") == "da"
            assert not watched.page.query_selector('[data-testid="stException"]'), name
            assert not watched.page.get_by_text("uventet fejl").count(), name
        watched.assert_clean()


def test_the_overview_is_one_screen(address: str) -> None:
    with visit(1440, 900) as watched:
        watched.page.goto(f"{address}/overblik")
        settle(watched.page)
        scroll = (
            "(() => { const main = document.querySelector('[data-testid=\"stMain\"]'); "
            "return main.scrollHeight - main.clientHeight; })()"
        )
        assert watched.page.evaluate(scroll) <= 0
