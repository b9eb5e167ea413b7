"""What the administration knew on a day: the truth seen through late registration. Everything exported goes through
here."""

import datetime as dt

import polars as pl

from cockpit.demo.parameters import Municipality
from cockpit.demo.prices import rounded


def _shown_end(drawn_on: dt.date) -> pl.Expr:
    """The true end once it is written, else the moved end, else the end that was planned at the start."""
    known, moved = pl.col("end_known_on") <= drawn_on, pl.col("extended_on") <= drawn_on
    return pl.when(known).then("end").when(moved).then("extended_end").otherwise("planned_end")


def _status(drawn_on: dt.date, as_of: dt.date) -> pl.Expr:
    """`ansøgt` until decided, then `afslag` or `aktiv`; `afsluttet` when a written end has passed."""
    pending, ended = pl.col("decided_on") > drawn_on, (pl.col("end_known_on") <= drawn_on) & (pl.col("end") <= as_of)
    applied = pl.col("applied") | pl.col("refused")
    return (
        pl.when(applied & pending).then(pl.lit("ansøgt"))
        .when(pl.col("refused")).then(pl.lit("afslag"))
        .when(ended).then(pl.lit("afsluttet"))
        .otherwise(pl.lit("aktiv"))
    )  # fmt: skip


def known_index(municipality: Municipality, drawn_on: dt.date) -> pl.DataFrame:
    """Price levels that were known on the day."""
    return municipality.prices.filter(pl.col("price_known_on") <= drawn_on)


def _priced(rows: pl.DataFrame, municipality: Municipality, drawn_on: dt.date, as_of: dt.date) -> pl.DataFrame:
    """The price of the newest year that was known, but of the last year of a service that has ended."""
    index = known_index(municipality, drawn_on)
    newest = index.group_by("provider").agg(newest=pl.col("year").max(), oldest=pl.col("year").min())
    last_year = pl.min_horizontal(pl.col("shown_end").dt.year().fill_null(as_of.year), "newest")
    rows = rows.join(newest, on="provider", maintain_order="left").with_columns(
        year=pl.max_horizontal(last_year, "oldest")
    )
    rows = rows.join(index, on=["provider", "year"], maintain_order="left")
    return rows.with_columns(unit_price=rounded(pl.col("base_price") * pl.col("index"))).drop(
        "newest", "oldest", "index", "year", "price_known_on"
    )


def known_grants(municipality: Municipality, drawn_on: dt.date, as_of: dt.date) -> pl.DataFrame:
    """Every grant registered by the day, with `shown_end`, `status` and `unit_price` as they stood then."""
    rows = municipality.grants.filter(pl.col("registered_on") <= drawn_on)
    rows = rows.with_columns(shown_end=_shown_end(drawn_on), status=_status(drawn_on, as_of))
    return _priced(rows, municipality, drawn_on, as_of).sort("registered_on", "grant")


def known_postings(municipality: Municipality, year: int, drawn_on: dt.date) -> pl.DataFrame:
    """The year's ledger as drawn on the day: everything entered by then, whatever its period."""
    return municipality.postings.filter((pl.col("year") == year) & (pl.col("entered_on") <= drawn_on))


def known_prices(municipality: Municipality, drawn_on: dt.date) -> pl.DataFrame:
    """The adults' price list: `provider_name, service, unit_price, unit, valid_from, valid_to`."""
    sold = municipality.grants.filter((pl.col("group") == "adults") & (pl.col("settlement") != "ramme"))
    sold = sold.unique(["provider", "service"], keep="first", maintain_order=True)
    rows = sold.join(known_index(municipality, drawn_on), on="provider", maintain_order="left")
    start = pl.date("year", 1, 1)
    rows = rows.with_columns(unit_price=rounded(pl.col("base_price") * pl.col("index")), valid_from=start)
    following = pl.col("valid_from").shift(-1).over("provider", "service", order_by="valid_from")
    rows = rows.with_columns(valid_to=following - pl.duration(days=1))
    return rows.select("provider_name", "service", "unit_price", "unit", "valid_from", "valid_to").sort(
        "provider_name", "service", "valid_from"
    )


def known_budget(municipality: Municipality, year: int, drawn_on: dt.date) -> pl.DataFrame:
    """The year's budget with what the council had decided by the day: original, the three kinds of change, adjusted."""
    kinds = ("reallocations", "supplementary", "carry_over")
    events = municipality.budget_events.filter((pl.col("year") == year) & (pl.col("decided_on") <= drawn_on))
    sums = events.group_by("account").agg(
        pl.col("amount").filter(pl.col("kind") == kind).sum().alias(kind) for kind in kinds
    )
    rows = (
        municipality.budget.filter(pl.col("year") == year)
        .join(sums, on="account", how="left")
        .with_columns(pl.col(kinds).fill_null(0.0))
    )
    return rows.with_columns(adjusted=pl.sum_horizontal("original", *kinds)).sort("account")
