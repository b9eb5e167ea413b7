"""Who sees what. The same figures for everybody, cut in the data layer to what each may see."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from cockpit import usecases
from cockpit.contracts.data import Adjustment
from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import Cockpit
from cockpit.views.overview import OverviewView, ProtectedOverviewView

CONTROLLER, POLITICIAN = Scope("kim", Role.CONTROLLER), Scope("pia", Role.POLITICIAN)


@pytest.fixture(scope="module")
def cockpit(filled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Cockpit:
    home = tmp_path_factory.mktemp("roles") / "home"
    shutil.copytree(filled_home, home)
    return usecases.open_cockpit(home)


def area_rows(cockpit: Cockpit, scope: Scope) -> pl.DataFrame:
    return usecases.forecast_rows(cockpit, scope, "area")


def test_a_manager_sees_the_same_figures_of_the_own_area_and_no_other(cockpit: Cockpit) -> None:
    whole = area_rows(cockpit, CONTROLLER)
    for area in whole.filter(pl.col("key") != "-")["key"]:
        own = area_rows(cockpit, Scope("lis", Role.MANAGER, areas=frozenset({area})))
        columns = ["key", "posted", "committed", "outflow", "inflow", "other", "forecast", "adjusted_budget"]
        assert own.select(columns).equals(whole.filter(pl.col("key") == area).select(columns))


def test_a_managers_total_is_the_own_area(cockpit: Cockpit) -> None:
    area = area_rows(cockpit, CONTROLLER)["key"][0]
    total = usecases.forecast_rows(cockpit, Scope("lis", Role.MANAGER, areas=frozenset({area})), "total")
    whole = area_rows(cockpit, CONTROLLER).filter(pl.col("key") == area)
    assert total["forecast"][0] == whole["forecast"][0]


def test_a_politician_gets_total_and_areas_in_whole_thousands_and_nothing_else(cockpit: Cockpit) -> None:
    view = usecases.overview(cockpit, POLITICIAN)
    assert isinstance(view, ProtectedOverviewView)
    for table in view.tables:
        money = table.shown().select(pl.selectors.decimal())
        assert money.select((pl.all() % 1000 == 0).all()).row(0) == (True,) * money.width
    texts = " ".join(str(table.danish().rows()) for table in view.tables)
    assert "§" not in texts


@pytest.mark.parametrize("dataset", ["grants", "citizens", "postings", "pipeline"])
def test_a_politician_is_refused_every_row_in_the_store_itself(cockpit: Cockpit, dataset: str) -> None:
    with pytest.raises(AccessDenied):
        cockpit.store.read(dataset, POLITICIAN)


def test_a_politician_can_not_ask_for_the_leaves_under_everybodys_key(cockpit: Cockpit) -> None:
    usecases.overview(cockpit, CONTROLLER)
    with pytest.raises(AccessDenied):
        cockpit.store.derived(cockpit.store.stamp().key, "leaves-2026-09-30-2026", POLITICIAN)


def test_what_a_role_may_not_do_is_refused_in_danish(cockpit: Cockpit) -> None:
    for refused in (
        lambda: usecases.followup(cockpit, POLITICIAN),
        lambda: usecases.paragraphs(cockpit, POLITICIAN),
        lambda: usecases.interventions(cockpit, POLITICIAN),
        lambda: usecases.check(cockpit, Scope("lis", Role.MANAGER), []),
        lambda: usecases.undo(cockpit, Scope("lis", Role.MANAGER), 1, "prøve"),
        lambda: usecases.history(cockpit, Scope("bo", Role.CASEWORKER)),
        lambda: usecases.overview(cockpit, Scope("bo", Role.CASEWORKER)),
    ):
        with pytest.raises(AccessDenied, match="rollen"):
            refused()


def test_a_caseworker_counts_the_own_cases_only(cockpit: Cockpit) -> None:
    grants = cockpit.store.read("grants", Scope.engine())
    name = grants["caseworker"].drop_nulls().mode().sort()[0]
    mine = usecases.interventions(cockpit, Scope("bo", Role.CASEWORKER, caseload=frozenset({name})))
    everyone = usecases.interventions(cockpit, CONTROLLER)
    now = [view.table.frame.filter(pl.col("label") == "I alt")["active_now"] for view in (mine, everyone)]
    assert 0 < now[0][0] < now[1][0]


def test_a_skoen_moves_the_forecast_by_its_amount_and_is_a_part_of_its_own(filled_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(filled_home, home)
    cockpit = usecases.open_cockpit(home)
    before = area_rows(cockpit, CONTROLLER)
    area, year = before["key"][0], before["year"][0]
    skoen = usecases.parse_adjustment(
        "area",
        area,
        "1.000.000,01",
        year=year,
        months="10-12",
        reason="ny dom",
        expires=before["as_of"][0].replace(month=12),
    )
    assert isinstance(skoen, Adjustment)
    number = usecases.adjust(cockpit, CONTROLLER, skoen)
    after = area_rows(cockpit, CONTROLLER)
    moved = after.join(before, on="key").with_columns(step=pl.col("forecast") - pl.col("forecast_right"))
    assert dict(moved.filter(pl.col("step") != 0).select("key", "step").iter_rows()) == {area: skoen.amount_kr}
    assert after.filter(pl.col("key") == area)["adjustment"][0] == skoen.amount_kr
    usecases.withdraw(cockpit, CONTROLLER, number, "dommen blev anket")
    assert area_rows(cockpit, CONTROLLER).drop("stamp").equals(before.drop("stamp"))


def test_the_overview_of_a_controller_is_the_whole_one(cockpit: Cockpit) -> None:
    assert isinstance(usecases.overview(cockpit, CONTROLLER), OverviewView)
