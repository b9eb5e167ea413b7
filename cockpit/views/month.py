"""Data -> Måneden: where the month stands, what blocks the next step, who does what by when, and which exports came."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.checklist import Checklist, ChecklistStep
from cockpit.contracts.dataset import MONEY, dataset
from cockpit.contracts.entry import Entry
from cockpit.contracts.month import MONTH_STATE_TITLE, MonthClose, MonthState, Obstacle
from cockpit.views.context import Context
from cockpit.views.table import Column, Table
from cockpit.views.wording import plural

STATUS: dict[str, str] = {
    "received": "Modtaget",
    "short": "Kortere end sædvanligt",
    "old": "Gammel",
    "later": "Kun kendt fra senere udtræk",
    "missing": "Mangler",
    "standing": "Gælder fortsat",
}
TROUBLE = ("missing", "old", "short")


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
            _tasks(self.tasks),
            _obstacles(self.stages),
            self.exports,
            self.unclassified,
            self.history,
        )
        return tuple(table for table in every if table is not None and table.frame.height)


def month_name(period: str) -> str:
    """`marts 2026`"""
    return f"{danish.MONTHS[int(period[5:]) - 1]} {period[:4]}"


def task(step: ChecklistStep, month_end: dt.date, entry: Entry | None, today: dt.date) -> Task:
    """A step for the month that ends on `month_end`; `entry` is the line that says it is done."""
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
        late=entry is None and due < today,
    )


def build(
    context: Context,
    close: MonthClose,
    *,
    lines: Sequence[Entry],
    obstacles: Sequence[Obstacle],
    tasks: Sequence[Task],
    deliveries: pl.DataFrame,
    unclassified: pl.DataFrame,
    locked: Table | None,
) -> MonthView:
    """The month from what was found out about it; `lines` are its moves, newest first."""
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
        exports=exports(deliveries),
        unclassified=_unclassified(unclassified),
        history=_history(lines),
        locked=locked,
    )


def _stage(state: MonthState, close: MonthClose, obstacles: Sequence[Obstacle]) -> Stage:
    here = close.state
    mine = tuple(one for one in obstacles if one.state is state)
    return Stage(state, MONTH_STATE_TITLE[state], state.place <= here.place, state is here, mine)


def _tasks(tasks: Sequence[Task]) -> Table:
    names = ("title", "owner", "working_day", "due", "before", "done_text")
    rows = [tuple(getattr(task, name) for name in names) for task in tasks]
    texts: dict[str, pl.DataType] = dict.fromkeys(names, pl.String())
    frame = pl.DataFrame(rows, schema={**texts, "working_day": pl.Int64(), "due": pl.Date()}, orient="row")
    columns = (
        Column("title", "Trin", "text"),
        Column("owner", "Ansvarlig", "text"),
        Column("working_day", "Arbejdsdag", "integer"),
        Column("due", "Frist", "date"),
        Column("before", "Før måneden bliver", "text"),
        Column("done_text", "Status", "text"),
    )
    return Table("Tjekliste", columns, frame)


def _obstacles(stages: Sequence[Stage]) -> Table:
    rows = [(stage.title, one.text) for stage in stages for one in stage.obstacles]
    frame = pl.DataFrame(rows, schema={"title": pl.String(), "text": pl.String()}, orient="row")
    columns = (Column("title", "Før måneden bliver", "text"), Column("text", "Står i vejen", "text"))
    return Table("Det, der står i vejen", columns, frame)


def _headline(close: MonthClose, following: Stage | None, tasks: Sequence[Task]) -> str:
    start = f"{month_name(close.period).capitalize()} er {MONTH_STATE_TITLE[close.state].lower()}"
    done = f"{sum(task.done for task in tasks)} af {plural(len(tasks), 'trin', 'trin')} er udført"
    if following is None:
        return f"{start} (version {close.version}); {done}"
    if not following.obstacles:
        return f"{start}; intet står i vejen for «{following.title}»; {done}"
    count = plural(len(following.obstacles), "forhold står", "forhold står")
    return f"{start}; {count} i vejen for «{following.title}»; {done}"


def exports(deliveries: pl.DataFrame) -> Table:
    """Each source's export of the month: `finance.deliveries` in; those that need somebody first."""
    titles = {name: dataset(name).title for name in deliveries["dataset"].unique()}
    frame = deliveries.with_columns(
        title=pl.col("dataset").replace_strict(titles, return_dtype=pl.String),
        source=pl.when(pl.col("source") != "").then("source"),
        status_text=pl.col("status").replace_strict(STATUS, return_dtype=pl.String),
        calm=~pl.col("status").is_in(TROUBLE),
    ).sort("calm", "title", "source")
    columns = (
        Column("status_text", "Status", "text"),
        Column("title", "Liste", "text"),
        Column("source", "Kilde", "text"),
        Column("newest", "Nyeste gælder pr.", "date"),
        Column("rows", "Rækker", "integer", "For posteringer: rækker i den måned, udtrækket gælder for."),
        Column("usual_rows", "Sædvanligt", "integer", "Medianen af op til tre tidligere udtræk fra samme kilde."),
    )
    trouble = frame.filter(~pl.col("calm")).height
    note = f"{plural(trouble, 'udtræk kræver', 'udtræk kræver')} noget." if trouble else "Alle ventede udtræk er her."
    return Table("Månedens udtræk", columns, frame, note=note)


def _unclassified(accounts: pl.DataFrame) -> Table:
    columns = (Column("account", "Konto", "text"), Column("amount_kr", "Bogført i år", "kr"))
    note = "" if accounts.height else "Alt bogført ligger på konti, som kontoplanen kender."
    return Table("Ikke klassificeret", columns, accounts, note=note)


def _history(lines: Sequence[Entry]) -> Table:
    closes = [MonthClose.model_validate(line.body) for line in lines]
    rows = [
        (line.at.date(), line.user, MONTH_STATE_TITLE[close.state], close.version or None, line.reason or None,
         " ".join(close.passed_over) or None)
        for line, close in zip(lines, closes, strict=True)
    ]  # fmt: skip
    schema: dict[str, pl.DataType] = {
        "at": pl.Date(),
        "user": pl.String(),
        "state": pl.String(),
        "version": pl.Int64(),
        "reason": pl.String(),
        "passed_over": pl.String(),
    }
    columns = (
        Column("at", "Dato", "date"),
        Column("user", "Af", "text"),
        Column("state", "Flyttet til", "text"),
        Column("version", "Version", "integer"),
        Column("reason", "Begrundelse", "text"),
        Column("passed_over", "Sket trods", "text"),
    )
    return Table("Månedens gang", columns, pl.DataFrame(rows, schema=schema, orient="row"))


def against_locked(locked: pl.DataFrame, now: pl.DataFrame, close: MonthClose) -> Table:
    """Per area the forecast that was locked, the same month as it would be computed today, and the difference (`rows`
    in `ROW_SCHEMA`, level area)."""
    keys = ["key", "label", "forecast"]
    joined = locked.select(keys).join(now.select(keys), on="key", how="full", suffix="_now", coalesce=True)
    frame = (
        joined.select(
            pl.coalesce("label", "label_now", "key").alias("label"),
            pl.col("forecast").fill_null(0).cast(MONEY).alias("locked_kr"),
            pl.col("forecast_now").fill_null(0).cast(MONEY).alias("now_kr"),
        )
        .with_columns(difference_kr=(pl.col("now_kr") - pl.col("locked_kr")).cast(MONEY))
        .sort("label")
    )
    total = frame.select(
        pl.lit("I alt").alias("label"), pl.col("locked_kr", "now_kr", "difference_kr").sum().cast(MONEY)
    )
    columns = (
        Column("label", "Politikområde", "text"),
        Column("locked_kr", "Låst", "kr", f"Som det stod, da måneden blev låst (stempel {close.stamp})."),
        Column("now_kr", "Regnet i dag", "kr", "Samme måned med det, der er indlæst siden, og dagens metode."),
        Column("difference_kr", "Forskel", "kr"),
    )
    moved = frame.filter(pl.col("difference_kr") != 0).height
    note = "Intet er rykket siden låsningen." if not moved else "De låste tal ligger fast; forskellen er kommet siden."
    title = f"Forventet regnskab, låst version {close.version}"
    return Table(title, columns, pl.concat([frame, total]), note=note, totals=1)


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
