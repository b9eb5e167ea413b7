"""Who reads: the demo's choice of role, bounded by what is in the data."""

from functools import lru_cache

from cockpit import access
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit


def demo_scopes(cockpit: Cockpit) -> dict[str, Scope]:
    """The demo's choice of role by the title shown: one area for the manager, one caseload for the caseworker."""
    snapshot = cockpit.store.snapshot()
    return dict(_of_snapshot(cockpit, snapshot.name if snapshot else ""))


@lru_cache(maxsize=4)
def _of_snapshot(cockpit: Cockpit, _: str) -> tuple[tuple[str, Scope], ...]:
    engine = Scope.engine()
    areas = cockpit.store.read("accounts", engine)["area"].drop_nulls().unique().to_list()
    caseworkers = cockpit.store.read("grants", engine)["caseworker"].drop_nulls().unique().to_list()
    return tuple(access.demo_scopes(areas, caseworkers).items())
