"""Datakvalitet by hand: the rules with their kroner, one team's list, and a manager's own part."""

import io
from pathlib import Path

import openpyxl
import pytest

from cockpit import usecases
from cockpit.contracts.scope import Role, Scope
from cockpit.views.health import RULES
from tests.pages.conftest import Open, texts

PAGE = "data/datakvalitet"


def test_every_rule_has_a_count_and_kroner_and_the_first_with_lines_is_open(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    assert not app.error
    summary = app.dataframe[0].value
    assert list(summary["Regel"]) == [rule.title for rule in RULES.values()]
    assert summary["Antal"].sum() > 0
    assert app.header[0].value == summary.loc[summary["Antal"] > 0, "Regel"].iloc[0]
    assert len(app.dataframe[1].value) == summary.loc[summary["Antal"] > 0, "Antal"].iloc[0]


def test_a_team_is_a_part_of_the_whole(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    whole = app.dataframe[0].value["Antal"].sum()
    teams = [name for name in app.selectbox(key="team").options if name != "Alle teams"]
    app.selectbox(key="team").set_value(teams[0]).run()
    assert 0 < app.dataframe[0].value["Antal"].sum() < whole
    assert teams[0] in texts(app)


def test_a_manager_sees_the_own_area_only(open_app: Open, demo_home: Path) -> None:
    whole = open_app(demo_home, page=PAGE).dataframe[0].value["Antal"].sum()
    options = open_app(demo_home).sidebar.selectbox[0].options
    manager = next(title for title in options if title.startswith("Leder"))
    app = open_app(demo_home, manager, PAGE)
    assert not app.error
    assert 0 < app.dataframe[0].value["Antal"].sum() < whole


@pytest.mark.parametrize("rule", ["no_end_date", "grant_without_ledger"])
def test_the_list_that_goes_back_has_case_numbers_and_no_citizen(demo_home: Path, rule: str) -> None:
    cockpit = usecases.open_cockpit(demo_home)
    scope = Scope("kim", Role.CONTROLLER)
    book = openpyxl.load_workbook(io.BytesIO(usecases.health_list(cockpit, scope, rule)))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "Sagsnummer" in cells
    citizens = set(cockpit.store.read("grants", Scope.engine())["citizen"].drop_nulls())
    assert not citizens & cells
