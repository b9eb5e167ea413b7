"""The month's report to the management: what the year looks like, why, what is done about it, and how sure it is.

The contents are those that real reports hold: spend month by month against earlier years in current and fixed prices,
per function, the deviation in three ways and the reasons for it, what the budget is bound to, number and price per
measure, what moved, the most expensive cases of each kind, explanations with action plans before and after, and what
the figures rest on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cockpit.views.actions import ActionsView
from cockpit.views.context import Context
from cockpit.views.disposal import CommitmentsView
from cockpit.views.expensive import ExpensiveView
from cockpit.views.followup_tables import THREE_WAYS
from cockpit.views.forecast_bridge import ForecastBridgeView
from cockpit.views.overview import OverviewView
from cockpit.views.paragraphs import ParagraphsView
from cockpit.views.report import Printed, ReportView, Section, build
from cockpit.views.table import Table
from cockpit.views.why import WhyView

_FOLLOWUP = ("label", "original_budget", "adjusted_budget", "posted", "committed", "forecast", "deviation",
             "deviation_word", "deviation_pct")  # fmt: skip
_DEVIATION = ("label", "adjusted_budget", "forecast", "deviation", "deviation_word", "deviation_pct")
_PLANS = ("id", "title", "area", "owner", "deadline", "status_title", "late", "expected_kr", "realised_kr",
          "counted_kr")  # fmt: skip
_CASES = ("rank", "case_id", "gross_kr", "refund_kr", "other_refund_kr", "net_kr", "provider", "paragraph", "area")
_GAPS = ("as_of", "before_kr", "counted_kr", "after_kr", "adjusted_kr", "gap_before_kr", "gap_kr", "word",
         "realised_kr")  # fmt: skip
_EXPLAINED = ("area", "where", "deviation", "deviation_word", "deviation_pct", "explained", "text")
MOST = 20
LEVELS = ("area", "function", "paragraph")


def _result(overview: OverviewView, actions: ActionsView, paragraphs: ParagraphsView) -> Section:
    return Section(
        "Årets resultat",
        texts=(overview.range_sentence, *overview.differences, actions.headline),
        kpis=overview.kpis,
        figures=(overview.development,),
        tables=(
            Printed(overview.months),
            Printed(overview.months_accumulated),
            Printed(paragraphs.months),
            Printed(paragraphs.months_fixed),
        ),
        bullets=(paragraphs.rests_on,),
    )


def _where(overview: OverviewView, tables: Mapping[str, Table]) -> Section:
    return Section(
        "Hvor afvigelsen ligger",
        texts=(overview.areas.message, overview.paragraphs.message),
        figures=(overview.areas, overview.paragraphs),
        tables=(
            Printed(tables["area"], _FOLLOWUP),
            Printed(tables[THREE_WAYS]),
            Printed(tables["function"], _DEVIATION),
            Printed(tables["paragraph"], _DEVIATION),
        ),
    )


def _measures(paragraphs: ParagraphsView) -> Section:
    return Section(
        "Antal og pris pr. indsats",
        texts=(paragraphs.headline, paragraphs.comparison),
        figures=(paragraphs.years, paragraphs.price_volume),
        tables=(Printed(paragraphs.table, _without(paragraphs.table, "kind")), Printed(paragraphs.years_table)),
        bullets=paragraphs.notes,
    )


def _why(why: WhyView) -> Section:
    return Section(
        "Hvorfor",
        texts=(why.headline,),
        figures=(why.bridge,) if why.bars.frame.height else (),
        tables=(Printed(why.bars), Printed(why.groups, most=MOST)),
        bullets=why.notes,
    )


def _moved(since: ForecastBridgeView, overview: OverviewView) -> Section:
    return Section(
        "Hvad der har flyttet sig",
        texts=(since.headline,),
        figures=(since.bridge,) if since.bars.frame.height else (),
        tables=(Printed(since.bars), Printed(overview.movements, most=MOST)),
    )


def _without(table: Table, name: str) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name != name)


def _bound(commitments: CommitmentsView) -> Section:
    """The disponeringsregnskab per area, a table for each of its questions."""
    return Section(
        "Disponering",
        texts=(commitments.headline, *commitments.sentences),
        tables=tuple(
            Printed(replace(commitments.part("area", part), title=f"Disponering: {part}")) for part in commitments.parts
        ),
    )


def _of_each_kind(top: Table) -> tuple[Printed, ...]:
    """The most expensive cases, a table a kind of help."""
    kinds = top.frame["category"].unique(maintain_order=True)
    return tuple(
        Printed(replace(top, title=f"De {MOST} dyreste: {kind}", frame=top.frame.filter(category=kind)), _CASES)
        for kind in kinds
    )


def _expensive(expensive: ExpensiveView) -> Section:
    return Section(
        "Dyre sager og refusion",
        texts=(expensive.headline,),
        kpis=expensive.kpis,
        figures=(expensive.by_category, expensive.by_kind),
        tables=(
            Printed(expensive.categories),
            *_of_each_kind(expensive.top),
            Printed(expensive.kinds),
            Printed(expensive.quarters),
        ),
        bullets=expensive.notes,
    )


def _actions(actions: ActionsView) -> Section:
    return Section(
        "Forklaringer og handleplaner",
        texts=(actions.headline,),
        kpis=actions.kpis,
        figures=(actions.bridge, actions.gap_bars) if actions.gap_bars.frame.height else (actions.bridge,),
        tables=(
            Printed(actions.explained, _EXPLAINED),
            Printed(actions.plans_table, _PLANS),
            Printed(actions.gaps, _GAPS),
        ),
        bullets=actions.notes,
    )


def _how_sure(overview: OverviewView) -> Section:
    texts = (overview.range_sentence, *overview.differences)
    return Section("Hvor sikre tallene er", texts=texts, bullets=overview.weaknesses)


@dataclass(frozen=True, eq=False, slots=True)
class Screens:
    """The views of the screen that the report prints. `followups`: the follow-up's table by `LEVELS`, and
    `THREE_WAYS`."""

    overview: OverviewView
    followups: Mapping[str, Table]
    why: WhyView
    since: ForecastBridgeView
    paragraphs: ParagraphsView
    actions: ActionsView
    expensive: ExpensiveView
    commitments: CommitmentsView


def month_report(context: Context, seen: Screens, *, made_by: str, made_at: str) -> ReportView:
    """The report from the views of the screen."""
    sections = (
        _result(seen.overview, seen.actions, seen.paragraphs),
        _where(seen.overview, seen.followups),
        _why(seen.why),
        _bound(seen.commitments),
        _measures(seen.paragraphs),
        _moved(seen.since, seen.overview),
        _expensive(seen.expensive),
        _actions(seen.actions),
        _how_sure(seen.overview),
    )
    title = f"Budgetopfølgning {context.month_name} {context.year}"
    said = seen.overview.headline
    return build(context, title=title, headline=said, sections=sections, made_by=made_by, made_at=made_at)
