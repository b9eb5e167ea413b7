"""Courses over months: each its own colour and its own dash."""

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, finish
from cockpit.contracts import danish
from cockpit.views import Lines

_DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 2, 1, 2]]


def lines(figure: Lines) -> Chart:
    """One line a key, the largest first in the legend. The axis starts at zero."""
    last = figure.frame.filter(pl.col("month") == pl.col("month").max()).sort("value", descending=True)
    names = list(dict.fromkeys([*last["label"], *figure.frame["label"]]))
    data = figure.frame.with_columns(
        pl.Series("text", [danish.number(value) for value in figure.frame["value"]], dtype=pl.String)
    )
    shown: alt.Legend | None = alt.Legend(
        title=None, orient="bottom", columns=2, labelLimit=220, symbolType="stroke", symbolSize=300
    )
    series = "label:N"
    if len(names) == 1:
        shown = None  # the message names the only line
    chart = (
        alt.Chart(data)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=18))
        .encode(
            x=alt.X("month:T", title=None, axis=alt.Axis(format="%b %y", labelAngle=0, tickCount=6)),
            y=alt.Y("value:Q", title=figure.value_title, axis=alt.Axis(format=",.0f", tickCount=5)),
            color=alt.Color(series, scale=alt.Scale(domain=names, range="category"), legend=shown),
            strokeDash=alt.StrokeDash(series, scale=alt.Scale(domain=names, range=_DASHES), legend=shown),
            tooltip=[
                alt.Tooltip("month:T", title="Måned", format="%B %Y"),
                alt.Tooltip(series, title="Hvad"),
                alt.Tooltip("text:N", title=figure.value_title),
            ],
        )
    )
    rows = "; ".join(f"{label}: {danish.number(value)}" for label, value in last.select("label", "value").iter_rows())
    done: Chart = finish(chart, figure.message, f"Linjer måned for måned. Nu: {rows}")
    return done
