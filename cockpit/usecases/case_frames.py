"""What *Afstemning*, *Dyre sager* and *Egne tilbud* rest on: computed once per state of the data for everybody, kept by
the store, and read back through the reader's scope."""

import datetime as dt
from dataclasses import asdict

import polars as pl

from cockpit import finance
from cockpit.access import require
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import newest, read_data

NAMES = (
    "reconcile",
    "one_sided",
    "cases",
    "refund_months",
    "refund_booked",
    "refund_facts",
    "between",
    "between_grants",
    "own_accounts",
)
REFUND_DRANST = "2"


def case_frame(cockpit: Cockpit, scope: Scope, name: str, as_of: dt.date) -> pl.DataFrame:
    """One of `NAMES` as known at the close of `as_of`, cut to the reader. Made for all of them when first asked for."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = _kept(cockpit, scope, name, as_of)
    if found is not None:
        return found
    with cockpit.lock:
        if _kept(cockpit, Scope.engine(), name, as_of) is None:
            _make(cockpit, as_of)
    found = _kept(cockpit, scope, name, as_of)
    assert found is not None  # noqa: S101 - made just above under the same key
    return found


def _kept(cockpit: Cockpit, scope: Scope, name: str, as_of: dt.date) -> pl.DataFrame | None:
    return cockpit.store.derived(cockpit.store.stamp().data_key, f"{name}-{as_of:%Y-%m-%d}", scope)


def cases_known(cockpit: Cockpit, as_of: dt.date | None = None) -> bool:
    """Whether the frames of a close, by default the newest, are at hand."""
    try:
        day = as_of or newest(cockpit)
    except Refused:
        return False
    return cockpit.store.has_derived(cockpit.store.stamp().data_key, f"{NAMES[0]}-{day:%Y-%m-%d}")


def _make(cockpit: Cockpit, as_of: dt.date) -> None:
    """All frames, of the year and of the one before it, which may still be claimed for and billed."""
    key, year = cockpit.store.stamp().data_key, as_of.year
    data = read_data(cockpit, Scope.engine(), as_of, since=year - 1)
    known = finance.known_at(data, as_of, cockpit.settings)
    allocated = finance.allocate(known, cockpit.settings, first_year=year - 1)
    refunds = [
        finance.expected_refund(
            allocated,
            known.citizens,
            one,
            known.law_values,
            cockpit.settings.municipality,
            min(as_of, dt.date(one, 12, 31)),
        )
        for one in (year - 1, year)
    ]
    compared = finance.reconcile(allocated, as_of, dt.date(year - 1, 1, 1))
    frames = {
        "reconcile": compared.lines,
        "one_sided": compared.one_sided,
        "cases": pl.concat([_of_year(found.cases, found.year) for found in refunds]),
        "refund_months": pl.concat([_of_year(found.months, found.year) for found in refunds]),
        "refund_booked": _booked(allocated.postings),
        "refund_facts": pl.DataFrame([asdict(found.facts) | {"year": found.year} for found in refunds]),
        "between": finance.between(allocated.postings, known.accounts, year, as_of.month),
        "between_grants": finance.between_grants(
            allocated.grants, known.prices, year, as_of, cockpit.settings.municipality
        ),
        "own_accounts": finance.own_accounts(allocated, known, year, as_of.month),
    }
    for name, frame in frames.items():
        cockpit.store.put_derived(key, f"{name}-{as_of:%Y-%m-%d}", frame)


def _of_year(frame: pl.DataFrame, year: int) -> pl.DataFrame:
    return frame.select(pl.lit(year, dtype=pl.Int32).alias("year"), pl.all())


def _booked(postings: pl.DataFrame) -> pl.DataFrame:
    """Refund in the ledger: `kind, year` (of the service)`, booked_year, quarter, area, team, amount_kr` (+)."""
    refunds = postings.filter(pl.col("dranst") == REFUND_DRANST).with_columns(
        kind=finance.refund_kind_of(pl.col("function")),
        booked_year=pl.col("year"),
        year=pl.col("service_month").dt.year(),
        quarter=pl.col("service_month").dt.quarter(),
    )
    keys = ["kind", "year", "booked_year", "quarter", "area", "team"]
    return refunds.group_by(keys).agg((-pl.col("amount").sum()).cast(MONEY).alias("amount_kr")).sort(keys)


def warm_cases(cockpit: Cockpit) -> None:
    """Have the newest close's frames ready before the first reader asks. Nothing to do where nothing is imported."""
    try:
        case_frame(cockpit, Scope.engine(), NAMES[0], newest(cockpit))
    except Refused:
        return
