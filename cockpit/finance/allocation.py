"""Where every krone belongs: each posting finds its grant, each grant its account, each account its place in the chart.

No krone is dropped: what finds no place stands on `-` (*Ikke fordelt*). Only accounts that the chart leaves out of the
steering (`steered` = nej) are left out, of postings, budget and grants alike.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.contracts.data import SUM, MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.settings import Settings
from cockpit.finance import billed_span, turned_back
from cockpit.finance.billed_month import with_billed_month
from cockpit.finance.chart import chart, with_chart
from cockpit.finance.grant_account import with_account
from cockpit.finance.knowledge import with_period
from cockpit.finance.last_days import ends_on, with_billed_ends
from cockpit.finance.matching import ACTIVITY, match
from cockpit.finance.paragraphs import stated, with_rule_paragraph
from cockpit.finance.timeline import UNDECIDED

FRAME_SETTLEMENT = "ramme"
ASKED = ("account", "period", "citizen", "provider", "grant_id", "paragraph", "service_from", "service_to", "amount")
"""What a posting is asked about; what else it says (voucher, text) places no krone."""


@dataclass(frozen=True)
class Allocated:
    """Postings and grants with all their dimensions, and the price list that the grants are priced by.

    `postings`: one row for all postings that are alike in what follows, with their summed `amount`: `account, function,
    area, committee, paragraph, provider, team, grant_id, dranst, steering` never null (`-` = *Ikke fordelt*),
    `citizen`, `period`, `in_service_frame`, `matched_by`, `year` (Int32) and `month` (Int8, 0-13) of the period,
    `service_month` (first day; `dated`: the posting says it, a bill of several months having a row for each, or it
    turns December back; `inferred`: told by its grant's other bills; else the month of booking), `set_off` (either line
    of what December sets off: `turned_back`) and
    `prior_year` (the service lies in an earlier year). Spend +, income -. Several rows may be alike where the single
    amounts differed.

    `grants`: likewise `account, function, area, committee, steering, provider, team` never null, `in_service_frame`,
    `ends_on` (effective end, null = runs on) and `by_grants` (its kroner are forecast from grants).
    """

    postings: pl.DataFrame
    grants: pl.DataFrame
    prices: pl.DataFrame


def allocate(data: MunicipalityData, settings: Settings, first_year: int | None = None) -> Allocated:
    """Every posting from `first_year` (default: the settings') on, and every grant, with its place.

    Works on data that `known_at` has cut. A posting's paragraph is its own, else its grant's, else its account's; its
    provider its own, else its grant's; its team its grant's. A grant without a paragraph takes the one that the
    accounting rules give its service, else its account's. A grant's dimensions are those of its account in the
    newest accounting year of the ledger.
    """
    alike = _alike(with_period(data.postings), first_year or settings.first_year)
    dated = _dated(billed_span.by_month(alike))
    years = dated["year"].unique().to_list()
    newest = max(years, default=settings.first_year)
    listed = chart(data.accounts, [*years, newest])
    placed = with_chart(dated, listed, "year").filter("steered")
    grants = _prepared(data)
    found = with_billed_month(match(placed, grants, data.prices), grants)
    grants = with_billed_ends(grants, found)
    matched = found.with_columns(amount=SUM, prior_year=pl.col("service_month").dt.year() < pl.col("year")).drop(SUM)
    booked = with_account(grants, matched, data.account_rules, data.citizens)
    located = with_chart(booked.with_columns(chart_year=pl.lit(newest, dtype=pl.Int32)), listed, "chart_year")
    known = located.with_columns(pl.coalesce("paragraph", "account_paragraph"))
    return Allocated(_named_postings(matched, grants, known), _named_grants(known), data.prices)


def _prepared(data: MunicipalityData) -> pl.DataFrame:
    """The grants with their effective end, unit and paragraph, by id: the row number is the grant's in the matching."""
    grants = data.grants.with_columns(ends_on=ends_on()).with_columns(price_unit=_unit(data))
    return with_rule_paragraph(grants, data.account_rules).sort("grant_id", "rate_from", "start_date")


def _alike(postings: pl.DataFrame, first_year: int) -> pl.DataFrame:
    """`ASKED` and `SUM`: the postings from `first_year` on, those that are alike as one line in the first one's place,
    unless they came so. `amount` stays that of each single one, by which a grant may be found."""
    told = postings.filter(pl.col("period") >= str(first_year))
    if SUM in postings.columns:
        return told.select(*ASKED, SUM)
    return told.group_by(ASKED, maintain_order=True).agg(pl.col("amount").sum().cast(MONEY).alias(SUM))


def _dated(postings: pl.DataFrame) -> pl.DataFrame:
    """The postings with the dates that follow from their period; `-` as a paragraph says nothing."""
    periods = postings["period"].unique().drop_nulls().sort()
    year, month = pl.col("period").str.slice(0, 4).cast(pl.Int32), pl.col("period").str.slice(5).cast(pl.Int8)
    told = periods.to_frame().select(year=year, month=month, booked_in=pl.date(year, month.clip(1, 12), 1))
    place = postings["period"].cast(pl.Enum(periods)).to_physical()
    dated = pl.concat([postings, told[place]], how="horizontal").with_columns(
        stated("paragraph"), dated=pl.col("service_from").is_not_null(),
        service_month=pl.coalesce(pl.col("service_from").dt.month_start(), "booked_in"),
    )  # fmt: skip
    return turned_back.with_service(dated.drop("service_from", "booked_in"))


def _unit(data: MunicipalityData) -> pl.Expr:
    """The grant's own price unit, else the newest of its provider's price list."""
    newest = data.prices.sort("valid_from").unique(["provider", "service"], keep="last").drop_nulls("price_unit")
    key = pl.concat_str("provider", "service", separator="\0")
    units = newest.select(key.alias("key"), "price_unit")
    return pl.coalesce("price_unit", key.replace_strict(units["key"], units["price_unit"], default=None))


def _named_postings(matched: pl.DataFrame, grants: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    told_by = known.select("grant_id", "team", grant_paragraph="paragraph", grant_provider="provider")
    facts = told_by.unique("grant_id", keep="first", maintain_order=True)
    theirs = grants.select("grant_id").join(facts, on="grant_id", how="left", maintain_order="left")
    and_none = pl.concat([theirs, theirs.clear(1)], rechunk=True)
    named_ids = and_none.with_columns(pl.col("grant_id", "team").fill_null(NOT_ALLOCATED))
    told = named_ids[matched["grant"].fill_null(grants.height)]
    paragraph = pl.coalesce("paragraph", "grant_paragraph", "account_paragraph", pl.lit(NOT_ALLOCATED))
    provider = pl.coalesce("provider", "grant_provider", pl.lit(NOT_ALLOCATED))
    named = pl.concat([matched.drop("grant_id"), told], how="horizontal")
    account = pl.col("account").fill_null(NOT_ALLOCATED)
    return named.with_columns(account, paragraph=paragraph, provider=provider).drop(
        "grant", "grant_paragraph", "grant_provider", "account_paragraph", "steered"
    )


def _named_grants(located: pl.DataFrame) -> pl.DataFrame:
    from_grants = (
        pl.col("steered")
        & (pl.col("settlement").fill_null(NOT_ALLOCATED) != FRAME_SETTLEMENT)
        & pl.col("steering").is_in([ACTIVITY, NOT_ALLOCATED])
        & ~pl.col("status").fill_null("aktiv").is_in(UNDECIDED)
    )
    filled = [pl.col(name).fill_null(NOT_ALLOCATED) for name in ("provider", "team", "paragraph")]
    return (
        located.with_columns(*filled, by_grants=from_grants)
        .drop("account_paragraph", "steered", "chart_year")
        .sort("grant_id", "rate_from", "start_date")
    )
