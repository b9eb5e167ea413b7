"""The municipality's choices. Values live in the journal with who, when and from when; these are the defaults, and what
a person is told of each: Danish title, unit, explanation, and the values that it may have."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cockpit.contracts.calendar import month_end, working_day


class SettingKind(StrEnum):
    """How a setting is written by a person."""

    TEXT = "text"
    CHOICE = "choice"
    MONTHS = "months"
    KR = "kr"
    SHARE = "share"
    """A fraction, written in per cent."""
    COUNT = "count"


def _setting(default: object, kind: SettingKind, group: str, title: str, help: str, **more: Any) -> Any:  # noqa: A002
    """`unit` and `choices` (code -> title) beside the limits of `Field`."""
    told = {"kind": kind, "group": group, "unit": more.pop("unit", ""), "choices": more.pop("choices", {})}
    return Field(default=default, title=title, description=help, json_schema_extra=told, **more)


OWN, MONTH, LARGE, DOOR, METHOD, SHIELD = (
    "Kommunen", "Måneden og året", "Hvad der er stort", "Indlæsning", "Fremskrivningen", "Beskyttelse af borgere"
)  # fmt: skip


class Settings(BaseModel):
    """Every setting with its default. Amounts in kr., shares as fractions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 0
    municipality: str = _setting(
        "Egen Kommune", SettingKind.TEXT, OWN, "Kommunens navn",
        "Står på sider og rapporter, og er den kommune, en indsats' betalingskommune sammenlignes med.",
        min_length=1, max_length=100,
    )  # fmt: skip
    deviation_sign: Literal["overspend_positive", "underspend_positive"] = _setting(
        "underspend_positive", SettingKind.CHOICE, OWN, "Fortegn på afvigelser",
        "Hvad plus betyder, hvor en afvigelse er skrevet. Ordet merforbrug eller mindreforbrug står der altid.",
        choices={"underspend_positive": "plus er mindreforbrug", "overspend_positive": "plus er merforbrug"},
    )  # fmt: skip
    reporting_dates: tuple[tuple[int, int], ...] = _setting(
        ((3, 31), (5, 31), (6, 30), (9, 30), (11, 30)), SettingKind.MONTHS, MONTH, "Måneder med budgetopfølgning",
        "De lukninger, byrådet følger op på. Budgetopfølgning har en visning af den nyeste.",
        min_length=1,
    )  # fmt: skip
    close_working_day: int = _setting(
        5, SettingKind.COUNT, MONTH, "Bogføringen lukker på arbejdsdag nr.",
        "En måneds bogføring er lukket på denne arbejdsdag i den følgende måned. Det, der er registreret inden da, "
        "hører med til månedens lukning, hvor et udtræk ikke selv fortæller, hvad der var kendt hvornår.",
        ge=1, le=23,
    )  # fmt: skip
    materiality_kr: Decimal = _setting(
        Decimal(500000), SettingKind.KR, LARGE, "Væsentlig afvigelse, beløb",
        "En afvigelse på mindst så meget skal forklares, før måneden er forklaret.",
        ge=0, le=Decimal(10) ** 12, decimal_places=2, unit="kr.",
    )  # fmt: skip
    materiality_share: float = _setting(
        0.02, SettingKind.SHARE, LARGE, "Væsentlig afvigelse, andel",
        "En afvigelse på mindst denne andel af korrigeret budget, og mindst halvdelen af beløbet, skal også forklares.",
        ge=0, le=1, unit="%",
    )  # fmt: skip
    expensive_case_kr: Decimal = _setting(
        Decimal(1000000), SettingKind.KR, LARGE, "Dyr sag fra",
        "En borger, hvis hjælp koster mere end dette på et år, er en dyr sag. Lovens grænser for refusion er for sig: "
        "de indtastes under Dyre sager og refusion.",
        gt=0, le=Decimal(10) ** 9, decimal_places=2, unit="kr. om året",
    )  # fmt: skip
    coverage_kept_share: float = _setting(
        0.05, SettingKind.SHARE, LARGE, "Over- og underdækning, der bliver i et eget tilbud",
        "Det, takster og belægning dækker for meget eller for lidt ud over denne andel af tilbuddets budgetterede "
        "udgifter, reguleres i senere takster. Grænsen står i jeres rammeaftale, ofte 5 %: se efter.",
        ge=0, le=1, unit="% af udgifterne",
    )  # fmt: skip
    loss_confirm_share: float = _setting(
        0.2, SettingKind.SHARE, DOOR, "Spørg, når en periode mister over",
        "Mister en måned mere end denne andel af sin sum ved en indlæsning, skal et menneske sige ja først.",
        gt=0, le=1, unit="% af sin sum",
    )  # fmt: skip
    few_rows_confirm_share: float = _setting(
        0.05, SettingKind.SHARE, DOOR, "Spørg, når en fil er kortere end",
        "Har en ny fil under denne andel af de rækker, den afløser, skal et menneske sige ja først.",
        gt=0, le=1, unit="% af den forrige",
    )  # fmt: skip
    pipeline_probability: float = _setting(
        0.7, SettingKind.SHARE, METHOD, "Chance for at en kommende sag starter",
        "Bruges, hvor listen over kommende sager ikke selv siger en sandsynlighed.",
        ge=0, le=1, unit="%",
    )  # fmt: skip
    first_year: int = _setting(
        2015, SettingKind.COUNT, METHOD, "Bogføring bruges fra og med år",
        "Ældre posteringer bliver stående, men fremskrivningen lærer ikke af dem.",
        ge=2000, le=2100,
    )  # fmt: skip
    smallest_area_citizens: int = _setting(
        20, SettingKind.COUNT, SHIELD, "Færrest borgere i et område, politikere ser",
        "Områder med færre borgere lægges sammen, før en politiker ser dem. Tallet kan sættes op, men ikke under 20: "
        "så ville en enkelt borgers udgift kunne gættes.",
        ge=20, le=1000, unit="borgere",
    )  # fmt: skip

    def close_of(self, as_of: dt.date) -> dt.date:
        """The day on which the ledger of `as_of`'s month is closed: the n-th working day of the next month."""
        return working_day(month_end(as_of.year, as_of.month) + dt.timedelta(days=1), self.close_working_day)


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """What a person is told of one setting."""

    name: str
    title: str
    group: str
    kind: SettingKind
    unit: str
    help: str
    choices: dict[str, str]
    limits: dict[str, Any]
    """What `Field` says: `ge`, `gt`, `le`, `min_length`, `max_length`; shares as fractions."""


@dataclass(frozen=True, slots=True)
class SettingsVersion:
    """One saved version: by whom, when and why."""

    settings: Settings
    user: str
    at: dt.datetime
    reason: str


def setting_specs() -> tuple[SettingSpec, ...]:
    """Every setting that a person may choose, in the order shown."""
    return tuple(_spec(name) for name in Settings.model_fields if name != "version")


def _spec(name: str) -> SettingSpec:
    field = Settings.model_fields[name]
    told: Any = field.json_schema_extra
    limits = {
        key: getattr(one, key) for one in field.metadata for key in _LIMITS if getattr(one, key, None) is not None
    }
    return SettingSpec(name, field.title or "", limits=limits, help=field.description or "", **told)


_LIMITS = ("ge", "gt", "le", "min_length", "max_length")
