"""Who asks, and how far they may see. The store applies a scope to every read; pages only choose what to register."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the house. ENGINE is the calculation itself: it is never given to a person."""

    CONTROLLER = "controller"
    MANAGER = "manager"
    CASEWORKER = "caseworker"
    POLITICIAN = "politician"
    ADMIN = "admin"
    ENGINE = "engine"


ROLE_TITLE: dict[Role, str] = {
    Role.CONTROLLER: "Økonomi",
    Role.MANAGER: "Leder",
    Role.CASEWORKER: "Sagsbehandler",
    Role.POLITICIAN: "Politiker",
    Role.ADMIN: "Administrator",
    Role.ENGINE: "Beregning",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """A reader's role and bounds. An empty set means *no bound of this kind* for controller, manager and engine;
    a caseworker without a caseload sees no case at all."""

    user: str
    role: Role
    areas: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    caseload: frozenset[str] = frozenset()
    """Names of caseworkers whose cases may be seen."""

    @classmethod
    def engine(cls) -> "Scope":
        """The scope of a calculation whose result is stored and only then read through a person's scope."""
        return cls(user="beregning", role=Role.ENGINE)

    @property
    def sees_rows(self) -> bool:
        """Whether this reader may meet rows about single cases at all."""
        return self.role not in (Role.POLITICIAN, Role.ADMIN)

    @property
    def may_write(self) -> bool:
        """Whether this reader may import, undo, adjust and lock."""
        return self.role in (Role.CONTROLLER, Role.ENGINE)

    @property
    def cache_key(self) -> str:
        """A text that differs wherever what the reader may see differs."""
        bounds = (sorted(self.areas), sorted(self.teams), sorted(self.caseload))
        return f"{self.role}|{bounds}"
