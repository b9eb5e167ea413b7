"""Egne tilbud on the screen: the home's occupancy, the whole forecast's figures, and own areas only."""

from decimal import Decimal
from pathlib import Path

import pytest

from cockpit import usecases
from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.figures import figures
from tests.pages.conftest import Open, texts

CONTROLLER = Scope("kim", Role.CONTROLLER)


def test_the_page_shows_the_home_and_how_full_it_is(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page="finance/egne_tilbud")
    assert not app.exception
    said = texts(app)
    assert "Bostedet Åparken" in said
    assert "Belægning til dato" in said


def test_its_forecast_is_that_of_the_follow_up(demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    view = usecases.own_providers(home, CONTROLLER)
    total = view.providers.frame.row(-1, named=True)
    accounts = set(view.accounts.frame["account"])
    leaves = figures(home, CONTROLLER).result.leaves
    own: Decimal = sum((row["amount_kr"] for row in leaves.to_dicts() if row["account"] in accounts), Decimal(0))
    assert total["forecast_kr"] == own
    assert view.months.frame["provider"].unique().to_list() == ["Bostedet Åparken"]
    assert usecases.download(view, "Egne tilbud")[:2] == b"PK"


def test_a_manager_sees_own_areas_and_a_politician_nothing(demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    manager = Scope("lis", Role.MANAGER, areas=frozenset({"Udsatte børn og unge"}))
    seen = usecases.own_providers(home, manager)
    assert "Bostedet Åparken" not in seen.providers.frame["provider"].to_list()
    assert seen.months.frame.is_empty()
    with pytest.raises(AccessDenied):
        usecases.own_providers(home, Scope("p", Role.POLITICIAN))
