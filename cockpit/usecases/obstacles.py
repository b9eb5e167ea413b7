"""What stands between a month and each state of its close: exports, steps not done, unclassified kroner, deviations
that nobody has explained. Named in Danish, so that a person knows what to do."""

import re
from typing import Any

import polars as pl

from cockpit import finance
from cockpit.contracts import danish
from cockpit.contracts.dataset import dataset
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.imports import ImportRecord
from cockpit.contracts.month import MonthClose, MonthState, Obstacle
from cockpit.contracts.receipt import Receipt
from cockpit.contracts.scope import Scope
from cockpit.usecases.adjusting import earlier
from cockpit.usecases.checklist import done_steps
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.explaining import explanations
from cockpit.usecases.figures import Figures, closes, figures, ranged_rows
from cockpit.usecases.watched import watched_files
from cockpit.views.adjustments import undecided

_YEAR = re.compile(r"/\d{4}$")
"""A list that is reissued with the year is one source with many years."""
DERIVED = ("citizens",)
"""Made of the other lists at the door: no export of its own."""


def month_imports(cockpit: Cockpit) -> pl.DataFrame:
    """The imports that count, in `IMPORTS_SCHEMA`."""
    counting = [record for record in cockpit.store.imports() if record.undone_at is None]
    rows = [
        (record.receipt.dataset, _source(record.receipt), record.receipt.effective_date, _rows(record))
        for record in counting
        if record.receipt.dataset not in DERIVED
    ]
    return pl.DataFrame(rows, schema=finance.IMPORTS_SCHEMA, orient="row")


def _source(receipt: Receipt) -> str:
    """What a person calls the source: the layout's title, with the unit where the source is one of several."""
    source = _YEAR.sub("", receipt.source)
    if not receipt.profile_title:
        return source
    return receipt.profile_title if source == receipt.profile else f"{receipt.profile_title} ({source})"


def _rows(record: ImportRecord) -> int:
    """A ledger may hold the year so far or one month, so the month of its date is what can be compared."""
    receipt = record.receipt
    own = [line.rows for line in receipt.sums if line.group == f"{receipt.effective_date:%Y-%m}"]
    return own[0] if receipt.dataset == "postings" and own else receipt.rows_accepted


def has_ledger(cockpit: Cockpit, close: MonthClose) -> bool:
    """Whether the ledger reaches into the month."""
    return any(day >= close.month_end.replace(day=1) for day in closes(cockpit))


def obstacles(cockpit: Cockpit, scope: Scope, close: MonthClose) -> tuple[Obstacle, ...]:
    """Everything that is in the way of any state that the month has not reached, in the order of the states."""
    if not has_ledger(cockpit, close):
        name = f"{danish.MONTHS[close.month_end.month - 1]} {close.month_end.year}"
        text = f"Der er ingen posteringer for {name} endnu."
        at = close.state.following or MonthState.LOCKED
        return (Obstacle(at, text, absolute=True), *_deliveries(cockpit, close), *_waiting(cockpit))
    found = figures(cockpit, Scope.engine(), close.month_end)
    every = (
        *_deliveries(cockpit, close),
        *_waiting(cockpit),
        *_steps(cockpit, scope, close),
        *_unclassified(cockpit, found),
        *_undecided(cockpit, scope, found),
        *_unexplained(cockpit, found),
    )
    ahead = [one for one in every if one.state.place > close.state.place]
    return tuple(sorted(ahead, key=lambda one: one.state.place))


def _deliveries(cockpit: Cockpit, close: MonthClose) -> tuple[Obstacle, ...]:
    found = finance.deliveries(month_imports(cockpit), close.month_end).filter(
        pl.col("status").is_in(["missing", "old", "short"])
    )
    return tuple(Obstacle(MonthState.DATA_IN, _delivery(row)) for row in found.to_dicts())


def _delivery(row: dict[str, Any]) -> str:
    name = dataset(row["dataset"]).title
    what = f"{name} ({row['source']})" if row["source"] else name
    if row["status"] == "missing":
        return f"{what} er aldrig indlæst."
    if row["status"] == "old":
        return f"{what}: det nyeste udtræk gælder pr. {danish.date(row['newest'])}."
    rows, usual = danish.number(row["rows"]), danish.number(row["usual_rows"])
    return f"{what} er kortere end sædvanligt: {rows} rækker mod {usual}."


def _waiting(cockpit: Cockpit) -> tuple[Obstacle, ...]:
    """Files that the watcher of a folder did not take."""
    return tuple(
        Obstacle(MonthState.DATA_IN, f"{one.file_name} venter i den overvågede mappe: {one.reason}")
        for one in watched_files(cockpit)
        if one.waits
    )


def _steps(cockpit: Cockpit, scope: Scope, close: MonthClose) -> tuple[Obstacle, ...]:
    waiting = [one.step for one in done_steps(cockpit, scope, close.period) if one.entry is None]
    return tuple(
        Obstacle(step.before, f"Ikke udført: {step.title} ({step.owner or 'uden ansvarlig'}).") for step in waiting
    )


def unclassified(found: Figures) -> pl.DataFrame:
    """`account, amount_kr` of what is booked in the year on accounts that the chart places in no area, largest
    first."""
    booked = found.result.leaves.filter(pl.col("component") == "posted", pl.col("area") == NOT_ALLOCATED)
    sums = booked.group_by("account").agg(pl.col("amount_kr").sum())
    return sums.filter(pl.col("amount_kr") != 0).sort(pl.col("amount_kr").abs(), "account", descending=[True, False])


def _unclassified(cockpit: Cockpit, found: Figures) -> tuple[Obstacle, ...]:
    accounts = unclassified(found)
    amount = accounts["amount_kr"].abs().sum()
    if not amount or amount < cockpit.settings.materiality_kr:
        return ()
    count = "konto" if accounts.height == 1 else "konti"
    text = f"{danish.kr(amount)} er bogført på {accounts.height} {count}, som kontoplanen ikke placerer."
    return (Obstacle(MonthState.RECONCILED, text),)


def _undecided(cockpit: Cockpit, scope: Scope, found: Figures) -> tuple[Obstacle, ...]:
    """Skøn of earlier months that are expired, or whose months are over, and that nobody renewed or dropped."""
    waiting = undecided(context_of(cockpit, scope, found), earlier(cockpit, Scope.engine(), found.as_of)).height
    if not waiting:
        return ()
    one = "1 skøn fra en tidligere måned er udløbet eller har ingen måneder tilbage"
    more = f"{waiting} skøn fra tidligere måneder er udløbet eller har ingen måneder tilbage"
    return (Obstacle(MonthState.ADJUSTED, f"{one if waiting == 1 else more}: forny, eller lad falde."),)


def _unexplained(cockpit: Cockpit, found: Figures) -> tuple[Obstacle, ...]:
    limits = cockpit.settings
    asks = finance.material(
        pl.col("overspend"), pl.col("adjusted_budget"), limits.materiality_kr, limits.materiality_share
    )
    rows = ranged_rows(found, "area", None).filter(asks, pl.col("key") != NOT_ALLOCATED)
    explained, _ = explanations(cockpit, Scope.engine(), found.as_of, found.year)
    return tuple(
        Obstacle(
            MonthState.EXPLAINED,
            f"{row['label'] or row['key']}: {danish.deviation_word(row['overspend'])} på "
            f"{danish.kr(abs(row['overspend']))} er ikke forklaret.",
        )
        for row in rows.to_dicts()
        if (row["key"], "") not in explained
    )
