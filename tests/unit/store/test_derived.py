import polars as pl
import pytest

from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.scope import Role, Scope
from cockpit.store import Store
from cockpit.store.derived import KEPT

LEAVES = pl.DataFrame(
    {
        "area": ["Voksne", "Voksne", "Børn", "-"],
        "team": ["A", "-", "C", "-"],
        "grant_id": ["g1", "-", "g3", "-"],
        "kr": [1, 2, 4, 8],
    }
)


def _sum(store: Store, scope: Scope, name: str = "leaves") -> int:
    frame = store.derived("k", name, scope)
    assert frame is not None
    return int(frame["kr"].sum())


@pytest.fixture
def filled(store: Store) -> Store:
    store.put_derived("k", "leaves", LEAVES)
    store.put_derived("k", "protected_areas", LEAVES.select("area", "kr"))
    store.put_derived("k", "errors", LEAVES.select("kr"))
    return store


def test_what_was_not_computed_is_none(store: Store) -> None:
    assert store.derived("k", "leaves", Scope.engine()) is None


def test_finance_and_the_calculation_get_the_whole_table(filled: Store) -> None:
    assert [_sum(filled, Scope("u", role)) for role in (Role.ENGINE, Role.CONTROLLER, Role.MANAGER)] == [15, 15, 15]


def test_a_manager_gets_own_areas_and_teams(filled: Store) -> None:
    assert _sum(filled, Scope("u", Role.MANAGER, areas=frozenset({"Voksne"}))) == 3
    assert _sum(filled, Scope("u", Role.MANAGER, teams=frozenset({"A"}))) == 1
    assert _sum(filled, Scope("u", Role.MANAGER, areas=frozenset({"Børn"}), teams=frozenset({"A"}))) == 0


def test_a_table_without_cases_and_without_the_column_is_given_whole(filled: Store) -> None:
    assert _sum(filled, Scope("u", Role.MANAGER, teams=frozenset({"A"})), "errors") == 15


def test_a_table_about_cases_that_cannot_be_cut_is_refused(store: Store) -> None:
    store.put_derived("k", "cases", LEAVES.select("grant_id", "kr"))
    with pytest.raises(AccessDenied, match="kan ikke afgrænses"):
        store.derived("k", "cases", Scope("u", Role.MANAGER, areas=frozenset({"Voksne"})))


def test_a_politician_reads_protected_tables_only_and_those_whole(filled: Store) -> None:
    for role in (Role.POLITICIAN, Role.ADMIN):
        assert _sum(filled, Scope("u", role), "protected_areas") == 15
        with pytest.raises(AccessDenied, match="små grupper er beskyttet"):
            filled.derived("k", "leaves", Scope("u", role))


def test_a_caseworker_reads_only_tables_by_caseworker(filled: Store) -> None:
    mette = Scope("u", Role.CASEWORKER, caseload=frozenset({"Mette"}))
    with pytest.raises(AccessDenied, match="kan ikke afgrænses"):
        filled.derived("k", "leaves", mette)
    filled.put_derived("k", "cases", pl.DataFrame({"caseworker": ["Mette", "Anders", "-"], "kr": [1, 2, 4]}))
    assert _sum(filled, mette, "cases") == 1


def test_the_oldest_stamps_go_and_the_newest_stay(store: Store) -> None:
    for number in range(KEPT + 3):
        store.put_derived(f"k{number}", "leaves", LEAVES)
    left = [number for number in range(KEPT + 3) if store.derived(f"k{number}", "leaves", Scope.engine()) is not None]
    assert len(left) == KEPT
    assert KEPT + 2 in left


@pytest.mark.parametrize("name", ["../leaves", "a/b", "", "a b"])
def test_a_name_is_never_a_path(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="letters, digits"):
        store.put_derived("k", name, LEAVES)
