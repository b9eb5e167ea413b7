"""Amounts side by side: what differs in meaning differs in colour, and the word says it."""

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, Role, beside_texts, color_scale, finish, ink
from cockpit.views import Bars

ROLES_OF: dict[str, tuple[Role, Role]] = {
    "deviation": ("overspend", "actual"),
    "plan": ("forecast", "actual"),
    "parts": ("actual", "forecast"),
}
_TEXT_WIDTH = 190


def bars(figure: Bars) -> Chart:
    """Horizontal bars in the figure's order; amount and word stand in a column at the right."""
    plus, minus = ROLES_OF[figure.meaning]
    names: dict[Role, str] = {plus: figure.plus, minus: figure.minus}
    data = figure.frame.select("label", pl.col("value").cast(pl.Float64), "word", "text")
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=list(data["label"]), title=None, axis=alt.Axis(labelLimit=230, labelOverlap=False)),
        tooltip=[alt.Tooltip("label:N", title="Hvad"), alt.Tooltip("text:N", title="Beløb")],
    )
    scale = beside_texts(data["value"].to_list(), _TEXT_WIDTH)
    chart = alt.layer(
        base.mark_bar().encode(
            x=alt.X("value:Q", scale=scale, axis=None), color=alt.Color("word:N", scale=color_scale(names), legend=None)
        ),
        base.mark_text(align="right").encode(x=alt.value("width"), text="text:N", color=alt.datum(ink(names))),
    )
    rows = "; ".join(f"{label}: {text}" for label, text in data.select("label", "text").iter_rows())
    done: Chart = finish(chart, figure.message, rows, alt.Step(22))
    return done
