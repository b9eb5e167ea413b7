"""Where the deviation sits: one bar each, over budget and under budget told apart by side, colour and word."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, Role, color_scale, finish, legend, money_axis, padded
from cockpit.views import Deviations

NAMES: dict[Role, str] = {"overspend": "merforbrug", "actual": "mindreforbrug"}


def shared_domain(figures: Sequence[Deviations]) -> list[float]:
    """One scale for charts that are compared, kr."""
    return padded([float(value) for figure in figures for value in figure.frame["deviation_kr"]])


def _data(figure: Deviations) -> pl.DataFrame:
    return figure.frame.select("label", pl.col("deviation_kr").cast(pl.Float64).alias("value"), "word", "text")


def deviations(figure: Deviations, *, scale_kr: Sequence[float] | None = None) -> Chart:
    """Horizontal bars with the printed sign, largest overspend first; the figure and its word stand at each bar.

    `scale_kr`: the domain of `shared_domain`, for charts side by side.
    """
    data = _data(figure)
    domain = list(scale_kr or shared_domain([figure]))
    axis = money_axis(max(map(abs, domain)), "Afvigelse")
    base = alt.Chart(data).encode(
        x=alt.X("value:Q", scale=alt.Scale(domain=domain, nice=False), axis=axis),
        y=alt.Y("label:N", sort=list(data["label"]), title=None, axis=alt.Axis(labelLimit=170)),
        tooltip=[alt.Tooltip("label:N", title="Hvor"), alt.Tooltip("text:N", title="Afvigelse")],
    )
    bars = base.mark_bar().encode(color=alt.Color("word:N", scale=color_scale(NAMES), legend=legend(NAMES)))
    right = base.transform_filter("datum.value >= 0").mark_text(align="left", dx=4).encode(text="text:N")
    left = base.transform_filter("datum.value < 0").mark_text(align="right", dx=-4).encode(text="text:N")
    plus = "plus er merforbrug" if figure.sign == "overspend_positive" else "plus er mindreforbrug"
    rows = "; ".join(f"{label}: {text}" for label, text in data.select("label", "text").iter_rows())
    chart = alt.layer(bars, right, left).properties(height=alt.Step(24))
    done: Chart = finish(chart, figure.message, f"Søjler, {plus}. {rows}")
    return done
