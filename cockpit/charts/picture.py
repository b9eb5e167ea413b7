"""A chart as a picture for paper: the light theme's colours, Danish numbers, nothing fetched from anywhere."""

import pickle
import re
from functools import lru_cache
from typing import Any

import vl_convert

from cockpit.charts.bars import bars
from cockpit.charts.development import development
from cockpit.charts.deviations import deviations
from cockpit.charts.style import Chart, alt_text
from cockpit.charts.waterfall import waterfall
from cockpit.charts.years import years
from cockpit.views import Bars, Development, Deviations, Waterfall
from cockpit.views.report import Figure

COLOURS = ["#1b4f7e", "#b35309", "#5b6670", "#6f9cc4", "#dd9a5b", "#a3adb6"]
"""`chartCategoricalColors` of the light theme."""
FONTS = "Arial, Liberation Sans, DejaVu Sans, sans-serif"
"""The first that the machine has: a picture in a font that it lacks has no words at all."""
WIDTH = 620
SMALL_WIDTH = 190
LABEL_WIDTH = 320
MARGIN = 0.06
"""Of a picture's width, to the left of it: names drawn in a font that is wider than the one they were measured in."""
KEPT = 64
"""Drawings held at once: those of a few reports."""
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"')


def drawn(figure: Figure) -> tuple[Chart, ...]:
    """The charts that the screen shows of this figure."""
    if isinstance(figure, Bars):
        return (bars(figure),)
    if isinstance(figure, Development):
        return (development(figure),)
    if isinstance(figure, Deviations):
        return (deviations(figure),)
    if isinstance(figure, Waterfall):
        return (waterfall(figure),)
    return tuple(years(figure))


def _with_whole_labels(part: Any) -> None:
    """Paper has no tooltip that tells the rest of a shortened name, and room for the whole of it."""
    if isinstance(part, dict):
        if "labelLimit" in part:
            part["labelLimit"] = LABEL_WIDTH
        for inner in part.values():
            _with_whole_labels(inner)
    elif isinstance(part, list):
        for inner in part:
            _with_whole_labels(inner)


def _paper(chart: Chart, width: int) -> dict[str, Any]:
    specification: dict[str, Any] = chart.properties(width=width).to_dict(validate=False)  # the screen's is validated
    config = specification.setdefault("config", {})
    _with_whole_labels(specification)
    config |= {"background": "white", "range": {"category": COLOURS}, "font": FONTS}
    return specification


def _spec(figure: Figure) -> list[tuple[dict[str, Any], str]]:
    charts = drawn(figure)
    width = WIDTH if len(charts) == 1 else SMALL_WIDTH
    return [(_paper(chart, width), alt_text(chart)) for chart in charts]


def _locale(specification: dict[str, Any]) -> dict[str, Any]:
    found = specification.get("config", {}).get("locale", {})
    return {"format_locale": found.get("number"), "time_format_locale": found.get("time")}


@lru_cache(maxsize=KEPT)
def _kept(figure: bytes) -> tuple[tuple[str, str], ...]:
    """The drawings of a figure and their alternative texts. Kept: Word and PDF of a report print the same ones."""
    return tuple(
        (vl_convert.vegalite_to_svg(spec, **_locale(spec), allowed_base_urls=[]), alt)
        for spec, alt in _spec(pickle.loads(figure))  # noqa: S301 - written just below
    )


def _drawings(figure: Figure) -> tuple[tuple[str, str], ...]:
    return _kept(pickle.dumps(figure))


def svg(figure: Figure) -> list[tuple[bytes, str]]:
    """The figure's charts as SVG, each with its alternative text."""
    return [(_with_margin(content).encode(), alt) for content, alt in _drawings(figure)]


def _with_margin(content: str) -> str:
    """Names at the left are as wide as in Arial here; whoever draws them in a wider font would cut their beginning."""
    return _SIZE.sub(_wider, content, count=1)


def _wider(size: re.Match[str]) -> str:
    width, height = (float(number) for number in size.groups()[:2])
    left = round(width * MARGIN)
    return f'width="{width + left:g}" height="{height:g}" viewBox="-{left} 0 {width + left:g} {height:g}"'


def png(figure: Figure, *, scale: float = 2.0) -> list[tuple[bytes, str]]:
    """The figure's charts as PNG, each with its alternative text."""
    return [(vl_convert.svg_to_png(content, scale=scale), alt) for content, alt in _drawings(figure)]
