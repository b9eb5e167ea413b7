"""Økonomi → Afstemning: the differences between grants and ledger, and what people have explained of them."""

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal

import polars as pl

from cockpit import finance, forecast
from cockpit.access import require
from cockpit.contracts.entry import Entry, EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.reconciled import Reconciled
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.case_frames import case_frame, cases_known
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import newest
from cockpit.views import reconciliation as view

MARKED = {"text": pl.String(), "marked_kr": pl.Decimal(18, 2), "user": pl.String(), "at": pl.Datetime("us")}


def reconciliation(
    cockpit: Cockpit,
    scope: Scope,
    as_of: dt.date | None = None,
    area: str = "",
    team: str = "",
    provider: str = "",
    kind: str = "",
    *,
    only_open: bool = False,
) -> view.ReconciliationView:
    """The page, in the reader's scope. AccessDenied for roles without finance."""
    day = as_of or newest(cockpit)
    lines = reconciliation_lines(cockpit, scope, day)
    active = lines.filter("open")
    in_year = pl.col("month").dt.year() == day.year
    wanted = {"area": area, "team": team, "provider": provider, "kind": kind}
    return view.build(
        context_for(cockpit, scope, day, day.year),
        lines=lines,
        uncertain=pl.concat(map(finance.uncertain_kr, (active, active.filter(in_year)))),
        swing=forecast.open_sd(active.filter(in_year)),
        one_sided=case_frame(cockpit, scope, "one_sided", day),
        chosen={name: value for name, value in wanted.items() if value},
        only_open=only_open,
    )


def reconciliation_lines(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> pl.DataFrame:
    """`finance.LINE_SCHEMA` with `text, user, at` of the explanation, `open` and `reopened` (explained once, but its
    amount has changed since)."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    day = as_of or newest(cockpit)
    lines = case_frame(cockpit, scope, "reconcile", day)
    return _with_marks(lines, cockpit.store.entries(EntryKind.RECONCILED, scope, day))


def _with_marks(lines: pl.DataFrame, entries: Sequence[Entry]) -> pl.DataFrame:
    told = [(entry.key, entry.user, entry.at, Reconciled.model_validate(entry.body)) for entry in entries]
    rows = [(key, mark.text, mark.amount_kr, user, at) for key, user, at, mark in told]
    marks = pl.DataFrame(rows, schema={"key": pl.String(), **MARKED}, orient="row")
    both = lines.join(marks, on="key", how="left", maintain_order="left")
    same = (pl.col("marked_kr") == pl.col("amount_kr")).fill_null(value=False)
    return both.with_columns(open=~same, reopened=pl.col("marked_kr").is_not_null() & ~same).drop("marked_kr")


def mark_reconciled(
    cockpit: Cockpit, scope: Scope, keys: Collection[str], text: str, as_of: dt.date | None = None
) -> int:
    """Explain these lines; how many. Refused without a text, and where a line is not there (any more) for the reader:
    then nothing is written."""
    require(scope, Role.CONTROLLER, Role.MANAGER)
    if not text.strip():
        raise Refused("Skriv en forklaring: den står ved linjen, så længe beløbet er det samme.")
    lines = reconciliation_lines(cockpit, scope, as_of)
    chosen = lines.filter(pl.col("key").is_in(sorted(keys)))
    missing = set(keys) - set(chosen["key"])
    if missing or not keys:
        raise Refused(
            f"{len(missing)} af linjerne findes ikke længere: data er ændret. Genindlæs siden. Intet er gemt."
            if keys
            else "Vælg mindst én linje i tabellen."
        )
    for line in chosen.iter_rows(named=True):
        body = Reconciled.model_validate({**line, "text": text}).model_dump(mode="json")
        cockpit.store.write_entry(
            scope.user, EntryKind.RECONCILED, line["key"], body, area=_bound(line["area"]), team=_bound(line["team"])
        )
    return chosen.height


def open_again(cockpit: Cockpit, scope: Scope, keys: Collection[str]) -> int:
    """Take explanations back; how many there were. They stay in the journal."""
    require(scope, Role.CONTROLLER, Role.MANAGER)
    marked = [entry for entry in cockpit.store.entries(EntryKind.RECONCILED, scope) if entry.key in set(keys)]
    for entry in marked:
        cockpit.store.write_entry(
            scope.user, EntryKind.RECONCILED, entry.key, {}, area=entry.area, team=entry.team, removed=True
        )
    return len(marked)


def _bound(name: str) -> str:
    return "" if name == NOT_ALLOCATED else name


def open_differences(
    cockpit: Cockpit, scope: Scope, as_of: dt.date, total: pl.DataFrame, *, compute: bool = False
) -> tuple[str, ...]:
    """The sentence about what is still open in the year and what it adds to the range of the forecast's `total` (one
    row, `ROW_SCHEMA`), for the pages that tell how sure the forecast is; none where nothing is open or, without
    `compute`, nobody has computed the lines yet."""
    if not (compute or cases_known(cockpit, as_of)):
        return ()
    lines = reconciliation_lines(cockpit, scope, as_of).filter("open", pl.col("month").dt.year() == as_of.year)
    uncertain: Decimal = finance.uncertain_kr(lines)["uncertain_kr"][0]
    if not uncertain:
        return ()
    wider = forecast.with_open(total, forecast.open_sd(lines))
    return (view.weakness(lines.filter(~pl.col("waits")).height, uncertain, total, wider),)
