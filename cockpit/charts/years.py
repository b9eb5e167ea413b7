"""One paragraph over the years: one small chart a measure, since their units differ."""

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, Role, finish, ink, money_axis, notation
from cockpit.views import Multiples

NAMES: dict[Role, str] = {"actual": "Regnskab", "forecast": "Forventet (stiplet)"}


def _data(figure: Multiples, measure: str) -> pl.DataFrame:
    name = pl.when("is_forecast").then(pl.lit(NAMES["forecast"])).otherwise(pl.lit(NAMES["actual"]))
    return figure.frame.filter(pl.col("measure") == measure).select(
        pl.col("year").cast(pl.String), "value", "text", "label", name.alias("series")
    )


def _axis(measure: str, data: pl.DataFrame) -> alt.Axis:
    if measure.endswith("_kr"):
        return money_axis(max(map(abs, data["value"])))
    return alt.Axis(title="personer", format=",.0f", tickCount=4)


def _one(figure: Multiples, measure: str, title: str) -> Chart:
    data = _data(figure, measure)
    used = {role: name for role, name in NAMES.items() if name in set(data["series"])}
    base = alt.Chart(data).encode(x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)))
    y = alt.Y("value:Q", axis=_axis(measure, data))
    bars = base.mark_bar().encode(
        y=y,
        tooltip=[alt.Tooltip("year:O", title="År"), alt.Tooltip("text:N", title=data["label"][0])],
        **notation("series:N", used),
    )
    texts = base.mark_text(dy=-7).encode(y=y, text="text:N", fill=alt.datum(ink(used)))
    rows = "; ".join(f"{year}: {text}" for year, text in data.select("year", "text").iter_rows())
    done: Chart = finish(alt.layer(bars, texts), title, rows, 220)
    return done


def years(figure: Multiples) -> tuple[Chart, ...]:
    """One chart for each measure that is known, in the order of the figure. A chart alone carries the message; several
    carry the name of their measure."""
    labels = dict(figure.frame.select("measure", "label").iter_rows())
    alone = len(labels) == 1
    return tuple(_one(figure, measure, figure.message if alone else label) for measure, label in labels.items())
