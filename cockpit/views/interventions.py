"""Socialfagligt -> Indsatser: how many are in which intervention, and how many come and go."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from cockpit.contracts import danish
from cockpit.views import intervention_tables as tables_of
from cockpit.views.context import Context
from cockpit.views.figures import Lines
from cockpit.views.kinds import with_kinds
from cockpit.views.kpi import Kpi
from cockpit.views.table import Table
from cockpit.views.wording import plural


@dataclass(frozen=True, eq=False, slots=True)
class InterventionsView:
    """Active now, last month, a year ago and in the budget; in- and outflow; by kind of service."""

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    table: Table
    kinds: Table
    active: Lines
    flow: Lines
    flow_table: Table
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.table, self.kinds, self.flow_table)


def _signed(count: int) -> str:
    return f"{'+' if count > 0 else ''}{danish.number(count)}"


def _kpi(label: str, now: int, then: int | None, then_text: str, trend: tuple[float, ...] = ()) -> Kpi:
    if then is None:
        return Kpi(label, danish.number(None), "", "ingen oplysning")
    word = "uændret" if now == then else "flere nu" if now > then else "færre nu"
    return Kpi(label, danish.number(then), _signed(now - then), f"{word} {then_text}", trend=trend)


def _kpis(months: pl.DataFrame, month: dt.date) -> tuple[Kpi, ...]:
    courses = months.group_by("month").agg(pl.col("active", "inflow", "outflow").sum()).sort("month")
    at = {row["month"]: row for row in courses.iter_rows(named=True)}
    now = at.get(month, {"active": 0, "inflow": 0, "outflow": 0})
    before, year_ago = (at.get(day, {}).get("active") for day in tables_of.yardsticks(month))
    trend = tuple(map(float, courses.filter(pl.col("month") <= month).tail(13)["active"]))
    flow = f"{danish.number(now['inflow'])} til, {danish.number(now['outflow'])} fra"
    return (
        Kpi("Aktive indsatser nu", danish.number(now["active"]), flow, "i måneden", tables_of.ACTIVE, trend),
        _kpi("Sidste måned", now["active"], before, "end sidste måned"),
        _kpi("For et år siden", now["active"], year_ago, "end for et år siden"),
    )


def _headline(months: pl.DataFrame, month: dt.date) -> str:
    now = months.filter(pl.col("month") == month)
    count, inflow, outflow = (int(now[name].sum()) for name in ("active", "inflow", "outflow"))
    name = f"{danish.MONTHS[month.month - 1]} {month.year}"
    active = plural(count, "aktiv indsats", "aktive indsatser")
    return f"{active} ved udgangen af {name}: {danish.number(inflow)} kom til, {danish.number(outflow)} gik fra"


def build(
    context: Context,
    *,
    months: pl.DataFrame,
    budget: pl.DataFrame,
    crosswalk: pl.DataFrame,
) -> InterventionsView:
    """The interventions.

    `months`: `month` (first day), `paragraph`, `active` (grants running on the month's last day), `inflow`,
    `outflow`. `budget`: `paragraph`, `full_year_persons` of `context.year` (may be empty). `crosswalk`:
    `law.paragraphs()`.
    """
    month = context.as_of.replace(day=1)
    named = with_kinds(months.filter(pl.col("month") <= month), crosswalk)
    budgeted = with_kinds(budget.select("paragraph", "full_year_persons"), crosswalk)
    return InterventionsView(
        context=context,
        headline=_headline(months, month),
        kpis=_kpis(named, month),
        table=tables_of.by_paragraph(named, budgeted, month),
        kinds=tables_of.by_kind(named, month),
        active=tables_of.active_lines(named),
        flow=tables_of.flow_lines(named),
        flow_table=tables_of.flow_table(named),
        notes=(tables_of.ACTIVE, tables_of.PERSONS),
    )
