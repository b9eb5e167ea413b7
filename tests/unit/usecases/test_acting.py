"""Explanations and action plans as a person keeps them: refusals, history, bounds, and two people at once."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from cockpit import usecases
from cockpit.contracts.action import ActionPlan, ActionStatus, Explanation
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import Cockpit

CONTROLLER = Scope("kim", Role.CONTROLLER)
CLOSE, BEFORE = dt.date(2026, 9, 30), dt.date(2026, 8, 31)


@pytest.fixture(scope="module")
def cockpit(filled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Cockpit:
    return usecases.open_cockpit(shutil.copytree(filled_home, tmp_path_factory.mktemp("acting") / "home"))


@pytest.fixture(scope="module")
def areas(cockpit: Cockpit) -> list[str]:
    return [key for key in usecases.forecast_rows(cockpit, CONTROLLER, "area")["key"] if key != "-"]


def plan(cockpit: Cockpit, area: str, **more: object) -> ActionPlan:
    fixed: dict[str, object] = {"id": usecases.next_plan_id(cockpit, 2026), "year": 2026, "area": area}
    fixed |= {"title": "Flyt til egne tilbud", "owner": "Lis", "deadline": dt.date(2026, 12, 31)}
    return ActionPlan.model_validate(fixed | {"status": "decided", "expected_kr": Decimal(-500_000)} | more)


def test_an_explanation_is_kept_proposed_again_next_month_and_confirmed(cockpit: Cockpit, areas: list[str]) -> None:
    usecases.explain(cockpit, CONTROLLER, areas[0], "", "Færre pladser i egne tilbud", BEFORE)
    proposed = next(ask for ask in usecases.actions(cockpit, CONTROLLER, CLOSE).asks if ask.area == areas[0])
    assert (proposed.proposed, proposed.text, proposed.seen) == (True, "Færre pladser i egne tilbud", 0)
    usecases.explain(cockpit, CONTROLLER, areas[0], "", proposed.text, CLOSE, seen=0)
    confirmed = next(ask for ask in usecases.actions(cockpit, CONTROLLER, CLOSE).asks if ask.area == areas[0])
    assert (confirmed.proposed, confirmed.seen > 0) == (False, True)


def test_what_does_not_exist_is_not_explained(cockpit: Cockpit, areas: list[str]) -> None:
    with pytest.raises(Refused, match="findes ikke"):
        usecases.explain(cockpit, CONTROLLER, "Havnen", "", "tekst")
    with pytest.raises(Refused, match="ingen tal på"):
        usecases.explain(cockpit, CONTROLLER, areas[0], "SEL § 1", "tekst")
    with pytest.raises(Refused, match="31-08-2020 er ikke en lukning i data"):
        usecases.explain(cockpit, CONTROLLER, areas[0], "", "tekst", dt.date(2020, 8, 31))
    with pytest.raises(Refused, match="Skriv en forklaring"):
        usecases.explain(cockpit, CONTROLLER, areas[0], "", "  ")


def test_an_explanation_of_what_no_longer_exists_is_kept_and_told_of(cockpit: Cockpit, areas: list[str]) -> None:
    """As if the area had been closed down, and a paragraph's deviation had shrunk, since somebody explained them."""
    body = {"year": 2026, "as_of": str(BEFORE), "text": "Tilbuddet lukker"}
    places = usecases.places(cockpit, CONTROLLER, CLOSE, 2026)
    asked = {(ask.area, ask.paragraph) for ask in usecases.actions(cockpit, CONTROLLER, CLOSE).asks}
    area, paragraph = next(place for place in places if place[1] and place not in asked)
    for where in (("Nedlagt område", ""), (area, paragraph)):
        said = Explanation.model_validate({**body, "area": where[0], "paragraph": where[1]})
        cockpit.store.write_entry("kim", EntryKind.EXPLANATION, said.key, said.model_dump(mode="json"), area=said.area)
    view = usecases.actions(cockpit, CONTROLLER, CLOSE)
    told = {row[:2]: row[2] for row in view.loose.frame.select("area", "where", "state").rows()}
    assert told["Nedlagt område", "Hele området"] == "findes ikke længere i tallene"
    assert told[area, paragraph] == "er ikke længere så stor"
    assert "Tilbuddet lukker" in view.loose.frame["text"].to_list()
    assert ("Nedlagt område", "") not in {(ask.area, ask.paragraph) for ask in view.asks}


def test_a_plan_moves_the_forecast_after_and_never_the_forecast(cockpit: Cockpit, areas: list[str]) -> None:
    before = usecases.forecast_rows(cockpit, CONTROLLER, "total")["forecast"][0]
    after = usecases.actions(cockpit, CONTROLLER).after_kr
    made = plan(cockpit, areas[0])
    usecases.save_plan(cockpit, CONTROLLER, made, seen=0)
    assert usecases.actions(cockpit, CONTROLLER).after_kr == after - 500_000
    assert usecases.forecast_rows(cockpit, CONTROLLER, "total")["forecast"][0] == before


def test_moving_a_deadline_or_giving_up_needs_a_reason(cockpit: Cockpit, areas: list[str]) -> None:
    made = plan(cockpit, areas[0], deadline=dt.date(2026, 10, 31))
    first = usecases.save_plan(cockpit, CONTROLLER, made, seen=0)
    moved = made.model_copy(update={"deadline": dt.date(2026, 11, 30)})
    with pytest.raises(Refused, match="Fristen er flyttet"):
        usecases.save_plan(cockpit, CONTROLLER, moved, seen=first.id)
    second = usecases.save_plan(cockpit, CONTROLLER, moved, reason="afventer lokaler", seen=first.id)
    dropped = moved.model_copy(update={"status": ActionStatus.DROPPED})
    with pytest.raises(Refused, match="opgives"):
        usecases.save_plan(cockpit, CONTROLLER, dropped, seen=second.id)
    lines = usecases.plan_lines(cockpit, CONTROLLER, made.id)
    assert len(lines) == 2
    assert "afventer lokaler" in lines[0]


def test_the_second_of_two_writers_is_told_of_the_first(cockpit: Cockpit, areas: list[str]) -> None:
    made = plan(cockpit, areas[0])
    first = usecases.save_plan(cockpit, CONTROLLER, made, seen=0)
    usecases.save_plan(cockpit, CONTROLLER, made.model_copy(update={"owner": "Bo"}), seen=first.id)
    with pytest.raises(Refused, match="En anden har ændret"):
        usecases.save_plan(cockpit, CONTROLLER, made.model_copy(update={"owner": "Eva"}), seen=first.id)


def test_a_proof_names_what_exists_and_the_close_it_is_measured_from(cockpit: Cockpit, areas: list[str]) -> None:
    grants = usecases.forecast_rows(cockpit, CONTROLLER, "grant").filter(pl.col("key") != "-")["key"]
    with pytest.raises(Refused, match="månedslukning"):
        usecases.save_plan(cockpit, CONTROLLER, plan(cockpit, areas[0], grant_ids=(grants[0],)), seen=0)
    unknown = plan(cockpit, areas[0], grant_ids=("ukendt",), measured_from=BEFORE)
    with pytest.raises(Refused, match="findes ikke i årets tal"):
        usecases.save_plan(cockpit, CONTROLLER, unknown, seen=0)
    proven = plan(cockpit, areas[0], grant_ids=tuple(grants[:3]), measured_from=BEFORE)
    usecases.save_plan(cockpit, CONTROLLER, proven, seen=0)
    table = usecases.actions(cockpit, CONTROLLER, CLOSE).plans_table.frame
    assert table.filter(pl.col("id") == proven.id)["realised_kr"][0] is not None


def test_a_proof_that_the_exports_lost_is_told_of_and_never_lost(cockpit: Cockpit, areas: list[str]) -> None:
    """As if the grant had been deleted in the case system since the plan was written."""
    lost = plan(cockpit, areas[0], title="Hjemtag", grant_ids=("slettet",), measured_from=BEFORE)
    written = cockpit.store.write_entry(
        "kim", EntryKind.ACTION, lost.id, lost.model_dump(mode="json"), area=lost.area, seen=0
    )
    view = usecases.actions(cockpit, CONTROLLER, CLOSE)
    row = view.plans_table.frame.filter(pl.col("id") == lost.id).row(0, named=True)
    assert (row["realised_kr"], row["counted_kr"]) == (None, Decimal(-500_000))
    assert sum("«Hjemtag» skal ses på 1 indsats" in note and "(slettet)" in note for note in view.notes) == 1
    running = lost.model_copy(update={"status": ActionStatus.RUNNING})
    usecases.save_plan(cockpit, CONTROLLER, running, seen=written.id)
    kept = next(one for one, _ in usecases.plans(cockpit, CONTROLLER, 2026) if one.id == lost.id)
    assert (kept.grant_ids, kept.status) == (("slettet",), ActionStatus.RUNNING)
    with pytest.raises(Refused, match="«endnu en» findes ikke"):
        usecases.save_plan(cockpit, CONTROLLER, running.model_copy(update={"grant_ids": ("slettet", "endnu en")}))


def test_a_manager_writes_about_own_areas_and_reads_no_others(cockpit: Cockpit, areas: list[str]) -> None:
    usecases.save_plan(cockpit, CONTROLLER, plan(cockpit, areas[0]), seen=0)
    manager = Scope("lis", Role.MANAGER, areas=frozenset({areas[1]}))
    with pytest.raises(AccessDenied, match="ikke ansvaret"):
        usecases.explain(cockpit, manager, areas[0], "", "tekst")
    with pytest.raises(AccessDenied, match="ikke ansvaret"):
        usecases.save_plan(cockpit, manager, plan(cockpit, areas[0]), seen=0)
    usecases.save_plan(cockpit, manager, plan(cockpit, areas[1]), seen=0)
    view = usecases.actions(cockpit, manager)
    assert {one.area for one in view.plans} == {areas[1]}
    assert {ask.area for ask in view.asks} <= {areas[1]}


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.CASEWORKER, Role.ADMIN])
def test_others_are_refused(cockpit: Cockpit, role: Role) -> None:
    with pytest.raises(AccessDenied):
        usecases.actions(cockpit, Scope("x", role))
