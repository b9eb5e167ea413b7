"""The key figures at the top of the overview."""

from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.views.context import Context
from cockpit.views.figures import Development, RangeFigure
from cockpit.views.kpi import Kpi
from cockpit.views.levels import NO_BUDGET, term
from cockpit.views.row import ForecastRow
from cockpit.views.table import MoneyKind
from cockpit.views.wording import between, money, signed


def _against(context: Context, forecast: Decimal, budget: Decimal | None, unit: MoneyKind | None) -> tuple[str, str]:
    if budget is None:
        return "", NO_BUDGET
    overspend = forecast - budget
    return signed(context.deviation(overspend), unit), danish.deviation_word(overspend)


def _trend(development: Development) -> tuple[float, ...]:
    months = development.accumulated.select(pl.sum_horizontal("actual_kr", "forecast_kr").cast(pl.Float64))
    return tuple(months.to_series())


def forecast(context: Context, row: ForecastRow, trend: tuple[float, ...] = (), unit: MoneyKind | None = None) -> Kpi:
    """The forecast, against the adjusted budget."""
    delta, word = _against(context, row.forecast, row.adjusted_budget, unit)
    words = term("forecast")
    return Kpi(words.title, money(row.forecast, unit), delta, word, words.definition, trend)


def original(context: Context, row: ForecastRow, unit: MoneyKind | None = None) -> Kpi:
    """The original budget, and the forecast against it."""
    delta, word = _against(context, row.forecast, row.original_budget, unit)
    words = term("original_budget")
    return Kpi(words.title, money(row.original_budget, unit), delta, word, words.definition)


def adjusted(row: ForecastRow, unit: MoneyKind | None = None) -> Kpi:
    """The adjusted budget, and what has been added since it was adopted."""
    words = term("adjusted_budget")
    if row.adjusted_budget is None or row.original_budget is None:
        return Kpi(words.title, money(row.adjusted_budget, unit), "", NO_BUDGET, words.definition)
    added = signed(row.adjusted_budget - row.original_budget, unit)
    return Kpi(words.title, money(row.adjusted_budget, unit), added, "siden vedtagelsen", words.definition)


def deviation(context: Context, row: ForecastRow, unit: MoneyKind | None = None) -> Kpi:
    """The deviation with the printed sign, its share and its word."""
    words = term("deviation")
    if row.overspend is None:
        return Kpi(words.title, money(None), "", NO_BUDGET, words.definition)
    share = danish.pct(None if row.share is None else abs(row.share))
    value = signed(context.deviation(row.overspend), unit)
    return Kpi(words.title, value, share, danish.deviation_word(row.overspend), words.definition)


def interval(figure: RangeFigure) -> Kpi:
    """The 80 % range, with the 95 % range beside it."""
    help_text = "Hvor regnskabet ventes at ende. Bredden kommer af fremskrivningens tidligere fejl, når de er kendt."
    if figure.low80_kr is None or figure.high80_kr is None:
        return Kpi("Interval (80 %)", money(None), "", "for lidt historik", help_text)
    outer = ""
    if figure.low95_kr is not None and figure.high95_kr is not None:
        outer = between(figure.low95_kr, figure.high95_kr)
    inner = between(figure.low80_kr, figure.high80_kr)
    return Kpi("Interval (80 %)", inner, outer, "95 %" if outer else "", help_text)


def consumption(total: pl.DataFrame) -> Kpi:
    """Consumption rate = posted / adjusted budget (invoices lag, so months/12 is no yardstick for it)."""
    posted, budget = total.select("posted", "adjusted_budget").row(0)
    rate = danish.pct(float(posted / budget)) if budget else ""
    return Kpi(
        "Forbrugsprocent",
        rate or danish.pct(None),
        money(posted),
        "bogført" if rate else NO_BUDGET,
        "Bogført i procent af korrigeret budget. Regninger kommer forsinket: sammenlign ikke med måneder/12.",
    )


def build(context: Context, total: pl.DataFrame, figure: RangeFigure, development: Development) -> tuple[Kpi, ...]:
    """The six key figures of the overview."""
    row = ForecastRow.of(total)
    return (
        forecast(context, row, _trend(development)),
        original(context, row),
        adjusted(row),
        deviation(context, row),
        interval(figure),
        consumption(total),
    )
