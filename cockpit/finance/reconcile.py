"""Grants against ledger, month by month: where what is booked is not what is granted, by how much and probably why.

A line is one difference of one citizen with one provider in one month: booked less granted, so minus is what lacks and
plus what is too much. Bills seldom tell a citizen's several grants with a provider apart, so these are compared
together, under the first of them. Differences in neighbouring months cancel: a krone booked a month late is none.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

import polars as pl

from cockpit.contracts.calendar import month_end
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.allocation import Allocated
from cockpit.finance.commitments import grant_months
from cockpit.finance.reconcile_loose import loose_lines
from cockpit.finance.reconcile_reasons import with_reason
from cockpit.finance.reconcile_shift import without_shifts
from cockpit.finance.reconcile_sides import answered, one_sided
from cockpit.finance.timeline import granted, month_number

MISSING, LOOSE, RATE, AFTER, TWICE, PLACE = (
    "granted_not_invoiced", "invoiced_without_grant", "other_rate", "outside_period", "twice", "other_account",
)  # fmt: skip
LINE_SCHEMA: dict[str, pl.DataType] = {
    "key": pl.String(),
    "kind": pl.String(),
    "month": pl.Date(),
    "grant_id": pl.String(),
    "citizen": pl.String(),
    "case_id": pl.String(),
    "provider": pl.String(),
    "paragraph": pl.String(),
    "area": pl.String(),
    "team": pl.String(),
    "granted_kr": MONEY,
    "booked_kr": MONEY,
    "amount_kr": MONEY,
    "age_months": pl.Int32(),
    "reason": pl.String(),
    "waits": pl.Boolean(),
}
"""`amount_kr` = booked less granted; of `other_account` what stands elsewhere. `waits`: the bill lacks, and is not
later than the provider's bills usually are; the forecast counts it as accrued. `key` is the same in every import."""
OPERATION = ("1", NOT_ALLOCATED)
STEERED = ("aktivitetsstyret", NOT_ALLOCATED)
_HEAD = ("citizen", "case_id", "provider", "paragraph", "area", "team")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Smaller differences are none: below `kr`, or below `share` of what is granted in the month."""

    kr: float = 1000.0
    share: float = 0.02


@dataclass(frozen=True, eq=False, slots=True)
class Reconciled:
    """`lines`: `LINE_SCHEMA`, the largest first. `one_sided`: what cannot be compared, in `ONE_SIDED`."""

    lines: pl.DataFrame
    one_sided: pl.DataFrame


def reconcile(allocated: Allocated, as_of: dt.date, first: dt.date, tolerance: Tolerance | None = None) -> Reconciled:
    """The differences of the service months from `first` to `as_of`'s.

    Compares grants whose kroner steer their account with what is booked on activity-steered accounts, dranst 1. A month
    that has no known price is left out: nothing can be said of it; and so is an area that one side alone tells of.
    """
    limit = tolerance or Tolerance()
    compared = _compared(allocated, as_of, first)
    heads = _heads(allocated.grants)
    own = _kinds(without_shifts(compared, limit.kr), limit).join(heads, on="grant_id")
    placed = _other_account(allocated, first).join(heads, on="grant_id")
    bills = _bills(allocated, first)
    loose = loose_lines(bills, allocated.grants).filter(pl.col("amount_kr").abs() >= limit.kr)
    lines = pl.concat([frame.select(*_SELECTED) for frame in (own, placed, loose)])
    others = {LOOSE: granted(allocated.grants, "by_grants"), MISSING: bills}
    told = _named(with_reason(lines.filter(answered(others)), compared, as_of))
    keys = ["kind", "month", "grant_id", "citizen", "provider", "key"]
    largest = told.select(*LINE_SCHEMA).sort(pl.col("amount_kr").abs(), *keys, descending=[True, *[False] * len(keys)])
    return Reconciled(largest, one_sided(lines.filter(~answered(others))))


_SELECTED = ("kind", "month", "grant_id", *_HEAD, "granted_kr", "booked_kr", "amount_kr")


def _named(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with `key`: the name of what each is about, whichever export told of it."""
    who = pl.when(pl.col("grant_id") == NOT_ALLOCATED).then(
        pl.concat_str("citizen", "provider", "paragraph", "area", separator="|")
    )
    told = lines.select(pl.concat_str("kind", "month", who.otherwise("grant_id"), separator="|")).to_series()
    keys = [hashlib.blake2b(text.encode(), digest_size=8).hexdigest() for text in told]
    return lines.with_columns(key=pl.Series(keys, dtype=pl.String))


def uncertain_kr(lines: pl.DataFrame) -> pl.DataFrame:
    """`missing_kr, surplus_kr, uncertain_kr` (all +) of lines that are open and do not wait.

    Uncertain: the net difference of each provider, without its sign, summed. A bill without a citizen and a grant
    without a bill of the same provider make up for each other; what is only on another account moves no kroner.
    """
    amount = pl.col("amount_kr")
    net = provider_nets(lines).select(uncertain_kr=pl.col("net_kr").abs().sum().cast(MONEY))
    parts = _moving(lines).select(
        missing_kr=(-amount.clip(upper_bound=0)).sum().cast(MONEY),
        surplus_kr=amount.clip(lower_bound=0).sum().cast(MONEY),
    )
    return pl.concat([parts, net], how="horizontal")


def provider_nets(lines: pl.DataFrame) -> pl.DataFrame:
    """`provider, net_kr` (booked less granted) of lines that are open and do not wait, as `uncertain_kr` sums them."""
    return _moving(lines).group_by("provider").agg(net_kr=pl.col("amount_kr").sum().cast(MONEY)).sort("provider")


def _moving(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.filter(pl.col("kind") != PLACE, ~pl.col("waits"))


def _heads(grants: pl.DataFrame) -> pl.DataFrame:
    first = grants.unique("grant_id", keep="first", maintain_order=True)
    return first.select("grant_id", *(pl.col(name).fill_null(NOT_ALLOCATED) for name in _HEAD))


def _bills(allocated: Allocated, first: dt.date) -> pl.DataFrame:
    """What is booked on activity-steered accounts for service months from `first` on."""
    return allocated.postings.filter(
        pl.col("service_month") >= first, pl.col("dranst").is_in(OPERATION), pl.col("steering").is_in(STEERED)
    )


def _compared(allocated: Allocated, as_of: dt.date, first: dt.date) -> pl.DataFrame:
    """`grant_id, provider, month, granted_kr, booked_kr, lag` (months from service to the last bill; null: no bill),
    `follows` (bills carry a service month of their own), `starts, until` of each grant."""
    steering = _together(granted(allocated.grants, "by_grants"))
    last = month_end(as_of.year, as_of.month)
    group = dict(steering.select("grant_id", "group").unique("grant_id").iter_rows())
    grouped = pl.col("grant_id").replace_strict(group, default=None, return_dtype=pl.String)
    whole = grant_months(steering, first, last, allocated.prices).with_columns(grant_id=grouped)
    cost = (pl.col("cost_kr") - pl.col("citizen_payment_kr")).sum().cast(MONEY)
    net = whole.filter("priced").group_by("grant_id", "month").agg(granted_kr=cost)
    booked_in = pl.date("year", pl.col("month").clip(1, 12), 1)
    lag = month_number(booked_in) - month_number(pl.col("service_month"))
    bills = _bills(allocated, first).filter(pl.col("grant_id") != NOT_ALLOCATED, pl.col("service_month") <= last)
    booked = (
        bills.with_columns(grouped, lag=lag)
        .drop_nulls("grant_id")
        .group_by("grant_id", "service_month")
        .agg(
            booked_kr=pl.col("amount").sum().cast(MONEY),
            lag=pl.col("lag").max(),
            own=(pl.col("dated") & (pl.col("lag") != 0)).any(),
        )
    )
    unpriced = whole.filter(~pl.col("priced")).select("grant_id", "month").unique()
    both = net.join(booked.rename({"service_month": "month"}), on=["grant_id", "month"], how="full", coalesce=True)
    dated = steering.group_by(grant_id="group").agg(
        starts=pl.col("start_date").min(), until=pl.col("ends_on").max(), provider=pl.col("provider").first()
    )
    priced = both.join(unpriced, on=["grant_id", "month"], how="anti").join(dated, on="grant_id")
    return priced.with_columns(
        pl.col("granted_kr", "booked_kr").fill_null(0).cast(MONEY),
        follows=pl.col("own").any().over("grant_id").fill_null(value=False),
    ).drop("own")


def _together(grants: pl.DataFrame) -> pl.DataFrame:
    """The grants with `group`: the first id of those that a citizen has with a provider."""
    return grants.with_columns(group=pl.col("grant_id").min().over("citizen", "provider"))


def _kinds(differences: pl.DataFrame, limit: Tolerance) -> pl.DataFrame:
    """The kind of each difference that is large enough."""
    amount, wanted = pl.col("amount_kr").cast(pl.Float64), pl.col("granted_kr").cast(pl.Float64)
    large = (amount.abs() >= limit.kr) & (amount.abs() >= limit.share * wanted.abs())
    times = pl.col("booked_kr").cast(pl.Float64) / pl.when(wanted > 0).then(wanted)
    again = ((times - times.round()).abs() <= limit.share * times) & (times.round() >= 2)
    kind = (
        pl.when(wanted <= 0).then(pl.lit(AFTER))
        .when(pl.col("booked_kr") <= 0).then(pl.lit(MISSING))
        .when(again.fill_null(value=False)).then(pl.lit(TWICE))
        .otherwise(pl.lit(RATE))
    )  # fmt: skip
    return differences.filter(large).with_columns(kind=kind).drop("provider")


def _other_account(allocated: Allocated, first: dt.date) -> pl.DataFrame:
    """Bills of a grant on another function than the one it is granted on; corrected ones have left no kroner."""
    wanted = allocated.grants.filter(pl.col("function") != NOT_ALLOCATED).unique("grant_id", keep="first")
    bills = _bills(allocated, first).filter(pl.col("grant_id") != NOT_ALLOCATED, pl.col("function") != NOT_ALLOCATED)
    apart = bills.join(wanted.select("grant_id", own="function"), on="grant_id").filter(
        pl.col("function") != pl.col("own")
    )
    sums = apart.group_by("grant_id", month="service_month").agg(amount_kr=pl.col("amount").sum().cast(MONEY))
    zero = pl.lit(0).cast(MONEY)
    return sums.filter(pl.col("amount_kr").abs() >= 1).with_columns(
        kind=pl.lit(PLACE), granted_kr=zero, booked_kr="amount_kr"
    )
