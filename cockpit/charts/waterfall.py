"""Steps from one total to another: totals stand on zero, changes start where the last step ended."""

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, Role, beside_texts, color_scale, finish, ink
from cockpit.views import Waterfall

NAMES: dict[Role, str] = {"neutral": "I alt", "overspend": "Lægger til", "actual": "Trækker fra"}
DEVIATION = "deviation"
_TEXT_WIDTH = 150


def _data(figure: Waterfall) -> pl.DataFrame:
    """The steps as floats, with the role of each: a total, an addition or a subtraction.

    The step from the forecast to the budget leads the other way: down for an overspend, which keeps its own colour.
    """
    signed = pl.when(pl.col("step") == DEVIATION).then(-pl.col("amount_kr")).otherwise(pl.col("amount_kr"))
    kind = (
        pl.when(pl.col("kind") == "total")
        .then(pl.lit(NAMES["neutral"]))
        .when(signed >= 0)
        .then(pl.lit(NAMES["overspend"]))
        .otherwise(pl.lit(NAMES["actual"]))
    )
    floats = [pl.col(name).cast(pl.Float64) for name in ("amount_kr", "from_kr", "to_kr")]
    return figure.frame.select("label", *floats, kind.alias("role"), "text")


def waterfall(figure: Waterfall) -> Chart:
    """Horizontal steps, so that the names can be read on a narrow screen; the figures stand at the right."""
    data = _data(figure)
    scale = beside_texts([*data["from_kr"], *data["to_kr"]], _TEXT_WIDTH)
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=list(data["label"]), title=None, axis=alt.Axis(labelLimit=190, labelOverlap=False)),
        tooltip=[alt.Tooltip("label:N", title="Trin"), alt.Tooltip("text:N", title="Beløb")],
    )
    chart = alt.layer(
        base.mark_bar().encode(
            x=alt.X("from_kr:Q", scale=scale, axis=None),
            x2="to_kr:Q",
            color=alt.Color("role:N", scale=color_scale(NAMES), legend=None),
        ),
        base.mark_text(align="right").encode(x=alt.value("width"), text="text:N", color=alt.datum(ink(NAMES))),
    )
    rows = "; ".join(f"{label}: {text}" for label, text in data.select("label", "text").iter_rows())
    done: Chart = finish(chart, figure.message, rows, alt.Step(22))
    return done
