"""Charts on the screen. Altair checks a chart against its whole schema each time it is written out (70 ms for one), so
what was written for the same figures is kept."""

import pickle
from collections.abc import Callable
from typing import Any, Protocol

import polars as pl
import streamlit as st

from cockpit.charts.style import unbroken
from cockpit.ui.tables import plain

KEPT = 200
TITLE_HEIGHT = 34
"""Pixels of a line of title and the gap below it."""
Specification = dict[str, Any]


class Figure(Protocol):
    """A view's figure: what it says is the chart's title, and what a screen reader is told."""

    @property
    def message(self) -> str: ...  # noqa: D102 - a protocol's member says it by its name


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _written(
    drawn_by: str,  # noqa: ARG001 - the cache's key
    figures: bytes,  # noqa: ARG001 - the cache's key
    _draw: Callable[[], Any],
) -> list[Specification]:
    drawn = _draw()
    return [one.to_dict() for one in (drawn if isinstance(drawn, tuple) else (drawn,))]


def _specifications(draw: Callable[[Any], Any], figure: Figure) -> list[Specification]:
    return _written(draw.__qualname__, pickle.dumps(figure), lambda: draw(figure))


def chart(draw: Callable[[Any], Any], figure: Figure, *, key: str, height: int) -> None:
    """A figure drawn by a function of `cockpit.charts`; its message alone where there is nothing to draw. `height`:
    pixels, one line of title included."""
    if isinstance(frame := getattr(figure, "frame", None), pl.DataFrame) and frame.is_empty():
        st.info(figure.message, icon=":material/info:")
        return
    (specification,) = _specifications(draw, figure)
    _titled(st.container(gap="xsmall"), specification, key, height, figure.message)


def charts_in_a_row(draw: Callable[[Any], Any], figure: Figure, *, key: str, height: int) -> None:
    """A figure drawn as several small charts side by side, one for each measure."""
    specifications = _specifications(draw, figure)
    columns = st.columns(len(specifications) or 1)
    for number, (place, one) in enumerate(zip(columns, specifications, strict=False)):
        _titled(place.container(gap="xsmall"), one, f"{key}-{number}", height, f"{figure.message} ({number + 1})")


def _titled(place: Any, specification: Specification, key: str, height: int, alt: str) -> None:
    """The chart below its title as text of the page: Vega breaks no line, and cuts one that is longer than the chart is
    wide."""
    words = _title(specification)
    if words:
        place.markdown(f"**{plain(unbroken(words))}**")
    untitled = {name: part for name, part in specification.items() if name != "title"}
    place.vega_lite_chart(spec=untitled, key=key, height=height - (TITLE_HEIGHT if words else 0), alt=alt)


def _title(specification: Specification) -> str:
    title = specification.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else str(text)
