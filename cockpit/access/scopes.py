"""The scopes that the demo offers, and what holds as long as nobody signs in."""

from collections.abc import Iterable
from ipaddress import ip_address

from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.scope import ROLE_TITLE, Role, Scope

LOOPBACK_ADDRESS = "127.0.0.1"


def demo_scopes(areas: Iterable[str | None] = (), caseworkers: Iterable[str | None] = ()) -> dict[str, Scope]:
    """The demo's choice of role, by the title shown: everything for Økonomi, the first area for Leder, the first
    caseworker's cases for Sagsbehandler. A choice whose bound does not exist in the data is not offered, because a
    manager without an area would see every area."""
    choices = {ROLE_TITLE[Role.CONTROLLER]: Scope("demo-økonomi", Role.CONTROLLER)}
    for area in _named(areas)[:1]:
        choices[f"{ROLE_TITLE[Role.MANAGER]} ({area})"] = Scope("demo-leder", Role.MANAGER, areas=frozenset({area}))
    for caseworker in _named(caseworkers)[:1]:
        caseload = frozenset({caseworker})
        choices[ROLE_TITLE[Role.CASEWORKER]] = Scope("demo-sagsbehandler", Role.CASEWORKER, caseload=caseload)
    choices[ROLE_TITLE[Role.POLITICIAN]] = Scope("demo-politiker", Role.POLITICIAN)
    choices[ROLE_TITLE[Role.ADMIN]] = Scope("demo-administrator", Role.ADMIN)
    return choices


def _named(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value and value != NOT_ALLOCATED})


def loopback_only(address: str) -> bool:
    """Whether the address reaches this machine alone."""
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def loopback_rule() -> str:
    """Danish: what is shown where no sign-in is set up."""
    return (
        "Login er ikke sat op. Derfor svarer programmet kun på denne maskine "
        f"({LOOPBACK_ADDRESS}), og den, der sidder ved den, har rollen Økonomi. "
        "Sæt login op, før andre skal have adgang."
    )
