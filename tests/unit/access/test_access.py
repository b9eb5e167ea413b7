import pytest

from cockpit.access import demo_scopes, loopback_only, loopback_rule, require
from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.scope import Role, Scope


def test_the_guard_lets_the_named_roles_pass() -> None:
    require(Scope("u", Role.MANAGER), Role.CONTROLLER, Role.MANAGER)
    require(Scope.engine(), Role.ENGINE)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.POLITICIAN, Role.ADMIN, Role.ENGINE])
def test_the_guard_stops_every_other_role_and_says_who_may(role: Role) -> None:
    with pytest.raises(AccessDenied, match="kræver rollen Økonomi eller Leder"):
        require(Scope("u", role), Role.CONTROLLER, Role.MANAGER)


def test_the_guard_without_roles_stops_everyone() -> None:
    with pytest.raises(AccessDenied, match="ingen bruger"):
        require(Scope("u", Role.CONTROLLER))


def test_the_demo_offers_one_choice_a_role_with_the_bounds_of_its_data() -> None:
    choices = demo_scopes(areas=["Voksne", "-", "Børn og unge", None], caseworkers=["Mette", "", "Anders"])
    assert list(choices) == ["Økonomi", "Leder (Børn og unge)", "Sagsbehandler", "Politiker", "Administrator"]
    assert choices["Leder (Børn og unge)"].areas == {"Børn og unge"}
    assert choices["Sagsbehandler"].caseload == {"Anders"}
    assert choices["Økonomi"].may_write
    assert not choices["Politiker"].sees_rows


def test_the_demo_never_offers_a_manager_without_an_area() -> None:
    assert list(demo_scopes()) == ["Økonomi", "Politiker", "Administrator"]


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True),
        ("127.3.2.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - the address that must be refused
        ("10.0.0.5", False),
        ("kommune.dk", False),
    ],
)
def test_only_loopback_addresses_stay_on_this_machine(address: str, local: bool) -> None:
    assert loopback_only(address) is local


def test_the_rule_names_the_address() -> None:
    assert "127.0.0.1" in loopback_rule()
