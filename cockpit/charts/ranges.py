"""Forecast against both budgets: a band for where the year may end, a mark for each figure."""

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, Role, color_scale, finish, ink, money_axis
from cockpit.views import RangeFigure
from cockpit.views.levels import term
from cockpit.views.wording import between, money

NAMES: dict[Role, str] = {
    "actual": term("forecast").title,
    "neutral": "Budget",
    "forecast": "80 %",
    "last_year": "95 %",
}
_TOOLTIP = [alt.Tooltip("series:N", title="Hvad"), alt.Tooltip("text:N", title="Beløb")]
_THICKNESS = alt.Scale(domain=["95 %", "80 %"], range=[14, 24], type="ordinal")
_FORECAST = term("forecast").title


def _marks(figure: RangeFigure) -> pl.DataFrame:
    """`row`, `series`, `value` (kr.), `text` of the forecast and of the budgets that are known."""
    every = [
        (_FORECAST, NAMES["actual"], figure.forecast_kr),
        (term("adjusted_budget").title, NAMES["neutral"], figure.adjusted_kr),
        (term("original_budget").title, NAMES["neutral"], figure.original_kr),
    ]
    rows = [(row, series, float(value), money(value)) for row, series, value in every if value is not None]
    schema = {"row": pl.String, "series": pl.String, "value": pl.Float64, "text": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _bands(figure: RangeFigure) -> pl.DataFrame:
    """`row`, `series`, `low`, `high` (kr.), `text` of the ranges that are known, the widest first."""
    every = [("95 %", figure.low95_kr, figure.high95_kr), ("80 %", figure.low80_kr, figure.high80_kr)]
    rows = [
        (_FORECAST, series, float(low), float(high), between(low, high))
        for series, low, high in every
        if low is not None and high is not None
    ]
    schema = {"row": pl.String, "series": pl.String, "low": pl.Float64, "high": pl.Float64, "text": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _domain(marks: pl.DataFrame, bands: pl.DataFrame) -> list[float]:
    values = [*marks["value"], *bands["low"], *bands["high"]]
    margin = (max(values) - min(values) or abs(values[0]) or 1.0) * 0.25
    return [min(values) - margin, max(values) + margin]


def forecast_range(figure: RangeFigure) -> Chart:
    """One line each for the forecast with its bands (80 % darker than 95 %) and for the budgets.

    The axis does not start at zero: positions are compared here, not lengths.
    """
    marks, bands = _marks(figure), _bands(figure)
    axis = money_axis(max(map(abs, marks["value"])))
    scale = alt.Scale(domain=_domain(marks, bands), nice=False, zero=False)
    y = alt.Y("row:N", sort=list(marks["row"]), title=None, axis=alt.Axis(labelLimit=150))
    at = alt.Chart(marks).encode(x=alt.X("value:Q", scale=scale, axis=axis), y=y, tooltip=_TOOLTIP)
    band = alt.Chart(bands).encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, tooltip=_TOOLTIP)
    color = alt.Color("series:N", scale=color_scale(NAMES), legend=None)
    layers = alt.layer(
        band.mark_bar(opacity=0.6).encode(color=color, size=alt.Size("series:N", scale=_THICKNESS, legend=None)),
        at.mark_point(filled=True, size=110, shape="diamond", opacity=1).encode(color=color),
        at.mark_text(dy=-18).encode(text="text:N", color=alt.datum(ink(NAMES))),
    )
    done: Chart = finish(layers, figure.message, _description(marks, bands), alt.Step(54))
    return done


def _description(marks: pl.DataFrame, bands: pl.DataFrame) -> str:
    ranges = [f"{series} {words}" for series, words in bands.select("series", "text").iter_rows()]
    figures = [f"{row} {words}" for row, words in marks.select("row", "text").iter_rows()]
    return "; ".join([*figures, *ranges])
