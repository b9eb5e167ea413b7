"""The year month by month: posted solid, forecast light and dashed, budget outlined, last year a light line."""

import altair as alt
import polars as pl

from cockpit.charts.style import Chart, Role, finish, money_axis, notation
from cockpit.contracts import danish
from cockpit.views import Development

NAMES: dict[Role, str] = {
    "actual": "Bogført",
    "forecast": "Fremskrivning (stiplet)",
    "neutral": "Budget (omrids)",
    "last_year": "Sidste år (linje)",
}
_SERIES: dict[str, Role] = {
    "actual_kr": "actual",
    "forecast_kr": "forecast",
    "budget_kr": "neutral",
    "last_year_kr": "last_year",
}


def _long(frame: pl.DataFrame) -> pl.DataFrame:
    """`month`, `month_name`, `series`, `value` (kr.), `text`, `place` (stacking order)."""
    parts = [
        frame.select(
            "month",
            "month_name",
            pl.lit(NAMES[role]).alias("series"),
            pl.col(name).cast(pl.Float64).alias("value"),
            pl.Series("text", [danish.kr(value) for value in frame[name]], dtype=pl.String),
            pl.lit(place).alias("place"),
        )
        for place, (name, role) in enumerate(_SERIES.items())
    ]
    return pl.concat(parts).drop_nulls("value").sort("place", "month")


def _base(data: pl.DataFrame, axis: alt.Axis) -> alt.Chart:
    return alt.Chart(data).encode(
        x=alt.X("month_name:O", sort=list(danish.MONTHS_SHORT), title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", axis=axis, stack=None),
        tooltip=[
            alt.Tooltip("month_name:N", title="Måned"),
            alt.Tooltip("series:N", title="Serie"),
            alt.Tooltip("text:N", title="Beløb"),
        ],
        **notation("series:N", NAMES),
    )


def _layers(data: pl.DataFrame, axis: alt.Axis) -> Chart:
    def part(*roles: Role) -> alt.Chart:
        return _base(data.filter(pl.col("series").is_in([NAMES[role] for role in roles])), axis)

    stacked = alt.Y("value:Q", axis=axis, stack="zero")
    layered: alt.LayerChart = alt.layer(  # type: ignore[assignment]  # facets come only from facet encodings
        part("neutral").mark_bar(width=alt.RelativeBandSize(band=0.9)),
        part("actual", "forecast").mark_bar(width=alt.RelativeBandSize(band=0.55)).encode(y=stacked, order="place:Q"),
        part("last_year").mark_line(point=alt.OverlayMarkDef(size=30), strokeWidth=2),
    )
    return layered


def development(figure: Development, *, accumulated: bool = False) -> Chart:
    """Columns January to December; `accumulated` adds up from January."""
    data = _long(figure.accumulated if accumulated else figure.monthly)
    per_month = data.group_by("month", "series").agg(pl.col("value").abs().sum())
    largest: float = per_month["value"].max() or 0.0  # type: ignore[assignment]  # a column of floats
    what = "lagt sammen fra januar" if accumulated else "måned for måned"
    shown = ", ".join(NAMES[role] for role in _SERIES.values())
    description = f"Søjler for {figure.year} {what}: {shown}."
    chart: Chart = finish(_layers(data, money_axis(largest)), figure.message, description)
    return chart
