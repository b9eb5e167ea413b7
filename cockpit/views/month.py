"""Data -> Måneden: where the month stands, what blocks the next step, who does what by when, and which exports came."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts.checklist import Checklist
from cockpit.contracts.entry import Entry
from cockpit.contracts.month import MONTH_STATE_SAID, MONTH_STATE_TITLE, MonthClose, MonthState, Obstacle
from cockpit.views import month_tables as tables
from cockpit.views.context import Context
from cockpit.views.month_steps import Stage, Task, month_name
from cockpit.views.table import Table
from cockpit.views.wording import plural


@dataclass(frozen=True, eq=False, slots=True)
class MonthView:
    """One month's close. `seen`: the number of the newest move, for the one who moves it next. `earlier`: the states
    that it can go back to."""

    context: Context
    period: str
    title: str
    headline: str
    close: MonthClose
    seen: int
    stages: tuple[Stage, ...]
    following: Stage | None
    earlier: tuple[MonthState, ...]
    tasks: tuple[Task, ...]
    exports: Table
    unclassified: Table
    history: Table
    locked: Table | None

    @property
    def tables(self) -> tuple[Table, ...]:
        """Everything on the screen, for the workbook."""
        every = (
            self.locked,
            tables.step_table(self.tasks),
            tables.obstacle_table(self.stages),
            self.exports,
            self.unclassified,
            self.history,
        )
        return tuple(table for table in every if table is not None and table.frame.height)


def build(
    context: Context,
    close: MonthClose,
    *,
    lines: Sequence[Entry],
    obstacles: Sequence[Obstacle],
    tasks: Sequence[Task],
    deliveries: pl.DataFrame,
    unclassified: pl.DataFrame | None,
    locked: Table | None,
) -> MonthView:
    """The month from what was found out about it; `lines` are its moves, newest first. `unclassified`: None where
    nothing is booked yet."""
    stages = tuple(_stage(state, close, obstacles) for state in MonthState)
    following = next((stage for stage in stages if stage.state is close.state.following), None)
    return MonthView(
        context=context,
        period=close.period,
        title=month_name(close.period).capitalize(),
        headline=_headline(close, following, tasks),
        close=close,
        seen=lines[0].id if lines else 0,
        stages=stages,
        following=following,
        earlier=tuple(state for state in MonthState if state.place < close.state.place),
        tasks=tuple(tasks),
        exports=tables.exports(deliveries),
        unclassified=tables.unclassified(unclassified),
        history=tables.history(lines),
        locked=locked,
    )


def _stage(state: MonthState, close: MonthClose, obstacles: Sequence[Obstacle]) -> Stage:
    here = close.state
    mine = tuple(one for one in obstacles if one.state is state)
    return Stage(state, MONTH_STATE_TITLE[state], state.place <= here.place, state is here, mine)


def _headline(close: MonthClose, following: Stage | None, tasks: Sequence[Task]) -> str:
    start = f"{month_name(close.period).capitalize()} {MONTH_STATE_SAID[close.state]}"
    done = f"{sum(task.done for task in tasks)} af {plural(len(tasks), 'trin', 'trin')} er udført"
    if following is None:
        return f"{start} (version {close.version}); {done}"
    if not following.obstacles:
        return f"{start}; intet står i vejen for «{following.title}»; {done}"
    count = plural(len(following.obstacles), "forhold står", "forhold står")
    return f"{start}; {count} i vejen for «{following.title}»; {done}"


CHECKLIST_COLUMNS = ("id", "title", "owner", "working_day", "before")


def checklist_rows(chosen: Checklist) -> list[dict[str, object]]:
    """The steps as lines to be edited: id, title, owner, working day, state by its Danish title."""
    return [{**step.model_dump(mode="json"), "before": MONTH_STATE_TITLE[step.before]} for step in chosen.steps]


def state_of(title: str) -> MonthState:
    """The state of a Danish title; ValueError where there is none."""
    for state, name in MONTH_STATE_TITLE.items():
        if title.strip().casefold() in (name.casefold(), state.value):
            return state
    raise ValueError(title)
