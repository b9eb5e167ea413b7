"""Steps from one total to another: totals stand on zero, changes start where the last step ended."""

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, Role, color_scale, finish, legend, money_axis, padded
from cockpit.views import Waterfall

NAMES: dict[Role, str] = {"neutral": "I alt", "overspend": "Lægger til", "actual": "Trækker fra"}


def _data(figure: Waterfall) -> pl.DataFrame:
    """The steps as floats, with the role of each: a total, an addition or a subtraction."""
    kind = (
        pl.when(pl.col("kind") == "total")
        .then(pl.lit(NAMES["neutral"]))
        .when(pl.col("amount_kr") >= 0)
        .then(pl.lit(NAMES["overspend"]))
        .otherwise(pl.lit(NAMES["actual"]))
    )
    floats = [pl.col(name).cast(pl.Float64) for name in ("amount_kr", "from_kr", "to_kr")]
    ends = pl.max_horizontal("from_kr", "to_kr").cast(pl.Float64).alias("end_kr")
    return figure.frame.select("label", *floats, ends, kind.alias("role"), "text")


def waterfall(figure: Waterfall) -> Chart:
    """Horizontal steps, so that the names can be read on a narrow screen; the figure stands at each."""
    data = _data(figure)
    domain = padded([*data["from_kr"], *data["to_kr"]], 0.3)
    scale = alt.Scale(domain=domain, nice=False)
    y = alt.Y("label:N", sort=list(data["label"]), title=None, axis=alt.Axis(labelLimit=190))
    axis = money_axis(max(map(abs, domain)))
    bars = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("from_kr:Q", scale=scale, axis=axis),
            x2="to_kr:Q",
            y=y,
            color=alt.Color("role:N", scale=color_scale(NAMES), legend=legend(NAMES)),
            tooltip=[alt.Tooltip("label:N", title="Trin"), alt.Tooltip("text:N", title="Beløb")],
        )
    )
    texts = (
        alt.Chart(data)
        .mark_text(align="left", dx=4)
        .encode(x=alt.X("end_kr:Q", scale=scale, axis=axis), y=y, text="text:N")
    )
    rows = "; ".join(f"{label}: {text}" for label, text in data.select("label", "text").iter_rows())
    done: Chart = finish(alt.layer(bars, texts).properties(height=alt.Step(24)), figure.message, rows)
    return done
