"""How far each method missed at each month of the year: our own forecast solid, the others dashed."""

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, finish
from cockpit.contracts import danish
from cockpit.views import MethodErrors

_DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 2, 1, 2]]


def method_errors(figure: MethodErrors) -> Chart:
    """One line a method over the months of the year, per cent of the accounts; lower is better."""
    names = list(dict.fromkeys(figure.frame.sort("method", descending=True)["label"]))
    names.sort(key=lambda name: not name.startswith("Fremskrivning"))
    texts = pl.Series("text", [danish.pct(value) for value in figure.frame["error"]], dtype=pl.String)
    data = figure.frame.select("month", "month_name", "label", value=pl.col("error") * 100).with_columns(texts)
    shown = alt.Legend(title=None, orient="bottom", columns=3, labelLimit=220, symbolType="stroke", symbolSize=300)
    chart = (
        alt.Chart(data)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=24))
        .encode(
            x=alt.X("month_name:O", sort=list(danish.MONTHS_SHORT), title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value:Q", title="afvigelse i pct.", axis=alt.Axis(format=",.0f", tickCount=5)),
            color=alt.Color("label:N", scale=alt.Scale(domain=names, range="category"), legend=shown),
            strokeDash=alt.StrokeDash("label:N", scale=alt.Scale(domain=names, range=_DASHES), legend=shown),
            tooltip=[
                alt.Tooltip("month_name:N", title="Måned"),
                alt.Tooltip("label:N", title="Metode"),
                alt.Tooltip("text:N", title="Afvigelse"),
            ],
        )
    )
    said = data.select("label", "month_name", "text").iter_rows()
    rows = "; ".join(f"{label} {month}: {text}" for label, month, text in said)
    done: Chart = finish(chart, figure.message, f"Linjer for årets måneder. {rows}")
    return done
