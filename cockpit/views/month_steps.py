"""The steps of a month's close: the checklist's tasks, and the states from open to locked."""

import datetime as dt
from dataclasses import dataclass

from cockpit.contracts import danish
from cockpit.contracts.checklist import ChecklistStep
from cockpit.contracts.entry import Entry
from cockpit.contracts.month import MONTH_STATE_TITLE, MonthState, Obstacle


@dataclass(frozen=True, slots=True)
class Task:
    """A step of the checklist for this month. `late`: not done, and its day has passed."""

    id: str
    title: str
    owner: str
    working_day: int
    due: dt.date
    before: str
    done: bool
    done_text: str
    late: bool

    @property
    def note(self) -> str:
        """`5. arbejdsdag, 07-10-2026 · Økonomi`, and what has become of it."""
        parts = [f"{self.working_day}. arbejdsdag, {danish.date(self.due)}", self.owner, self.done_text]
        return " · ".join(part for part in [*parts, "overskredet" if self.late else ""] if part)


@dataclass(frozen=True, slots=True)
class Stage:
    """A state of the close on the way from open to locked."""

    state: MonthState
    title: str
    reached: bool
    current: bool
    obstacles: tuple[Obstacle, ...]


def month_name(period: str) -> str:
    """`marts 2026`"""
    return f"{danish.MONTHS[int(period[5:]) - 1]} {period[:4]}"


def task(step: ChecklistStep, month_end: dt.date, entry: Entry | None, today: dt.date | None) -> Task:
    """A step for the month that ends on `month_end`; `entry` is the line that says it is done. `today`: None in
    a locked month, where nothing is late any more."""
    due = step.due(month_end)
    done_text = "" if entry is None else f"udført {danish.date(entry.at.date())} af {entry.user}"
    return Task(
        id=step.id,
        title=step.title,
        owner=step.owner,
        working_day=step.working_day,
        due=due,
        before=MONTH_STATE_TITLE[step.before],
        done=entry is not None,
        done_text=done_text,
        late=entry is None and today is not None and due < today,
    )
