"""What people write beside the data: one kind of line for all of it, never rewritten, the newest of a key in force.

A month's close, an explanation, an action plan, a scenario, a case on the way, an entered limit of the law, a mark on a
reconciliation line: each is an `Entry` whose `body` is the JSON of that kind's own pydantic model.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EntryKind(StrEnum):
    """The kinds that the house knows."""

    MONTH = "month"
    CHECKLIST = "checklist"
    WATCHED = "watched"
    CODES = "codes"
    PIPELINE = "pipeline"
    SCENARIO = "scenario"
    METHOD = "method"
    LAW = "law"
    RECONCILED = "reconciled"
    EXPLANATION = "explanation"
    ACTION = "action"
    REFUND_CLAIM = "refund_claim"
    PRICE_RISE = "price_rise"


MOVES_DATA = frozenset({EntryKind.CODES, EntryKind.LAW, EntryKind.PRICE_RISE})
"""Kinds on which every figure rests, that of a back-test too: part of `FigureStamp.data_key`."""
MOVES_FORECAST = frozenset({EntryKind.PIPELINE, EntryKind.METHOD})
"""Kinds that move the forecast and no back-test, as a skøn does: the back-test tries every method as it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `area` and `team` bound who may read it: empty = everybody who may meet rows at all. `known_from`: the
    newest state of the data on which it was written."""

    id: int
    kind: EntryKind
    key: str
    body: Mapping[str, Any] = field(hash=False)
    user: str
    at: dt.datetime
    known_from: dt.date
    area: str = ""
    team: str = ""
    reason: str = ""
    removed: bool = False
