"""Økonomi → Scenarier: kept scenarios side by side with the forecast, this year and the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.scenario import (
    Change,
    GrantChange,
    InflowChange,
    MoveChange,
    PlanChange,
    PriceChange,
    Scenario,
    TariffChange,
)
from cockpit.forecast.scenario import Played, by_year
from cockpit.views.context import Context
from cockpit.views.figures import Bars
from cockpit.views.outlook import WIDE
from cockpit.views.row import sum_kr
from cockpit.views.scenario_choices import Choices
from cockpit.views.table import Column, Table
from cockpit.views.wording import plural, signed

FORECAST = "Fremskrivningen"
EVERYTHING = "Hele kommunen"
MORE, LESS = "koster mere", "sparer"
NOTES = (
    "Scenarierne regnes på dagens data, hver gang de vises. De ændrer aldrig det forventede regnskab.",
    "Kun det, der endnu ikke er leveret, flyttes. Virkningen er før refusion. Den ventede afgang følger det "
    "disponerede: en indsats, der måske alligevel var sluttet, eller hvis sidste regninger først kommer næste år, "
    "sparer mindre end sin pris. Andre indsatsers ventede fornyelser røres ikke.",
    "Intervallet er fremskrivningens, flyttet med virkningen: hvor sikkert scenariet selv er, ved ingen.",
    "Næste år er hele året i kendte priser.",
    WIDE,
)


@dataclass(frozen=True, eq=False, slots=True)
class ScenarioPart:
    """One scenario: its effect per change and area."""

    name: str
    scenario: Scenario
    number: int
    """The line in force, for whoever changes it; 0 where it is not kept."""
    bars: Bars
    changes: Table
    areas: Table
    warnings: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name, with the area that it is of."""
        return f"{self.name} · {self.scenario.area}" if self.scenario.area else self.name


@dataclass(frozen=True, eq=False, slots=True)
class ScenariosView:
    """All scenarios beside the forecast, and each for itself."""

    context: Context
    headline: str
    table: Table
    parts: tuple[ScenarioPart, ...]
    choices: Choices
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.table, *(table for part in self.parts for table in (part.changes, part.areas)))


def described(change: Change) -> str:
    """A change in a sentence of Danish."""
    if isinstance(change, InflowChange):
        return f"Tilgang {_pct(change.pct)}{_on(change.area)}"
    if isinstance(change, PriceChange):
        return f"Priser {_pct(change.pct)} fra {danish.date(change.starts)}{_on(change.area)}"
    if isinstance(change, TariffChange):
        return f"{change.provider}: takst {_pct(change.pct)} fra {danish.date(change.starts)}"
    if isinstance(change, MoveChange):
        who = plural(change.citizens, "borger", "borgere")
        return f"{who} fra {change.from_paragraph} til {change.to_paragraph} fra {danish.date(change.starts)}"
    if isinstance(change, PlanChange):
        return f"Handleplan {change.plan_id}"
    what = "slutter" if change.pct == -100 else _pct(change.pct)
    return f"{_grants(change)} {what} fra {danish.date(change.starts)}"


def _grants(change: GrantChange) -> str:
    if len(change.grant_ids) == 1:
        return f"Indsats {change.grant_ids[0]}"
    return (
        f"{len(change.grant_ids)} indsatser ({', '.join(change.grant_ids[:3])}{' …' if change.grant_ids[3:] else ''})"
    )


def _pct(points: float) -> str:
    return f"{'+' if points > 0 else ''}{danish.pct(points / 100)}"


def _on(area: str) -> str:
    return f" på {area}" if area else ""


def _effect(played: Played, year: int) -> Decimal:
    return sum_kr(by_year(played).filter(pl.col("year") == year), "effect_kr")


def _compared(context: Context, baseline: pl.DataFrame, played: Sequence[tuple[Scenario, int, Played]]) -> Table:
    this, following = baseline.sort("year").iter_rows(named=True)
    zero = Decimal(0)
    rows = [(FORECAST, "", zero, zero, "")]
    rows += [
        (
            one.name,
            one.area or EVERYTHING,
            _effect(found, context.year),
            _effect(found, context.year + 1),
            " ".join(found.warnings),
        )
        for one, _, found in played
    ]
    schema = {
        "name": pl.String(),
        "area": pl.String(),
        "effect_kr": MONEY,
        "next_effect_kr": MONEY,
        "warning": pl.String(),
    }
    shift = (("", "effect_kr", this), ("next_", "next_effect_kr", following))
    shifted = {
        f"{prefix}{name}": (pl.lit(row[name]) + pl.col(effect)).cast(MONEY)
        for prefix, effect, row in shift
        for name in ("forecast", "low80", "high80")
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(**shifted)
    unit, year = context.unit, context.year
    columns = (
        Column("name", "Scenarie", "text"),
        Column("effect_kr", f"Virkning {year}", unit, "Minus sparer, plus koster. Før refusion."),
        Column("forecast", f"Regnskab {year}", unit, "Forventet regnskab med scenariet."),
        Column("low80", "80 %, nedre", unit),
        Column("high80", "80 %, øvre", unit),
        Column("next_effect_kr", f"Virkning {year + 1}", unit, "Hele næste år."),
        Column("next_forecast", f"Regnskab {year + 1}", unit, "I kendte priser."),
        Column("next_low80", f"Nedre {year + 1}", unit),
        Column("next_high80", f"Øvre {year + 1}", unit),
        Column("area", "Gælder", "text"),
        Column("warning", "Vær opmærksom på", "text"),
    )
    return Table("Scenarierne ved siden af fremskrivningen", columns, frame)


def _effects(context: Context, played: Played, by: str, heading: str, names: dict[str, str] | None) -> Table:
    sums = by_year(played, by)
    this, following = (
        pl.col("effect_kr").filter(pl.col("year") == year).sum().cast(MONEY)
        for year in (context.year, context.year + 1)
    )
    frame = sums.group_by("key").agg(effect_kr=this, next_effect_kr=following)
    if names is not None:
        every = pl.DataFrame({"key": list(names)}, schema={"key": pl.String})
        frame = every.join(frame, on="key", how="left", maintain_order="left").with_columns(
            pl.col("effect_kr", "next_effect_kr").fill_null(Decimal(0)).cast(MONEY)
        )
    else:
        frame = frame.sort("key")
    label = pl.col("key") if names is None else pl.col("key").replace_strict(names, return_dtype=pl.String)
    whole = frame.select(pl.lit("I alt").alias("label"), pl.col("effect_kr", "next_effect_kr").sum().cast(MONEY))
    rows = pl.concat([frame.select(label.alias("label"), "effect_kr", "next_effect_kr"), whole])
    columns = (
        Column("label", heading, "text"),
        Column("effect_kr", f"Virkning {context.year}", context.unit),
        Column("next_effect_kr", f"Virkning {context.year + 1}", context.unit),
    )
    return Table(heading, columns, rows, totals=1)


def _bars(context: Context, name: str, changes: Table) -> Bars:
    lines = changes.frame.head(changes.frame.height - 1)
    amount = pl.col("effect_kr")
    frame = lines.select(
        "label",
        value=amount.cast(pl.Float64),
        word=pl.when(amount > 0).then(pl.lit(MORE)).otherwise(pl.lit(LESS)),
        text=amount.map_elements(signed, return_dtype=pl.String),
    )
    effect = signed(changes.frame["effect_kr"][-1])
    return Bars(f"{name}: {effect} i {context.year}", frame, MORE, LESS)


def _part(context: Context, scenario: Scenario, number: int, played: Played) -> ScenarioPart:
    names = {str(place): f"{place + 1}. {described(change)}" for place, change in enumerate(scenario.changes)}
    changes = _effects(context, played, "change", "Ændring", names)
    return ScenarioPart(
        name=scenario.name,
        scenario=scenario,
        number=number,
        bars=_bars(context, scenario.name, changes),
        changes=changes,
        areas=_effects(context, played, "area", "Politikområde", None),
        warnings=played.warnings,
    )


def _headline(context: Context, played: Sequence[tuple[Scenario, int, Played]]) -> str:
    if not played:
        return "Der er endnu ingen scenarier. Byg det første under «Byg et scenarie»."
    far = max(played, key=lambda one: (abs(_effect(one[2], context.year + 1)), one[0].name))
    this, following = (_effect(far[2], year) for year in (context.year, context.year + 1))
    return f"«{far[0].name}» flytter mest: {signed(this)} i {context.year} og {signed(following)} i {context.year + 1}"


def build(
    context: Context, *, baseline: pl.DataFrame, played: Sequence[tuple[Scenario, int, Played]], choices: Choices
) -> ScenariosView:
    """`baseline`: `year, forecast, low80, high80` of this year and the next; `played`: scenario, number of its line,
    and what it changes."""
    return ScenariosView(
        context=context,
        headline=_headline(context, played),
        table=_compared(context, baseline, played),
        parts=tuple(_part(context, *one) for one in played),
        choices=choices,
        notes=NOTES,
    )
