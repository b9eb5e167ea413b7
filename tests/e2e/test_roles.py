"""What each role gets in the browser, down to the bytes that the server sends."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest

from cockpit.contracts.scope import Scope
from cockpit.store import Store
from tests.e2e.browser import Watched, chromium, server, settle, visit

pytestmark = pytest.mark.e2e

REFUSED = {
    "Politiker": ("paragraffer", "indlaesning"),
    "Sagsbehandler": ("overblik", "historik"),
    "Administrator": ("budgetopfoelgning", "indsatser"),
}
"""Some of each; every page of every role is opened without a browser by the page tests."""


@pytest.fixture(scope="module")
def address(demo_home: Path) -> Iterator[str]:
    chromium()
    with server(demo_home) as found:
        yield found


def _open(watched: Watched, address: str, name: str, role: str) -> str:
    watched.page.goto(f"{address}/{name}?rolle={quote(role)}")
    settle(watched.page)
    return watched.page.inner_text('[data-testid="stMain"]')


def test_a_deep_link_to_another_roles_page_is_refused_in_danish(address: str) -> None:
    with visit() as watched:
        for role, name in ((role, name) for role, names in REFUSED.items() for name in names):
            text = _open(watched, address, name, role)
            assert f"hører ikke til rollen {role}" in text
            assert "kr." not in text
            assert "§" not in text
        watched.assert_clean()


def _individual_texts(home: Path) -> set[bytes]:
    """Ids, cases, pseudonyms, caseworkers and providers: nothing that the politician's browser may ever be sent."""
    grants = Store.open(home).read("grants", Scope.engine())
    names = [name for name in ("grant_id", "case_id", "citizen", "caseworker", "provider") if name in grants.columns]
    texts = pl.concat([grants[name].cast(pl.String).alias("text") for name in names]).drop_nulls().unique()
    return {text.encode() for text in texts if len(text) >= 6}


def test_a_politician_is_sent_nothing_about_anybody(address: str, demo_home: Path) -> None:
    secrets = _individual_texts(demo_home)
    assert len(secrets) > 100
    with visit() as watched:
        text = _open(watched, address, "overblik", "Politiker")
        sent = b"".join(watched.frames)
        assert "mio. kr." in text or "t.kr." in text
        assert b"Overblik" in sent
        assert [secret for secret in secrets if secret in sent] == []
        assert "§" not in text
        assert "elårsperson" not in text
        watched.assert_clean()


def test_a_caseworker_sees_interventions_and_no_kroner(address: str) -> None:
    with visit() as watched:
        text = _open(watched, address, "indsatser", "Sagsbehandler")
        assert "Indsatser" in text
        assert "uventet fejl" not in text
        assert "Budgetopfølgning" not in watched.page.inner_text('[data-testid="stSidebar"]')
        watched.assert_clean()
