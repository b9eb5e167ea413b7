"""Charts on the screen. Altair checks a chart against its whole schema each time it is written out (70 ms for one), so
what was written for the same figures is kept."""

import pickle
from collections.abc import Callable
from typing import Any, Protocol

import polars as pl
import streamlit as st

KEPT = 200
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
    """A figure drawn by a function of `cockpit.charts`; its message alone where there is nothing to draw."""
    if isinstance(frame := getattr(figure, "frame", None), pl.DataFrame) and frame.is_empty():
        st.info(figure.message, icon=":material/info:")
        return
    (specification,) = _specifications(draw, figure)
    st.vega_lite_chart(spec=specification, key=key, height=height, alt=figure.message)


def charts_in_a_row(draw: Callable[[Any], Any], figure: Figure, *, key: str, height: int) -> None:
    """A figure drawn as several small charts side by side, one for each measure."""
    specifications = _specifications(draw, figure)
    for number, (place, one) in enumerate(zip(st.columns(len(specifications) or 1), specifications, strict=False)):
        alt = f"{figure.message} ({number + 1})"
        place.vega_lite_chart(spec=one, key=f"{key}-{number}", height=height, alt=alt)
