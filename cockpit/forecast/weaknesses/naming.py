"""Places in a sentence."""

from collections.abc import Sequence

NAMED = 5
"""Places that a sentence names."""


def named(places: Sequence[str]) -> str:
    """The first of them, and that there are more."""
    return ", ".join(places[:NAMED]) + (" med flere" if len(places) > NAMED else "")
