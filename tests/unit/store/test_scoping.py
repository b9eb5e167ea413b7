"""Every role meets exactly its rows. Counted by hand on a small municipality of two areas and two teams."""

from pathlib import Path

import pytest

from cockpit.contracts.dataset import datasets
from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.scope import Role, Scope
from cockpit.store import Store
from cockpit.store.scoping import about_persons
from tests.unit.store.homes import ENGINE, MARCH, accept, grant, posting, reading

PERSONAL = ["grants", "citizens", "postings", "pipeline"]
GRANTS = [
    grant("g1", citizen="b1", team="Voksen A", caseworker="Mette", account="100"),
    grant("g2", citizen="b2", team="Voksen B", caseworker="Anders", paragraph="SEL § 107, stk. 2"),
    grant("g3", citizen="b3", team="Børn", caseworker="Mette", paragraph="BL § 46"),
    grant("g4", citizen="b4", team="Voksen A", caseworker="Anders", paragraph="SEL § 85"),
    grant("g5", citizen="b5", paragraph="SEL § 999"),
]
"""g1 by its account, g2 by its paragraph's section; § 85 is booked in both areas, § 999 nowhere."""


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Store:
    accounts = [
        {"account": "100", "year": 2025, "area": "Børn og unge", "paragraph": "SEL § 107"},
        {"account": "100", "year": 2026, "area": "Voksne", "paragraph": "SEL § 107"},
        {"account": "101", "year": 2026, "area": "Voksne", "paragraph": "SEL § 85"},
        {"account": "200", "year": 2026, "area": "Børn og unge", "paragraph": "BL § 46"},
        {"account": "201", "year": 2026, "area": "Børn og unge"},
    ]
    rows = {
        "accounts": accounts,
        "account_rules": [{"paragraph": "SEL § 85", "account": "201"}],
        "budget": [
            {"year": 2026, "account": "100", "original": 1},
            {"year": 2026, "area": "Børn og unge", "original": 2},
            {"year": 2026, "paragraph": "SEL § 107", "original": 3},
        ],
        "prices": [{"provider": "P", "service": "S", "unit_price": 1, "price_unit": "døgn", "valid_from": MARCH}],
        "citizens": [{"citizen": f"b{number}"} for number in range(1, 6)],
        "grants": GRANTS,
        "pipeline": [
            {"pipeline_id": "p1", "citizen": "b1", "paragraph": "SEL § 107"},
            {"pipeline_id": "p2", "citizen": "b9", "grant_id": "g3", "paragraph": "BL § 46"},
            {"pipeline_id": "p3", "paragraph": "SEL § 107"},
        ],
        "past_forecasts": [{"year": 2026, "as_of": MARCH, "area": "Voksne", "forecast": 1}],
        "occupancy": [{"provider": "P", "month": MARCH, "places": 1}],
        "population": [{"year": 2026, "age_from": 0, "age_to": 17, "inhabitants": 1}],
        "case_steps": [{"case_id": "s1", "citizen": "b1", "step": "plan"}, {"case_id": "s2", "step": "plan"}],
        "postings": [
            posting("v1", 1, account="100", grant_id="g1"),
            posting("v2", 1, account="200", grant_id="g3"),
            posting("v3", 1, account="999", paragraph="SEL § 107"),
            posting("v4", 1, account="999"),
        ],
    }
    accept(store, tmp_path, *[reading(name, some, MARCH) for name, some in rows.items()])
    return store


def _seen(store: Store, name: str, scope: Scope) -> list[str]:
    identity = {"grants": "grant_id", "citizens": "citizen", "pipeline": "pipeline_id", "postings": "voucher"}
    return sorted(store.read(name, scope)[identity[name]])


def _manager(areas: tuple[str, ...] = (), teams: tuple[str, ...] = ()) -> Scope:
    return Scope("u", Role.MANAGER, areas=frozenset(areas), teams=frozenset(teams))


@pytest.mark.parametrize("role", [Role.ENGINE, Role.CONTROLLER, Role.MANAGER])
def test_without_bounds_everything_is_seen(full: Store, role: Role) -> None:
    for name in datasets():
        assert full.read(name, Scope("u", role)).height == full.read(name, ENGINE).height > 0


def test_a_manager_of_an_area_sees_what_lies_there(full: Store) -> None:
    adults, children = _manager(("Voksne",)), _manager(("Børn og unge",))
    assert _seen(full, "grants", adults) == ["g1", "g2"]
    assert _seen(full, "grants", children) == ["g3"]
    assert _seen(full, "citizens", adults) == ["b1", "b2"]
    assert _seen(full, "postings", adults) == ["v1", "v3"]
    assert _seen(full, "postings", children) == ["v2"]
    assert _seen(full, "pipeline", children) == ["p2"]
    assert [int(kr) for kr in full.read("budget", adults)["original"]] == [1, 3]
    assert [int(kr) for kr in full.read("budget", children)["original"]] == [2]


def test_a_manager_of_both_areas_sees_the_shared_paragraph_too(full: Store) -> None:
    both = _manager(("Voksne", "Børn og unge"))
    assert _seen(full, "grants", both) == ["g1", "g2", "g3", "g4"]


def test_a_manager_of_a_team_sees_the_teams_rows_only(full: Store) -> None:
    team = _manager(teams=("Voksen A",))
    assert _seen(full, "grants", team) == ["g1", "g4"]
    assert _seen(full, "citizens", team) == ["b1", "b4"]
    assert _seen(full, "postings", team) == ["v1"]
    assert _seen(full, "pipeline", team) == ["p1"]
    assert full.read("budget", team).height == 3


def test_area_and_team_must_both_hold(full: Store) -> None:
    assert _seen(full, "grants", _manager(("Voksne",), ("Voksen A",))) == ["g1"]
    assert _seen(full, "postings", _manager(("Børn og unge",), ("Voksen A",))) == []


def test_a_bounded_controller_is_bounded(full: Store) -> None:
    scope = Scope("u", Role.CONTROLLER, areas=frozenset({"Børn og unge"}))
    assert _seen(full, "grants", scope) == ["g3"]


def test_a_caseworker_sees_the_own_caseload_and_no_postings(full: Store) -> None:
    mette = Scope("u", Role.CASEWORKER, caseload=frozenset({"Mette"}))
    assert _seen(full, "grants", mette) == ["g1", "g3"]
    assert _seen(full, "citizens", mette) == ["b1", "b3"]
    assert _seen(full, "pipeline", mette) == ["p1", "p2"]
    assert _seen(full, "postings", mette) == []


def test_a_caseworker_without_a_caseload_sees_no_case(full: Store) -> None:
    nobody = Scope("u", Role.CASEWORKER)
    assert [_seen(full, name, nobody) for name in PERSONAL] == [[], [], [], []]


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.ADMIN])
def test_politicians_and_administrators_meet_no_row_about_persons(full: Store, role: Role) -> None:
    scope = Scope("u", role)
    for name in PERSONAL:
        with pytest.raises(AccessDenied, match="enkelte borgere"):
            full.read(name, scope)
    assert full.read("accounts", scope).height == 5


def test_the_refusal_comes_before_there_are_any_data(store: Store) -> None:
    with pytest.raises(AccessDenied):
        store.read("grants", Scope("u", Role.POLITICIAN))


def test_the_contracts_say_which_datasets_tell_of_persons() -> None:
    assert [name for name in datasets() if about_persons(name)] == [
        "citizens",
        "grants",
        "pipeline",
        "postings",
        "case_steps",
    ]
