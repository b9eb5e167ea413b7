"""Data -> Indstillinger: what the municipality has chosen, what each choice does, and who changed what and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.settings import SettingKind, Settings, SettingSpec, SettingsVersion, setting_specs
from cockpit.views.table import Column, Table

EFFECT = (
    "En ændring gælder fra nu af. Alle tal får et nyt stempel og regnes igen; måneder, der er låst, står, som de blev "
    "låst."
)
_COLUMNS = (
    Column("group", "Gruppe", "text"),
    Column("title", "Indstilling", "text"),
    Column("value", "Værdi", "text"),
    Column("allowed", "Kan være", "text"),
    Column("name", "Navn", "text"),
)
_HISTORY = (
    Column("version", "Version", "integer"),
    Column("at", "Tidspunkt", "text"),
    Column("user", "Af", "text"),
    Column("title", "Indstilling", "text"),
    Column("before", "Før", "text"),
    Column("after", "Efter", "text"),
    Column("reason", "Hvorfor", "text"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One setting as a person fills it in: `value` as it is written, `allowed` what may stand there."""

    spec: SettingSpec
    value: str
    allowed: str

    @property
    def label(self) -> str:
        """`Væsentlig afvigelse, beløb (kr.)`"""
        return f"{self.spec.title} ({self.spec.unit})" if self.spec.unit else self.spec.title


@dataclass(frozen=True, eq=False, slots=True)
class SettingsView:
    """`version`: the one that the reader saw, for whoever saves."""

    version: int
    headline: str
    groups: dict[str, tuple[Field, ...]]
    table: Table
    history: Table


def build(settings: Settings, versions: Sequence[SettingsVersion]) -> SettingsView:
    """`versions` newest first, as the store gives them."""
    fields = [Field(spec, written(spec, getattr(settings, spec.name)), allowed(spec)) for spec in setting_specs()]
    groups = {field.spec.group: () for field in fields} | {
        name: tuple(field for field in fields if field.spec.group == name)
        for name in {one.spec.group for one in fields}
    }
    rows = [
        (one.spec.group, one.spec.title, with_unit(one.spec, one.value), one.allowed, one.spec.name) for one in fields
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys((column.name for column in _COLUMNS), pl.String()), orient="row")
    return SettingsView(
        settings.version, _headline(versions), groups, Table("Indstillinger", _COLUMNS, frame, note=EFFECT),
        _history(versions),
    )  # fmt: skip


def _headline(versions: Sequence[SettingsVersion]) -> str:
    if not versions:
        return "Programmets egne valg gælder: ingen har ændret noget endnu"
    newest = versions[0]
    return f"Version {newest.settings.version} gælder, gemt af {newest.user} {newest.at:%d-%m-%Y %H:%M}"


def written(spec: SettingSpec, value: Any) -> str:
    """The value as a person writes it, without its unit: `500.000`, `2`, `marts, maj`."""
    match spec.kind:
        case SettingKind.CHOICE:
            return spec.choices[value]
        case SettingKind.MONTHS:
            return ", ".join(danish.MONTHS[month - 1] for month, _ in value)
        case SettingKind.KR:
            return danish.number(value, 0 if value == int(value) else 2)
        case SettingKind.SHARE:
            return _percent(value)
        case _:
            return str(value)


def with_unit(spec: SettingSpec, text: str) -> str:
    """`500.000 kr.`"""
    return f"{text} {spec.unit}".strip()


def allowed(spec: SettingSpec) -> str:
    """What may stand there: `fra 1 til 23`, `over 0 til 100 %`, `en af: …`."""
    limits = spec.limits
    match spec.kind:
        case SettingKind.TEXT:
            return f"en tekst på højst {limits['max_length']} tegn"
        case SettingKind.CHOICE:
            return f"en af: {', '.join(spec.choices.values())}"
        case SettingKind.MONTHS:
            return "en eller flere måneder med komma imellem"
    lowest = f"fra {_limit(spec, limits['ge'])}" if "ge" in limits else f"over {_limit(spec, limits['gt'])}"
    return with_unit(spec, f"{lowest} til {_limit(spec, limits['le'])}")


def _limit(spec: SettingSpec, value: Any) -> str:
    if spec.kind is SettingKind.SHARE:
        return _percent(value)
    return danish.number(value) if spec.kind is SettingKind.KR else str(value)


def _percent(share: float) -> str:
    percent = Decimal(str(share)) * 100
    return danish.number(percent, max(0, -int(percent.normalize().as_tuple().exponent)))


def _history(versions: Sequence[SettingsVersion]) -> Table:
    """One line for each setting that a version changed; a version that changed nothing is a line without one."""
    rows = []
    states = [*(version.settings for version in versions), Settings()]
    for version, (after, before) in zip(versions, pairwise(states), strict=True):
        when = (version.settings.version, f"{version.at:%d-%m-%Y %H:%M}", version.user)
        changed = [spec for spec in setting_specs() if getattr(after, spec.name) != getattr(before, spec.name)]
        told = [
            (spec.title, *(with_unit(spec, written(spec, getattr(state, spec.name))) for state in (before, after)))
            for spec in changed
        ] or [("ingen ændring", "", "")]
        rows += [(*when, *line, version.reason) for line in told]
    schema = {column.name: pl.Int64() if column.kind == "integer" else pl.String() for column in _HISTORY}
    return Table("Hvem har ændret hvad", _HISTORY, pl.DataFrame(rows, schema=schema, orient="row"))
