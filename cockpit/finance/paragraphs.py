"""Which paragraph a grant stands under where the export does not say, and which paragraphs mean the same kind of help.

Some case systems name a service and no paragraph. The accounting rules tell under which paragraph a service is given;
where they do not, the account that the grant is booked on does.
"""

from functools import cache

import polars as pl

from cockpit import law
from cockpit.contracts.forecast_table import NOT_ALLOCATED


def stated(name: str) -> pl.Expr:
    """The column with `-` as null."""
    return pl.when(pl.col(name) != NOT_ALLOCATED).then(name).alias(name)


def with_rule_paragraph(grants: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """The grants with a missing `paragraph` (null or `-`) taken from the accounting rules, where all rules that name
    the grant's service agree on one; else null."""
    of_service = rules.filter(pl.col("service").is_not_null(), pl.col("paragraph").is_not_null()).group_by("service")
    agreed = of_service.agg(ruled=pl.col("paragraph").first(), several=pl.col("paragraph").n_unique() > 1)
    only = agreed.filter(~pl.col("several")).select("service", "ruled")
    found = grants.join(only, on="service", how="left", maintain_order="left")
    return found.with_columns(paragraph=pl.coalesce(stated("paragraph"), "ruled")).drop("ruled")


def base(paragraph: pl.Expr) -> pl.Expr:
    """`SEL § 107` of `SEL § 107, stk. 2`."""
    return paragraph.str.split(",").list.first().str.strip_chars()


def kind(paragraph: pl.Expr) -> pl.Expr:
    """What a paragraph is about, the same before and after barnets lov; the paragraph itself where the law's list does
    not name it."""
    codes, kinds = _kinds()
    told = [name.replace_strict(codes, kinds, default=None) for name in (paragraph, base(paragraph))]
    return pl.coalesce(*told, paragraph)


@cache
def _kinds() -> tuple[pl.Series, pl.Series]:
    """Code and kind of the paragraphs that the law's list names."""
    listed = law.paragraphs().unique("code", keep="first", maintain_order=True)
    return listed["code"], listed["kind"]
