"""The health of the data at a close: what is not registered as it should be, what it weighs, and whose case it is.

Every line is something that a caseworker or the finance office can put right. The four rules that set grants against
the ledger are those of the reconciliation (`reconcile`), so that the two screens never disagree.
"""

import datetime as dt
from collections.abc import Callable

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.allocation import Allocated
from cockpit.finance.commitments import grant_months
from cockpit.finance.health_registering import duplicates, late, spikes, without_end
from cockpit.finance.last_days import closed
from cockpit.finance.movements import year_cost
from cockpit.finance.reconcile import AFTER, LOOSE, MISSING, reconcile
from cockpit.finance.taken_over import taken_over
from cockpit.finance.timeline import granted

RULES = (
    "grant_without_ledger",
    "ledger_without_grant",
    "ended_still_billed",
    "no_end_date",
    "price_missing",
    "paragraph_unknown",
    "late_registration",
    "duplicate",
    "taken_over",
    "start_date_spike",
)
HEALTH_SCHEMA: dict[str, pl.DataType] = {
    "rule": pl.String(),
    "grant_id": pl.String(),
    "case_id": pl.String(),
    "paragraph": pl.String(),
    "service": pl.String(),
    "provider": pl.String(),
    "start_date": pl.Date(),
    "end_date": pl.Date(),
    "area": pl.String(),
    "team": pl.String(),
    "caseworker": pl.String(),
    "months": pl.Int64(),
    "amount_kr": MONEY,
}
"""One line a rule and grant (of bills without a grant: a rule, case, provider and paragraph). `months`: how many months
of bills are concerned, null where the rule is not about bills. Never a citizen."""
WINDOW_MONTHS = 12
_FACTS = ("case_id", "paragraph", "service", "provider", "start_date", "end_date", "area", "team", "caseworker")


def health(allocated: Allocated, as_of: dt.date) -> pl.DataFrame:
    """The lines of every rule (`HEALTH_SCHEMA`) on what was known at `as_of`, by rule, then the largest first.

    `allocated` holds the postings of at least the twelve months up to the close. `amount_kr`: of the rules against the
    ledger, what lacks or is too much in these months; of `price_missing` what is booked on the grant in the year; of
    `late_registration` the cost of the days before the grant was registered; of the others the grant's cost in the
    year. Spend +, income -.
    """
    heads = granted(allocated.grants).unique("grant_id", keep="first", maintain_order=True)
    running, over = _running(heads, as_of), taken_over(heads, as_of)
    last = running.join(over, on="grant_id", how="anti", maintain_order="left")
    costs = year_cost(allocated, running, as_of.year).rename({"cost": "amount_kr"})
    parts = [
        *_against_ledger(allocated, as_of),
        _costed("no_end_date", without_end(running), costs),
        _costed("price_missing", _unpriced(allocated, running, as_of), _booked(allocated, as_of)),
        _costed("paragraph_unknown", running.filter(pl.col("paragraph") == NOT_ALLOCATED), costs),
        _costed("late_registration", *late(allocated, running, as_of)),
        _costed("duplicate", duplicates(last), costs),
        _costed("taken_over", running.join(over, on="grant_id", how="semi", maintain_order="left"), costs),
        _costed("start_date_spike", spikes(running), costs),
    ]  # fmt: skip
    order = pl.col("rule").replace_strict({rule: place for place, rule in enumerate(RULES)}, return_dtype=pl.Int8)
    lines = pl.concat(parts).with_columns(order=order, size=pl.col("amount_kr").abs())
    sorted_lines = lines.sort("order", "size", "grant_id", "case_id", "provider", "paragraph", descending=_SIZE_DOWN)
    return sorted_lines.drop("order", "size")


_SIZE_DOWN = [False, True, False, False, False, False]


def _running(heads: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Of the decided grants, one row each, those that run on the last day."""
    still = pl.col("ends_on").is_null() | (pl.col("ends_on") >= as_of)
    return heads.filter(pl.col("start_date") <= as_of, still, ~closed())


def _costed(rule: str, grants: pl.DataFrame, costs: pl.DataFrame) -> pl.DataFrame:
    """The lines of a rule on grants; `costs` is `grant_id, amount_kr`."""
    return grants.join(costs, on="grant_id", how="left").select(
        pl.lit(rule).alias("rule"),
        "grant_id",
        *_FACTS,
        pl.lit(None, dtype=pl.Int64).alias("months"),
        pl.col("amount_kr").fill_null(0).cast(MONEY),
    )


def _unpriced(allocated: Allocated, running: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The grants with a day in the last month that has no known price."""
    whole = allocated.grants.join(running.filter("by_grants").select("grant_id"), on="grant_id", how="semi")
    months = grant_months(whole, as_of.replace(day=1), as_of, allocated.prices)
    return running.join(months.filter(~pl.col("priced")), on="grant_id", how="semi")


def _booked(allocated: Allocated, as_of: dt.date) -> pl.DataFrame:
    mine = allocated.postings.filter(pl.col("year") == as_of.year)
    return mine.group_by("grant_id").agg(amount_kr=pl.col("amount").sum())


def _against_ledger(allocated: Allocated, as_of: dt.date) -> list[pl.DataFrame]:
    month = as_of.year * 12 + as_of.month - WINDOW_MONTHS
    first = dt.date(month // 12, month % 12 + 1, 1)
    lines = reconcile(allocated, as_of, first).lines
    heads = allocated.grants.unique("grant_id", keep="first", maintain_order=True)
    facts = heads.select("grant_id", "service", "start_date", "end_date", "caseworker")

    def of(rule: str, kind: str, amount: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
        return _summed(rule, lines.filter(pl.col("kind") == kind, ~pl.col("waits")), facts, amount)

    return [
        of("grant_without_ledger", MISSING, lambda kr: -kr),
        of("ledger_without_grant", LOOSE, lambda kr: kr),
        of("ended_still_billed", AFTER, lambda kr: kr),
    ]


def _summed(rule: str, lines: pl.DataFrame, facts: pl.DataFrame, amount: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    keys = ["grant_id", "citizen", "case_id", "provider", "paragraph", "area", "team"]
    sums = lines.group_by(keys).agg(
        months=pl.col("month").n_unique().cast(pl.Int64), amount_kr=amount(pl.col("amount_kr").sum()).cast(MONEY)
    )
    named = sums.join(facts, on="grant_id", how="left").with_columns(rule=pl.lit(rule))
    return named.select(*HEALTH_SCHEMA)
