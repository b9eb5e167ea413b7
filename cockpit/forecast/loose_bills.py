"""Bills that tell their provider and month, but not whom they are for: no grant of the provider has ever had a bill.

The ledger may know citizens by other numbers than the case system, or not at all. Then the provider is the level on
which both sides speak: what it has billed for a month is laid on its grants of that kind of help by what they cost. Who
has had a bill and who has not, no such bill can tell.
"""

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.forecast.ledger import first_lag, is_activity

PLACE = ("kind", "provider")
MONTH = (*PLACE, "mi")
_ASKED = ("grant_id", "paragraph", "provider", "steering", "dated", "inferred", "service", "booked", "amount", "kr")
LAID = {"grant_id": pl.String, "mi": pl.Int32, "paid": pl.Float64, "first_lag": pl.Int32, "tells": pl.Boolean}


def _of_months(postings: pl.DataFrame, since: int) -> pl.DataFrame:
    """`MONTH`, `kr`, `first_lag` of the providers that no bill has found a grant of; the months from `since` on."""
    asked = postings.select(_ASKED)
    named = (
        asked.select("paragraph", "provider", "grant_id").filter(pl.col("grant_id") != "-").drop("grant_id").unique()
    )
    heard = named.select(kind=kind(pl.col("paragraph")), provider="provider").unique()
    says_month = pl.col("dated") | pl.col("inferred")
    nameless = is_activity() & (pl.col("grant_id") == "-") & (pl.col("provider") != "-")
    loose = asked.filter(nameless & says_month & (pl.col("service") >= since))
    told = loose.with_columns(kind=kind(pl.col("paragraph")), mi=pl.col("service"))
    silent = told.join(heard, on=PLACE, how="anti", nulls_equal=True)
    return silent.group_by(MONTH).agg(pl.col("kr").sum(), first_lag=first_lag().min())


def laid(postings: pl.DataFrame, costs: pl.DataFrame, since: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The postings with `found` where they are laid on grants, and what is laid as `ledger.paid` has it, `tells` null.
    Months before `since` are left: their bills may be for grants that the list has forgotten.

    `postings`: of `ledger.dated`. `costs`: `grant_id, kind, provider, mi, cost`."""
    loose = _of_months(postings, since)
    if loose.is_empty():
        return postings, pl.DataFrame(schema=LAID)
    dear = costs.filter((pl.col("cost") > 0) & pl.col("provider").is_in(loose["provider"].unique().implode()))
    shared = dear.join(loose, on=MONTH).with_columns(part=pl.col("cost") / pl.col("cost").sum().over(MONTH))
    nameless = (
        postings.select("paragraph", "provider", "service", "found").with_row_index("row").filter(~pl.col("found"))
    )
    told = nameless.select("row", "provider", kind=kind(pl.col("paragraph")), mi="service")
    rows = told.join(shared.select(MONTH).unique(), on=MONTH, how="semi")["row"].implode()
    on_grants = postings.with_columns(found=pl.col("found") | pl.int_range(pl.len(), dtype=pl.UInt32).is_in(rows))
    paid = shared.select(
        "grant_id", pl.col("mi").cast(pl.Int32), paid=pl.col("kr") * pl.col("part"), first_lag="first_lag",
        tells=pl.lit(None, pl.Boolean),
    )  # fmt: skip
    return on_grants, paid.sort("grant_id", "mi")


def is_laid() -> pl.Expr:
    """Whether what is booked on a grant's month was laid on it: that tells neither its month's rest nor its silence."""
    return pl.col("first_lag").is_not_null() & pl.col("tells").is_null()


def beside(costs: pl.DataFrame, laid: pl.DataFrame) -> pl.DataFrame:
    """`costs` with what is laid on the grants' months; a grant has one or the other, bills of its own or laid ones."""
    if laid.is_empty():
        return costs
    both = costs.join(laid.drop("tells"), on=["grant_id", "mi"], how="left", maintain_order="left", suffix="_laid")
    own = (pl.coalesce(name, f"{name}_laid").alias(name) for name in ("paid", "first_lag"))
    return both.with_columns(own).select(costs.columns)
