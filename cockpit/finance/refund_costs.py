"""What a citizen costs in a month, as the central refund asks: net, of which act, by whom it is paid, in which unit.

The cost of a month is that of the grants that run in it (delivered and committed alike), less the citizen's payment,
and what is booked on a citizen for whom no grant answers. Other refund is income and taken off (BEK 1485/2023 § 3,
stk. 3).
"""

import datetime as dt

import polars as pl

from cockpit import law
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.citizens import of_each
from cockpit.finance.commitments import grant_months
from cockpit.finance.paragraphs import base, kind
from cockpit.finance.timeline import granted
from cockpit.law.refund_kinds import EVERY

OBJECTIVE = "objektiv finansiering"
ONCE = "engang"
CHILDREN, ADULTS = "children", "adults"
LINE = ("citizen", "paragraph", "area", "team", "provider", "case_id")
PLACEMENT, PREVENTIVE, HOMES, OTHER = "Anbringelser", "Forebyggende", "Botilbud, voksne", "Øvrige, voksne"
CATEGORIES = (PLACEMENT, PREVENTIVE, HOMES, OTHER)
_HOMES = ("SEL § 107", "SEL § 108", "SEL § 109", "SEL § 110")
COST_LINES_SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(LINE, pl.String()),
    "household": pl.String(),
    "payer": pl.String(),
    "month": pl.Date(),
    "gross_kr": MONEY,
    "one_off": pl.Boolean(),
    "granted": pl.Boolean(),
}
"""A row per grant (or booked citizen) and month: `gross_kr` is net of the citizen's payment, before any refund.
`payer`: the paying municipality, null where the grant does not say. Dimensions are never null, save `household`."""


def cost_lines(grants: pl.DataFrame, postings: pl.DataFrame, prices: pl.DataFrame, year: int) -> pl.DataFrame:
    """`COST_LINES_SCHEMA` of a year, from `Allocated`. What is financed by a fixed key (objektiv finansiering) is left
    out (§ 3, stk. 5), as is what costs nothing."""
    lines = pl.concat([_of_grants(grants, prices, year), _of_postings(postings, year)])
    return lines.filter(pl.col("gross_kr") != 0).sort(*LINE, "month")


def _of_grants(grants: pl.DataFrame, prices: pl.DataFrame, year: int) -> pl.DataFrame:
    real = granted(grants, pl.col("steering") != OBJECTIVE)
    heads = real.unique("grant_id", keep="first", maintain_order=True).select(
        "grant_id", *(pl.col(name).fill_null(NOT_ALLOCATED) for name in LINE), "household",
        payer="paying_municipality", one_off=(pl.col("price_unit") == ONCE).fill_null(value=False),
    )  # fmt: skip
    months = grant_months(real, dt.date(year, 1, 1), dt.date(year, 12, 31), prices)
    net = (pl.col("cost_kr") - pl.col("citizen_payment_kr")).cast(MONEY).alias("gross_kr")
    return months.join(heads, on="grant_id").select(
        *LINE, "household", "payer", "month", net, "one_off", granted=pl.lit(value=True)
    )


def _of_postings(postings: pl.DataFrame, year: int) -> pl.DataFrame:
    """Booked on a citizen without a grant: the case system does not know of it, the refund does."""
    loose = postings.filter(
        pl.col("grant_id") == NOT_ALLOCATED,
        pl.col("citizen").is_not_null(),
        pl.col("dranst").is_in(["1", NOT_ALLOCATED]),
        pl.col("steering") != OBJECTIVE,
        pl.col("service_month").dt.year() == year,
    )
    sums = loose.group_by("citizen", "paragraph", "area", "team", "provider", "service_month").agg(
        pl.col("amount").sum().cast(MONEY).alias("gross_kr")
    )
    return sums.select(
        *(pl.col(name) for name in LINE[:-1]), pl.lit(NOT_ALLOCATED).alias("case_id"),
        pl.lit(None, pl.String).alias("household"), pl.lit(None, pl.String).alias("payer"),
        pl.col("service_month").alias("month"), "gross_kr",
        pl.lit(value=False).alias("one_off"), pl.lit(value=False).alias("granted"),
    )  # fmt: skip


def own_name(grants: pl.DataFrame, municipality: str) -> str | None:
    """What the exports call the own municipality: the setting where a grant is paid by it, else the commonest payer."""
    payers = grants["paying_municipality"].drop_nulls()
    if payers.is_empty() or (payers == municipality).any():
        return municipality if not payers.is_empty() else None
    counts = payers.value_counts().sort("count", "paying_municipality", descending=[True, False])
    return str(counts.row(0)[0])


def with_group(lines: pl.DataFrame, citizens: pl.DataFrame, year: int) -> pl.DataFrame:
    """The lines with `group` (children/adults, by paragraph; one that the list does not know by age) and `born_on`."""
    born = of_each(citizens, "born_on")
    known = law.paragraphs().select("code", "group").unique("code")
    groups = dict(known.iter_rows())
    by_paragraph = pl.coalesce(
        pl.col("paragraph").replace_strict(groups, default=None, return_dtype=pl.String),
        base(pl.col("paragraph")).replace_strict(groups, default=None, return_dtype=pl.String),
    )
    minor = (pl.col("born_on") > dt.date(year - 18, 12, 31)).fill_null(value=False)
    by_age = pl.when(minor).then(pl.lit(CHILDREN)).otherwise(pl.lit(ADULTS))
    found = lines.join(born, on="citizen", how="left", maintain_order="left")
    return found.with_columns(group=pl.coalesce(by_paragraph, by_age))


def category() -> pl.Expr:
    """Placements, preventive help, homes of adults, other help to adults, of lines with their `group`: the lists of a
    real report."""
    placed = kind(pl.col("paragraph")).str.starts_with("Anbringelse")
    children = pl.col("group") == CHILDREN
    home = base(pl.col("paragraph")).is_in(_HOMES)
    return (
        pl.when(children & placed).then(pl.lit(PLACEMENT)).when(children).then(pl.lit(PREVENTIVE))
        .when(home).then(pl.lit(HOMES)).otherwise(pl.lit(OTHER))
    )  # fmt: skip


def shares(year: int) -> dict[str, float]:
    """The share that the state refunds of each kind but the expensive cases; a kind unknown to the year is left out."""
    day = dt.date(year, 1, 1)
    dated = {one.name: law.parameter(one.share) for one in law.refund_kinds() if one.share}
    known = {name: parameter.at(day).value for name, parameter in dated.items() if parameter.values[0].from_date <= day}
    return {name: float(value) for name, value in known.items() if value is not None}


def kinds_by_paragraph() -> dict[str, str]:
    """`SEL § 42` -> the name of the kind of refund that shares its cost."""
    return {code: one.name for one in law.refund_kinds() if one.share for code in one.paragraphs if code != EVERY}


def shared_kind() -> pl.Expr:
    """The kind of refund that shares the cost of a line's `paragraph`; null where none does."""
    return base(pl.col("paragraph")).replace_strict(kinds_by_paragraph(), default=None, return_dtype=pl.String)


def with_other_refund(lines: pl.DataFrame, citizens: pl.DataFrame, year: int) -> pl.DataFrame:
    """The lines with `other_kind` (null: none) and `other_share` of another refund than that of expensive cases: all of
    it for refugees until `refund_100_until`, else the share of the paragraph's kind."""
    until = of_each(citizens, "refund_100_until")
    whole = next(one.name for one in law.refund_kinds() if EVERY in one.paragraphs)
    foreign = (pl.col("refund_100_until") >= pl.col("month")).fill_null(value=False)
    by_paragraph = shared_kind()
    found = lines.join(until, on="citizen", how="left", maintain_order="left").with_columns(
        other_kind=pl.when(foreign).then(pl.lit(whole)).otherwise(by_paragraph)
    )
    share = pl.col("other_kind").replace_strict(shares(year), default=0.0, return_dtype=pl.Float64)
    return found.with_columns(other_share=share.fill_null(0.0)).drop("refund_100_until")
