"""Handleplaner by hand: explain a deviation, make a plan, see the forecast after it, meet the refusals."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cockpit import usecases
from cockpit.contracts.action import ActionPlan, ActionStatus
from cockpit.contracts.month import MonthState
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import open_cockpit
from tests.pages.conftest import Open, texts

PAGE = "finance/handleplaner"
CONTROLLER = Scope("kim", Role.CONTROLLER)


def _box(app: AppTest, label: str) -> object:
    return next(box for box in app.main.selectbox if box.label == label)


def _metric(app: AppTest, label: str) -> str:
    return next(str(one.value) for one in app.metric if one.label == label)


def test_a_deviation_is_explained_and_no_longer_missing(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    missing, _, every = _metric(app, "Mangler forklaring").partition(" af ")
    _box(app, "Forklar").select_index(0).run()
    app.text_area[0].set_value("To dyre anbringelser siden juni")
    app.button(key="forklaring-gem").click().run()
    assert not app.error
    assert _metric(app, "Mangler forklaring") == f"{int(missing) - 1} af {every}"
    assert "To dyre anbringelser siden juni" in texts(app)


def test_explanations_and_plans_have_room_on_the_screen(open_app: Open, demo_home: Path) -> None:
    """An explanation was cut after fifteen characters, and the last column of the plans lay outside."""
    app = open_app(demo_home, page=PAGE)
    deviations = json.loads(app.dataframe[0].proto.columns)
    assert deviations["Forklaring"]["width"] >= 250
    home = open_cockpit(demo_home, demo=True)
    shorts = {column.heading: column.short for column in usecases.actions(home, CONTROLLER).plans_table.columns}
    assert (shorts["Frist overskredet"], shorts["Ventet næste år"]) == ("Sen", "Næste år")


def test_an_empty_explanation_is_refused(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    _box(app, "Forklar").select_index(1).run()
    app.text_area[0].set_value("")
    app.button(key="forklaring-gem").click().run()
    assert "Skriv en forklaring" in app.error[0].value


def test_a_plan_that_is_decided_moves_the_forecast_after(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    before, after = _metric(app, "Før handleplaner"), _metric(app, "Efter handleplaner")
    app.text_input(key="plan-titel-ny").set_value("Hjemtag fire pladser")
    app.text_input(key="plan-ansvarlig-ny").set_value("Lis")
    app.selectbox(key="plan-sted-ny").select_index(0)
    app.selectbox(key="plan-status-ny").select_index(1)
    app.text_input(key="plan-effekt-ny").set_value("-9.000.000")
    app.button(key="plan-gem-ny").click().run()
    assert not app.error
    assert _metric(app, "Før handleplaner") == before
    assert _metric(app, "Efter handleplaner") != after
    assert "Hjemtag fire pladser" in texts(app)

    _box(app, "Handleplan").select_index(1).run()
    app.text_input(key="plan-effekt-2026-01").set_value("mange penge")
    app.button(key="plan-gem-2026-01").click().run()
    assert "ikke et beløb" in app.error[0].value


def test_a_plan_without_a_place_is_refused(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    app.text_input(key="plan-titel-ny").set_value("Noget")
    app.button(key="plan-gem-ny").click().run()
    assert "Vælg det politikområde" in app.error[0].value


def test_the_gap_is_shown_at_every_close_since_the_first_plan(demo_home: Path) -> None:
    """A plan that was known at the close of August stands in that close's gap, as it was written then."""
    home = open_cockpit(demo_home, demo=True)
    later, earlier = usecases.closes(home)[:2]
    area = next(area for area, paragraph in usecases.places(home, CONTROLLER, later, later.year) if not paragraph)
    plan = ActionPlan(
        id=f"{later.year}-50",
        year=later.year,
        area=area,
        title="Hjemtag",
        owner="Lis",
        deadline=later.replace(month=12, day=31),
        status=ActionStatus.DECIDED,
        expected_kr=Decimal(-500_000),
    )
    usecases.save_plan(home, CONTROLLER, plan)
    only_now = usecases.actions(home, CONTROLLER)
    assert only_now.gaps.frame["as_of"].to_list() == [later]
    with home.store._journal.writing() as connection:  # as if it had been written a month ago
        connection.exec_driver_sql("update entries set known_from = ? where key = ?", (str(earlier), plan.id))
    missing = usecases.actions(home, CONTROLLER, later)
    assert missing.missing in ((), (earlier,))
    every = usecases.actions(home, CONTROLLER, later, compute=True)
    assert every.missing == ()
    assert every.gaps.frame["as_of"].to_list() == [earlier, later]
    assert every.gaps.frame["counted_kr"][0] == Decimal(-500_000)
    assert every.gaps.frame["after_kr"][-1] == every.after_kr


def test_a_locked_month_says_why_nothing_can_be_explained(open_app: Open, demo_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(demo_home, tmp_path / "home")
    first = usecases.actions(open_cockpit(home, demo=True), CONTROLLER).asks[0]
    usecases.explain(open_cockpit(home, demo=True), CONTROLLER, first.area, first.paragraph, "En hel *sætning*")
    for state in tuple(MonthState)[1:]:
        usecases.move(open_cockpit(home, demo=True), CONTROLLER, "2026-09", state, "ledelsen er enig")
    app = open_app(home, page=PAGE)
    assert "September 2026 er låst, og månedens forklaringer ligger fast" in texts(app)
    assert not app.text_area
    app.session_state["afvigelser"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    assert "En hel \\*sætning\\*" in texts(app.run()), "read in full, though it cannot be changed"
