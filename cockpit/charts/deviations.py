"""Where the deviation sits: one bar each, over budget and under budget told apart by side, colour and word."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, Role, beside_texts, color_scale, finish, ink
from cockpit.views import Deviations

NAMES: dict[Role, str] = {"overspend": "merforbrug", "actual": "mindreforbrug"}
_TEXT_WIDTH = 165


def shared_values(figures: Sequence[Deviations]) -> list[float]:
    """The values of charts that are compared, kr.: given to each of them, they share one scale."""
    return [float(value) for figure in figures for value in figure.frame["deviation_kr"]]


def _data(figure: Deviations) -> pl.DataFrame:
    return figure.frame.select("label", pl.col("deviation_kr").cast(pl.Float64).alias("value"), "word", "text")


def deviations(figure: Deviations, *, scale_kr: Sequence[float] | None = None) -> Chart:
    """Horizontal bars with the printed sign, largest overspend first; figure and word stand in a column at the right.

    `scale_kr`: from `shared_values`, for charts side by side.
    """
    data = _data(figure)
    scale = beside_texts(shared_values([figure]) if scale_kr is None else scale_kr, _TEXT_WIDTH)
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=list(data["label"]), title=None, axis=alt.Axis(labelLimit=170, labelOverlap=False)),
        tooltip=[alt.Tooltip("label:N", title="Hvor"), alt.Tooltip("text:N", title="Afvigelse")],
    )
    chart = alt.layer(
        base.mark_bar().encode(
            x=alt.X("value:Q", scale=scale, axis=None), color=alt.Color("word:N", scale=color_scale(NAMES), legend=None)
        ),
        base.mark_text(align="right").encode(x=alt.value("width"), text="text:N", color=alt.datum(ink(NAMES))),
    )
    plus = "plus er merforbrug" if figure.sign == "overspend_positive" else "plus er mindreforbrug"
    rows = "; ".join(f"{label}: {text}" for label, text in data.select("label", "text").iter_rows())
    done: Chart = finish(chart, figure.message, f"Søjler, {plus}. {rows}", alt.Step(22))
    return done
