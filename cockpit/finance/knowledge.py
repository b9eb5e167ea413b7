"""What was known at the close of a month: the same data, without what only became known later.

Rows of a first export that reaches back before its own date are *reconstructed*: when they became known is inferred,
by the rules below, so that a back-test leaks as little of the future as the data allow.
"""

import datetime as dt
from dataclasses import replace

import polars as pl

from cockpit.contracts.calendar import last_period, month_end
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.settings import Settings

ONE_DAY = pl.duration(days=1)
_SAME_GRANT = ["citizen", "paragraph", "service", "provider"]


def known_at(data: MunicipalityData, as_of: dt.date, settings: Settings) -> MunicipalityData:
    """The data as they were known at the close of `as_of`'s month.

    Postings: periods up to the month (an empty period is the posting date's month); reconstructed ones only where
    booked by the closing day. Grants: reconstructed ones only where registered (else decided, else started) by the
    closing day; see `_without_later_ends` for their ends; missing ones ended or dropped (`resolve_missing`). Budget:
    what was decided after the closing day is taken out, the original budget stays. Adjustments pass: which of them
    count at a state is decided where they are kept.
    """
    close = settings.close_of(as_of)
    end = month_end(as_of.year, as_of.month)
    return replace(
        data,
        grants=_known_grants(data.grants, end, close),
        postings=_known_postings(data.postings, as_of, end, close),
        budget=_known_budget(data.budget, close),
    )


def _inferred(end: dt.date) -> pl.Expr:
    """Whether it must be inferred when the row became known."""
    return pl.col("reconstructed").fill_null(value=False) | (pl.col("known_from") > end).fill_null(value=False)


def with_period(postings: pl.DataFrame) -> pl.DataFrame:
    """The postings with an empty period filled by the posting date's month."""
    if not postings["period"].null_count():
        return postings
    return postings.with_columns(pl.col("period").fill_null(pl.col("posting_date").dt.strftime("%Y-%m")))


def _known_postings(postings: pl.DataFrame, as_of: dt.date, end: dt.date, close: dt.date) -> pl.DataFrame:
    booked = (pl.col("posting_date") <= close) | ~_inferred(end)
    return with_period(postings).filter(pl.col("period") <= last_period(as_of), booked.fill_null(value=True))


def _known_budget(budget: pl.DataFrame, close: dt.date) -> pl.DataFrame:
    later = (pl.col("decided_on") > close).fill_null(value=False)
    changes = ("reallocations", "supplementary", "carry_over", "adjusted", "applied_for", "expected_carry_over")
    return budget.with_columns(pl.when(~later).then(name).alias(name) for name in changes)


def _known_grants(grants: pl.DataFrame, end: dt.date, close: dt.date) -> pl.DataFrame:
    registered = pl.coalesce("registered_on", "decided_on", "start_date")
    known = grants.filter((registered <= close).fill_null(value=True) | ~_inferred(end)).with_columns(
        missing_since=pl.when(pl.col("missing_since") <= end).then("missing_since")
    )
    return _without_passed_expectations(_without_later_ends(resolve_missing(known), end, close), end)


def _without_later_ends(grants: pl.DataFrame, end: dt.date, close: dt.date) -> pl.DataFrame:
    """Reconstructed grants that ended after the close but before their export was drawn run on, and are active.

    Nobody can tell whether such an end was planned at the close or came as news: leaving it out leaks nothing and
    overstates the commitment, which the outflow component corrects. An end after the export's own date was a plan in
    that export and stays; an end before the close stays, though it may have been registered late.
    """
    later = _inferred(end) & (pl.col("end_date") > close) & (pl.col("end_date") <= pl.col("known_from"))
    later = later.fill_null(value=False)
    nothing = pl.lit(None, dtype=pl.Date)
    return grants.with_columns(
        *(pl.when(later).then(nothing).otherwise(name).alias(name) for name in ("end_date", "paid_until")),
        pl.when(later & (pl.col("status") == "afsluttet")).then(pl.lit("aktiv")).otherwise("status").alias("status"),
    )


def _without_passed_expectations(grants: pl.DataFrame, end: dt.date) -> pl.DataFrame:
    """An expected end that has passed without an end date did not happen."""
    passed = pl.col("end_date").is_null() & (pl.col("expected_end_date") <= end)
    passed = passed.fill_null(value=False) & (pl.col("status").fill_null("aktiv") != "afsluttet")
    return grants.with_columns(expected_end_date=pl.when(~passed).then("expected_end_date"))


def resolve_missing(grants: pl.DataFrame) -> pl.DataFrame:
    """Grants that fell out of their source's exports end the day before; what they delivered until then stays.

    Where another grant of the same citizen, paragraph, service and provider that did not fall out overlaps it, it was
    registered anew under another id, and the missing row is dropped.
    """
    missing = grants.filter(pl.col("missing_since").is_not_null())
    if missing.is_empty():
        return grants
    present = grants.filter(pl.col("missing_since").is_null())
    last_day = pl.min_horizontal("end_date", pl.col("missing_since") - ONE_DAY)
    ended = missing.with_columns(end_date=last_day).filter(pl.col("start_date") <= pl.col("end_date"))
    again = _overlapping(ended, present)
    return pl.concat([present, ended.join(again, on="grant_id", how="anti")]).sort("grant_id", "start_date")


def _overlapping(missing: pl.DataFrame, present: pl.DataFrame) -> pl.DataFrame:
    same = [pl.col(name).fill_null(NOT_ALLOCATED) for name in _SAME_GRANT]
    days = ["start_date", "end_date"]
    left = missing.select("grant_id", *same, *days)
    pairs = left.join(present.select(*same, *days), on=_SAME_GRANT, suffix="_now")
    meets = (pl.col("start_date_now") <= pl.col("end_date")) & (
        pl.col("end_date_now").is_null() | (pl.col("end_date_now") >= pl.col("start_date"))
    )
    return pairs.filter(meets).select("grant_id").unique()
