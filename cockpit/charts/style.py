"""The notation that every chart shares: Danish numbers, the message as title, one meaning per colour.

Colours are places in the theme's categorical range (`range: category`), so that light and dark both hold. Colour is
never alone: outline, dash, shape or the printed word says the same. Vega-Lite has no hatching; a forecast is a light
fill with a dashed outline, and the legend says so.
"""

import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, Literal

import altair as alt

from cockpit.contracts import danish
from cockpit.views.wording import stop

Chart = alt.Chart | alt.LayerChart
Role = Literal["actual", "overspend", "neutral", "forecast", "accent", "last_year"]
ROLES: tuple[Role, ...] = ("actual", "overspend", "neutral", "forecast", "accent", "last_year")
"""In the order of the theme's categorical colours: blue, orange, grey, light blue, light orange, light grey."""

_FILL: dict[Role, float] = {"forecast": 0.35, "neutral": 0.0, "last_year": 0.0}
_DASH: dict[Role, list[int]] = {"forecast": [4, 2]}
_ALT = "beskrivelse"
_WIDE = 52
NO_BREAK = "\u00a0"
_FIGURE = re.compile(r"[\d.,]+ (?:mio\. kr\.|mia\. kr\.|t\.kr\.|kr\.|%)")
_NUMBER = alt.NumberLocale(
    decimal=",", thousands=".", grouping=[3], currency=["", " kr."], minus=danish.MINUS, percent=" %"
)
_DAYS = ("søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag")
_TIME = alt.TimeLocale(
    dateTime="%A den %-d. %B %Y kl. %H.%M",
    date="%d-%m-%Y",
    time="%H.%M",
    periods=["", ""],
    days=list(_DAYS),
    shortDays=[day[:3] for day in _DAYS],
    months=list(danish.MONTHS),
    shortMonths=list(danish.MONTHS_SHORT),
)


def _lines(message: str) -> list[str]:
    """The message in lines; a figure is never parted from its unit, nor *mio.* from *kr.*"""
    return [line.replace(NO_BREAK, " ") for line in wrap(unbroken(message), _WIDE)] or [""]


def unbroken(message: str) -> str:
    """The message with each figure held to its unit, whoever breaks it in lines."""
    return _FIGURE.sub(lambda found: found[0].replace(" ", NO_BREAK), message)


def finish(chart: Any, message: str, description: str, height: int | alt.Step = 300) -> Any:
    """The chart with its message as title, a description for those who cannot see it, and Danish numbers and dates.

    All in one step: Altair copies the whole chart at each.
    """
    return chart.properties(
        title=alt.TitleParams(text=_lines(message), anchor="start", lineHeight=18),
        usermeta={_ALT: f"{stop(message)} {description}".strip()},
        config=alt.Config(locale=alt.Locale(number=_NUMBER, time=_TIME), view=alt.ViewConfig(strokeWidth=0)),
        height=height,
    )


def alt_text(chart: Chart) -> str:
    """The chart in words, for `st.altair_chart(alt=)`: its message and its figures.

    Not in the spec's own `description`, which Streamlit would warn of on every run beside `alt=`.
    """
    return str(chart["usermeta"][_ALT])


def domain(names: Mapping[Role, str]) -> list[str]:
    """The names in the places of their roles; a role that is not used keeps its place."""
    return [names.get(role, role) for role in ROLES]


def color_scale(names: Mapping[Role, str]) -> alt.Scale:
    """Name -> the theme's colour of its role."""
    return alt.Scale(domain=domain(names), range="category")


def legend(names: Mapping[Role, str]) -> alt.Legend:
    """A legend below the chart of the names that are used."""
    return alt.Legend(
        title=None, orient="bottom", columns=2, symbolType="square", labelLimit=220, values=list(names.values())
    )


def notation(field: str, names: Mapping[Role, str]) -> dict[str, Any]:
    """Encodings of the IBCS-like notation: actual solid, forecast light with a dashed outline, plan and last year
    outlined only. One legend for all of them."""
    shown, places = legend(names), domain(names)
    colors = color_scale(names)
    fills = alt.Scale(domain=places, range=[_FILL.get(role, 1.0) for role in ROLES], type="ordinal")
    dashes = alt.Scale(domain=places, range=[_DASH.get(role, [1, 0]) for role in ROLES], type="ordinal")
    return {
        "fill": alt.Fill(field, scale=colors, legend=shown),
        "stroke": alt.Stroke(field, scale=colors, legend=shown),
        "fillOpacity": alt.FillOpacity(field, scale=fills, legend=shown),
        "strokeDash": alt.StrokeDash(field, scale=dashes, legend=shown),
    }


def money_axis(largest_kr: float, title: str | None = None) -> alt.Axis:
    """An axis in mio. kr., or in 1,000 kr. where the largest value is small."""
    divisor, unit = (1_000_000, "mio. kr.") if largest_kr >= 2_000_000 else (1_000, "1.000 kr.")
    decimals = 1 if largest_kr / divisor < 10 else 0
    return alt.Axis(
        title=unit if title is None else f"{title}, {unit}",
        labelExpr=f"format(datum.value / {divisor}, ',.{decimals}f')",
        tickCount=5,
    )


def ink(names: Mapping[Role, str]) -> str:
    """The name whose colour is the theme's grey, for texts that are read on light and on dark. The layer's own colour
    scale gives the colour."""
    return domain(names)[ROLES.index("neutral")]


def beside_texts(values: Sequence[float], text_width: int) -> alt.Scale:
    """A scale from zero out to the values that leaves `text_width` pixels at the right for a column of texts."""
    low, high = min([0.0, *values]), max([0.0, *values])
    return alt.Scale(
        domain=[low, high if high > low else low + 1],
        range=[alt.ExprRef(expr="0"), alt.ExprRef(expr=f"max(width - {text_width}, 16)")],
        nice=False,
    )
