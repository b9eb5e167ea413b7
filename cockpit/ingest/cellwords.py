"""Texts that tell by themselves what they are: the names of providers, of teams, of services."""

import re
from collections.abc import Callable
from functools import cache

import yaml

from cockpit.contracts.paths import HEADINGS
from cockpit.ingest.evidence import Evidence

FEW_WORDS = 6
"""A longer text tells of something; it is no name."""
HALF = 0.5
NO_FIELD = "-"
"""Cells that tell of no text that is asked for: the person's sex, a currency, where to write or call."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = yaml.safe_load(HEADINGS.read_text(encoding="utf-8"))["cells"]
    return {field: re.compile("|".join(patterns), re.IGNORECASE) for field, patterns in raw.items()}


def kind_of(seen: Evidence) -> str | None:
    """The field whose words at least half of the cells have; of several the first."""
    if seen.kind is None:
        fitting = (field for field, pattern in _patterns().items() if seen.share(_short_and(pattern)) >= HALF)
        seen.kind = next(fitting, "")
    return seen.kind or None


def _short_and(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: len(cell.split()) <= FEW_WORDS and pattern.search(cell) is not None
