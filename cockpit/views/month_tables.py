"""The tables of Måneden: the month's exports, what is not classified, its history, and what was locked beside today."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts.dataset import MONEY, dataset
from cockpit.contracts.entry import Entry
from cockpit.contracts.month import MONTH_STATE_TITLE, MonthClose
from cockpit.views.month_steps import Stage, Task
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


def step_table(tasks: Sequence[Task]) -> Table:
    """The checklist: step, owner, working day, due date, and when it was done."""
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


def obstacle_table(stages: Sequence[Stage]) -> Table:
    """What stands in the way of each state."""
    rows = [(stage.title, one.text) for stage in stages for one in stage.obstacles]
    frame = pl.DataFrame(rows, schema={"title": pl.String(), "text": pl.String()}, orient="row")
    columns = (Column("title", "Før måneden bliver", "text"), Column("text", "Står i vejen", "text"))
    return Table("Det, der står i vejen", columns, frame)


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


_NO_ACCOUNTS = pl.DataFrame(schema={"account": pl.String(), "amount_kr": MONEY})


def unclassified(accounts: pl.DataFrame | None) -> Table:
    """Accounts with postings that the chart does not know, `account` and `amount_kr`; None where nothing is booked."""
    columns = (Column("account", "Konto", "text"), Column("amount_kr", "Bogført i år", "kr"))
    if accounts is None:
        return Table("Ikke klassificeret", columns, _NO_ACCOUNTS, note="Intet er bogført endnu.")
    note = "" if accounts.height else "Alt bogført ligger på konti, som kontoplanen kender."
    return Table("Ikke klassificeret", columns, accounts, note=note)


def history(lines: Sequence[Entry]) -> Table:
    """Who moved the month, when and why; `lines` are its moves, newest first."""
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
