"""Økonomi -> Forklaringer og handleplaner: what must be explained, what is done about it, and what it is worth."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.action import ACTION_STATUS_TITLE, ActionPlan
from cockpit.contracts.entry import Entry
from cockpit.views.action_tables import explained_table, loose_table, plans_table
from cockpit.views.context import Context
from cockpit.views.figures import Bars, Waterfall
from cockpit.views.kpi import Kpi
from cockpit.views.levels import NO_BUDGET, term
from cockpit.views.plan_gaps import Gaps, gap_bars, gap_table
from cockpit.views.row import ForecastRow, sum_kr
from cockpit.views.steps import Step, change, total, waterfall
from cockpit.views.table import Table
from cockpit.views.wording import money, plural, signed

Place = tuple[str, str]
Kept = tuple[ActionPlan, int, tuple[str, ...]]
"""A plan, the number of its line, and the grants it names that the exports no longer tell of."""
AFTER = "Forventet regnskab efter handleplaner"
BEFORE = "Forventet regnskab før handleplaner"


@dataclass(frozen=True, slots=True)
class Ask:
    """A material deviation that can be explained: what is written now (with its line's number), or what is proposed."""

    area: str
    paragraph: str
    label: str
    text: str
    seen: int
    proposed: bool


@dataclass(frozen=True, eq=False, slots=True)
class ActionsView:
    """Deviations to explain, explanations whose deviation is gone (`loose`), plans, the way from the forecast before
    them to the one after, and the gap at every close. `missing`: closes whose gap has not been computed.
    """

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    bridge: Waterfall
    explained: Table
    loose: Table
    asks: tuple[Ask, ...]
    plans_table: Table
    plans: tuple[ActionPlan, ...]
    numbers: tuple[int, ...]
    after_kr: Decimal
    gaps: Table
    gap_bars: Bars
    missing: tuple[dt.date, ...]
    notes: tuple[str, ...]
    fixed: str = ""
    """Danish: why explanations can not be written at this close; empty where they can."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.explained, self.loose, self.plans_table, self.gaps)


def _asks(deviations: pl.DataFrame, written: Mapping[Place, Entry], proposed: Mapping[Place, Entry]) -> tuple[Ask, ...]:
    found = []
    for area, paragraph, label in deviations.select("area", "paragraph", "label").iter_rows():
        place = (area, paragraph)
        entry = written.get(place) or proposed.get(place)
        text = str(entry.body["text"]) if entry else ""
        seen = written[place].id if place in written else 0
        name = f"{area} · {label}" if paragraph else area
        found.append(Ask(area, paragraph, name, text, seen, place in proposed and place not in written))
    return tuple(found)


def _against(context: Context, forecast: Decimal, row: ForecastRow) -> tuple[str, str]:
    if row.adjusted_budget is None:
        return "", NO_BUDGET
    overspend = forecast - row.adjusted_budget
    return signed(context.deviation(overspend)), danish.deviation_word(overspend)


def _kpis(context: Context, row: ForecastRow, effects: pl.DataFrame, asks: Sequence[Ask]) -> tuple[Kpi, ...]:
    counted, expected = sum_kr(effects, "counted_kr"), sum_kr(effects, "expected_kr")
    realised, overdue = sum_kr(effects, "realised_kr"), effects.filter("overdue").height
    missing = sum(1 for ask in asks if not ask.seen)
    late = plural(overdue, "handling over frist", "handlinger over frist") if overdue else "ingen over frist"
    return (
        Kpi(
            "Før handleplaner", money(row.forecast), *_against(context, row.forecast, row), term("forecast").definition
        ),
        Kpi(
            "Efter handleplaner",
            money(row.forecast + counted),
            *_against(context, row.forecast + counted, row),
            "Før handleplaner plus den ventede effekt af besluttede handlinger, der ikke er over frist, og som tallene "
            "ikke viser endnu.",
        ),
        Kpi(
            "Dokumenteret effekt",
            signed(realised),
            signed(expected),
            "ventet i alt",
            "Hvad de nævnte indsatser og konti har flyttet sig siden månedslukningen før handlingen.",
        ),
        Kpi("Mangler forklaring", f"{missing} af {len(asks)}", "", late),
    )


def _bridge(row: ForecastRow, plans: Sequence[ActionPlan], effects: pl.DataFrame) -> Waterfall:
    """The deviation before the plans, each plan that counts, and the deviation after: beside the whole forecast no plan
    could be seen as a bar. Without a budget it is the forecast itself."""
    counted = dict(effects.select("id", "counted_kr").iter_rows())
    changes: list[Step] = [change(plan.id, plan.title, counted[plan.id]) for plan in plans if counted[plan.id]]
    effect = sum_kr(effects, "counted_kr")
    if row.adjusted_budget is None:
        ends = [total("before", BEFORE, row.forecast), total("after", AFTER, row.forecast + effect)]
    else:
        left = row.forecast - row.adjusted_budget
        ends = [_deviation("before", "Afvigelse før", left), _deviation("after", "Afvigelse efter", left + effect)]
    message = (
        f"Handleplanerne ventes at flytte regnskabet {signed(effect)}" if effect else "Ingen handleplan tæller med"
    )
    return waterfall(message, [ends[0], *changes, ends[1]], "Bro før og efter handleplaner")


def _deviation(step: str, label: str, overspend: Decimal) -> Step:
    word = danish.deviation_word(overspend)
    return step, label, "total", overspend, f"{word} {money(abs(overspend))}" if overspend else word


def _headline(context: Context, row: ForecastRow, after: Decimal) -> str:
    start = f"Forventet regnskab {context.year} er {money(row.forecast)} før og {money(after)} efter handleplaner"
    if row.adjusted_budget is None:
        return f"{start}. Der er intet budget på dette niveau."
    left = after - row.adjusted_budget
    return f"{start} – efter dem {danish.deviation_word(left)} {money(abs(left))}" if left else f"{start} – i balance"


def build(
    context: Context,
    *,
    total: pl.DataFrame,
    deviations: pl.DataFrame,
    written: Mapping[Place, Entry],
    proposed: Mapping[Place, Entry],
    places: Collection[Place],
    kept: Sequence[Kept],
    effects: pl.DataFrame,
    gaps: Gaps,
) -> ActionsView:
    """The page. `total`: `ROW_SCHEMA`, one row. `deviations`: `ROW_SCHEMA` + `area`, `paragraph`, those that are
    material. `written`, `proposed`: entries by place. `places`: all that the figures have. `kept`: the plans, see
    `Kept`. `effects`: `finance.EFFECTS`, a row a plan."""
    plans = tuple(plan for plan, *_ in kept)
    row = ForecastRow.of(total)
    after = row.forecast + sum_kr(effects, "counted_kr")
    asks = _asks(deviations, written, proposed)
    return ActionsView(
        context=context,
        headline=_headline(context, row, after),
        kpis=_kpis(context, row, effects, asks),
        bridge=_bridge(row, plans, effects),
        explained=explained_table(context, deviations, written, proposed),
        asks=asks,
        plans_table=plans_table(context, plans, effects),
        plans=plans,
        numbers=tuple(number for _, number, _ in kept),
        loose=loose_table(deviations, {**proposed, **written}, places),
        after_kr=after,
        gaps=gap_table(context, gaps),
        gap_bars=gap_bars(gaps.frame),
        missing=gaps.missing,
        notes=(*_notes(plans, effects), *_lost_notes(kept)),
    )


def version_line(entry: Entry) -> str:
    """`12-10-2026 kim: Besluttet, frist 31-12-2026, ventet −1,2 mio. kr. – fristen er rykket`"""
    plan = ActionPlan.model_validate(entry.body)
    what = f"{ACTION_STATUS_TITLE[plan.status]}, frist {danish.date(plan.deadline)}, ventet {signed(plan.expected_kr)}"
    return f"{danish.date(entry.at.date())} {entry.user}: {what}{f' – {entry.reason}' if entry.reason else ''}"


def _notes(plans: Sequence[ActionPlan], effects: pl.DataFrame) -> tuple[str, ...]:
    titles = {plan.id: plan.title for plan in plans}
    late = [titles[name] for name in effects.filter("overdue")["id"]]
    bare_ids = {plan.id for plan in plans if not (plan.grant_ids or plan.accounts)}
    unproven = [titles[name] for name in effects.filter(pl.col("realised_kr").is_null())["id"] if name in bare_ids]
    overdue = f"Over frist, og derfor talt med 0 kr., indtil fristen flyttes: {', '.join(late)}."
    bare = f"Nævner hverken indsatser eller konti, så effekten kan ikke dokumenteres: {', '.join(unproven)}."
    return (*((overdue,) if late else ()), *((bare,) if unproven else ()))


def _lost_notes(kept: Iterable[Kept]) -> Iterator[str]:
    """One sentence a plan whose proof is no longer whole."""
    for plan, _, lost in kept:
        if lost:
            yield (
                f"«{plan.title}» skal ses på {plural(len(lost), 'indsats', 'indsatser')}, som udtrækkene ikke længere "
                f"viser ({', '.join(lost)}). At de er væk, er ingen besparelse, så de tæller ikke som dokumenteret. "
                "Kommer de igen, måles de igen; er de oprettet på ny, så skriv deres nye nummer i handleplanen."
            )
