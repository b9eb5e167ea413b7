"""What each role is offered, and what a deep link to another role's page gives: a Danish refusal and no data."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cockpit import ui
from cockpit.contracts.scope import ROLE_TITLE, Role, Scope
from cockpit.ui.session import READER
from cockpit.usecases import open_cockpit
from tests.pages.conftest import PATIENCE, ROOT, Open, texts

PEOPLE = (Role.CONTROLLER, Role.MANAGER, Role.CASEWORKER, Role.POLITICIAN, Role.ADMIN)
FORBIDDEN = [(role, spec) for role in PEOPLE for spec in ui.PAGES if role not in spec.roles]


@pytest.fixture
def as_role(open_app: Open, demo_home: Path) -> Callable[[Role], AppTest]:
    """The app opened in a role, by the demo's name of it; the manager's also says which area."""

    titles = open_app(demo_home).sidebar.selectbox[0].options

    def opened(role: Role) -> AppTest:
        return open_app(demo_home, next(title for title in titles if title.startswith(ROLE_TITLE[role])))

    return opened


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_of_every_role_opens(as_role: Callable[[Role], AppTest], role: Role) -> None:
    app = as_role(role)
    for spec in (spec for spec in ui.PAGES if role in spec.roles):
        app.switch_page(spec.path).run()
        assert not app.exception, spec.title
        assert not app.error, spec.title
        assert app.title[0].value.startswith(spec.title)


@pytest.mark.parametrize(("role", "spec"), FORBIDDEN, ids=lambda value: getattr(value, "address", str(value)))
def test_a_page_run_by_itself_refuses_another_role(demo_home: Path, role: Role, spec: ui.PageSpec) -> None:
    """The guard alone, as if the menu had let the reader through."""
    app = AppTest.from_file(str(ROOT / spec.path), default_timeout=PATIENCE)
    app.session_state[READER] = ui.Reader(open_cockpit(demo_home, demo=True), Scope("x", role))
    app.run()
    assert [error.value for error in app.error] == [
        f"Siden *{spec.title}* hører ikke til rollen {ROLE_TITLE[role]}. Vælg en side i menuen til venstre, "
        "eller bed administratoren om en anden rolle."
    ]
    assert not app.dataframe
    assert not app.metric
    assert not app.exception


@pytest.mark.parametrize("spec", ui.PAGES, ids=lambda spec: spec.address)
def test_a_page_without_a_reader_refuses_everybody(spec: ui.PageSpec) -> None:
    app = AppTest.from_file(str(ROOT / spec.path), default_timeout=PATIENCE).run()
    assert [error.value for error in app.error] == ["Siden kan kun åbnes gennem styringscockpittets forside."]
    assert not app.dataframe
    assert not app.title


@pytest.mark.parametrize("role", PEOPLE)
def test_a_forbidden_page_is_not_even_registered(as_role: Callable[[Role], AppTest], role: Role) -> None:
    app = as_role(role)
    for spec in (spec for spec in ui.PAGES if role not in spec.roles):
        with pytest.raises(ValueError, match="not"):
            app.switch_page(spec.path)


def test_changing_the_role_takes_the_pages_away(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page="finance/paragraffer")
    assert app.dataframe
    app.sidebar.selectbox[0].select("Politiker").run()
    assert not app.dataframe
    assert "hører ikke til rollen Politiker" in app.error[0].value


def test_a_politician_gets_amounts_in_thousands_and_nothing_else(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, "Politiker", "overview/overblik")
    said = texts(app)
    assert "§" not in said
    assert "elårsperson" not in said
    assert not any("bevæg" in frame.proto.alt.lower() for frame in app.dataframe)
    (areas,) = app.dataframe
    amounts = areas.value.select_dtypes("number").stack()
    kroner = amounts[amounts.abs() > 1000]
    assert len(kroner) > 0
    assert (kroner % 1000 == 0).all()


def test_own_data_without_sign_in_offer_no_choice_of_role(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path / "egne"))
    monkeypatch.delenv("COCKPIT_DEMO", raising=False)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE).run()
    assert not app.sidebar.selectbox
    assert "Login er ikke sat op" in app.sidebar.caption[0].value
    assert "Demo" not in app.title[0].value
    assert "Der er ingen data endnu" in app.info[0].value
