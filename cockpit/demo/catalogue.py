"""The services, frames, names and chances of `data/demo`, as typed values."""

from functools import cache
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from cockpit.contracts.paths import DEMO


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Part):
    """One kind of service; the fields are explained at the top of `catalogue.yaml`."""

    key: str
    group: str
    area: str
    service: str
    kind: str
    sel: str
    bl: str = ""
    forced: tuple[str, ...] = ()
    forced_share: float = 0.0
    facet: str = ""
    function: str
    grouping: str
    unit: str
    price: float
    spread: float
    quantity: tuple[int, int] = (1, 1)
    variants: tuple[tuple[str, float, float], ...] = ()
    active: float
    months: float
    shape: float
    ages: tuple[int, int]
    decision_months: float
    planned: float
    owners: dict[str, float]
    clients: float = 1.0
    provider: str = ""
    frame_account: str = ""
    counter_account: str = ""
    hosts: tuple[str, ...] = ()
    host_share: float = 0.0
    siblings: float = 0.0
    season: tuple[float, ...] = (1.0,) * 12
    turns_18: dict[str, float] = Field(default_factory=dict)
    acute: bool = False
    refund: float = 0.0

    @property
    def services(self) -> tuple[str, ...]:
        """The texts of the service as case systems write them: with the variant, and adults' with the paragraph."""
        paragraph = f" ({self.sel})" if self.group == "adults" else ""
        texts = [f"{self.service}, {text}" for text, *_ in self.variants] or [self.service]
        return tuple(text + paragraph for text in texts)

    @property
    def last_age(self) -> int:
        """The birthday at which the service stops by law: 18 for children, 23 for youth support, 67 or so for
        adults."""
        if self.group == "adults":
            return 82 if self.function == "5.38.50" else 67
        return 23 if self.ages[0] >= 18 else 18


class Area(_Part):
    """A policy area, its committee and how well it is budgeted."""

    name: str
    committee: str
    number: int
    budget_factor: float


class Frame(_Part):
    """An account that no grant explains."""

    key: str
    name: str
    area: str
    function: str
    grouping: str
    art: str
    ownership: str
    annual: float
    pattern: str
    employees: int = 0
    lines: int = 0
    places: int = 0
    authority: bool = False
    steering: str = "rammestyret"
    paragraph: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()


class Refund(_Part):
    """A state refund, dranst 2."""

    key: str
    name: str
    group: str
    area: str
    function: str
    grouping: str
    kind: str
    lines: tuple[str, ...] = ()


class Owner(_Part):
    """Who delivers: decides the art of the account and how it is settled."""

    art: str
    ownership: str
    label: str
    settlement: str


def _load(name: str) -> Any:
    return yaml.safe_load((DEMO / name).read_text(encoding="utf-8"))


@cache
def lines() -> dict[str, Line]:
    """The catalogue by key."""
    return {row["key"]: Line.model_validate(row) for row in _load("catalogue.yaml")["lines"]}


@cache
def areas() -> dict[str, Area]:
    """Policy areas by key."""
    return {key: Area.model_validate(row) for key, row in _load("frames.yaml")["areas"].items()}


@cache
def frames() -> tuple[Frame, ...]:
    """Accounts that no grant explains."""
    return tuple(Frame.model_validate(row) for row in _load("frames.yaml")["frames"])


@cache
def refunds() -> tuple[Refund, ...]:
    """State refunds."""
    return tuple(Refund.model_validate(row) for row in _load("frames.yaml")["refunds"])


@cache
def expensive_limits() -> tuple[tuple[float, float], ...]:
    """(yearly limit, share of what lies above it) of the refund for expensive cases."""
    return tuple((float(limit), float(share)) for limit, share in _load("frames.yaml")["expensive_limits"])


@cache
def owners() -> dict[str, Owner]:
    """Kinds of owner by key."""
    return {key: Owner.model_validate(row) for key, row in _load("parameters.yaml")["owners"].items()}


@cache
def chances() -> dict[str, Any]:
    """The rest of `parameters.yaml`: lags, price steps, budget events."""
    return dict(_load("parameters.yaml"))


@cache
def names() -> dict[str, Any]:
    """Invented names of places, people, teams and municipalities."""
    return dict(_load("names.yaml"))
