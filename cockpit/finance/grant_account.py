"""From grant to account: its own; the one its postings are booked on; the accounting rules; the usual one of its like.

Where no grant of a service has a bill that finds it, the bills that find none tell: the account on which its provider's
bills for such help are booked; else the account for such help that is booked on and that no grant has (a payroll's).
Whatever finds no account stands on `-` (*Ikke fordelt*): its kroner are still counted.
"""

import polars as pl

from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.citizens import of_each
from cockpit.finance.matching import SURE
from cockpit.finance.paragraphs import base, kind

_AGE_PARTS = ("start_date", "born_on")
_TOLD = ("paragraph", "service", "target_group")
"""What a rule asks of a grant, beside the citizen's age."""
_NARROW = {"service": 4, "target_group": 2, "age_from": 1, "age_to": 1}
"""A rule that names the service is narrower than one that names the target group, and that than one by age."""


def with_account(
    grants: pl.DataFrame, matched: pl.DataFrame, rules: pl.DataFrame, citizens: pl.DataFrame
) -> pl.DataFrame:
    """The grants with `account` filled. `matched` are the postings with `grant` and `matched_by`."""
    spent = matched.select(
        "grant", "account", "amount", "matched_by", "paragraph", "account_paragraph", "provider"
    ).filter(pl.col("amount") > 0)
    asked = grants.select("grant_id", "account", "paragraph", "service", "provider")
    for told in (_booked(spent, grants), _ruled(grants, rules, citizens)):
        found = asked.join(told, on="grant_id", how="left", maintain_order="left")
        asked = found.with_columns(account=pl.coalesce("account", "told")).drop("told")
    for alike in (["paragraph", "service"], ["service"]):
        asked = _like_others(asked, alike)
    asked = _like_others(_by_loose_bills(asked, spent), ["paragraph"])
    return grants.with_columns(asked["account"].fill_null(NOT_ALLOCATED))


def _booked(spent: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """`grant_id, told`: the account with most of the expense of a grant that names none itself. Where none
    surely is its own (`SURE`), those count that are about the grant's own kind of help: a citizen's without a provider.
    """
    wanting = (
        grants.select("grant_id", "account", "paragraph").with_row_index("grant").filter(pl.col("account").is_null())
    )
    theirs = wanting.select("grant", "grant_id", own_kind=kind(pl.col("paragraph")))
    mine = spent.join(theirs.select("grant"), on="grant", how="semi")
    sums = mine.group_by("grant", "account", sure=pl.col("matched_by").is_in(SURE), about=_about()).agg(
        pl.col("amount").sum()
    )
    named = sums.join(theirs, on="grant").with_columns(about_kind=kind(pl.col("about")))
    told = named.filter(pl.col("sure") | (pl.col("about_kind") == pl.col("own_kind")))
    of_grant = told.group_by("grant_id", "account", "sure").agg(pl.col("amount").sum())
    best = of_grant.sort("grant_id", "sure", "amount", "account", descending=[False, True, True, False])
    return best.unique("grant_id", keep="first", maintain_order=True).select("grant_id", told="account")


def _about() -> pl.Expr:
    """The paragraph that a posting is about: its own, else its account's."""
    return pl.coalesce("paragraph", "account_paragraph")


def _by_loose_bills(grants: pl.DataFrame, spent: pl.DataFrame) -> pl.DataFrame:
    """Grants still without an account take the one with most of the expense that finds no grant, for their kind of
    help: their provider's, else of the accounts that no grant has."""
    loose = spent.filter(pl.col("grant").is_null(), pl.col("account").is_not_null())
    about = loose.select("provider", "account", "amount", of_kind=kind(_about())).drop_nulls("of_kind")
    found = grants.with_columns(of_kind=kind(pl.col("paragraph")))
    found = _most_booked(found, about.drop_nulls("provider"), ["provider", "of_kind"])
    return _most_booked(found, about.join(found, on="account", how="anti"), ["of_kind"]).drop("of_kind")


def _most_booked(grants: pl.DataFrame, about: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    sums = about.group_by(*on, "account").agg(pl.col("amount").sum())
    best = sums.sort(*on, "amount", "account", descending=[*[False] * len(on), True, False])
    usual = best.unique(on, keep="first", maintain_order=True).select(*on, usual="account")
    joined = grants.join(usual, on=on, how="left", maintain_order="left")
    return joined.with_columns(account=pl.coalesce("account", "usual")).drop("usual")


def _ruled(grants: pl.DataFrame, rules: pl.DataFrame, citizens: pl.DataFrame) -> pl.DataFrame:
    """`grant_id, told`: the account of the narrowest rule that fits; see `_NARROW`. A rule for the whole paragraph
    (`SEL § 107`) also covers its parts. Grants that a rule can not tell apart are asked about once."""
    if rules.is_empty():
        return pl.DataFrame(schema={"grant_id": pl.String(), "told": pl.String()})
    wanting = (
        grants.select("grant_id", "citizen", "account", "start_date", *_TOLD)
        .filter(pl.col("account").is_null())
        .join(of_each(citizens, "born_on"), on="citizen", how="left")
        .select("grant_id", *_TOLD, age=_age())
    )
    asked = (
        wanting.select(*_TOLD, "age").unique().with_row_index("question").with_columns(base=base(pl.col("paragraph")))
    )
    narrow = rules.select(pl.all().name.prefix("rule_")).with_row_index("rule_no")
    pairs = pl.concat([
        asked.join(narrow, left_on=key, right_on="rule_paragraph", coalesce=False) for key in ("paragraph", "base")
    ])  # fmt: skip
    general = asked.join(narrow.filter(pl.col("rule_paragraph").is_null()), how="cross")
    answers = _best(_fitting(pl.concat([pairs, general.select(pairs.columns)])), "question")
    numbers = wanting.join(asked.drop("base"), on=[*_TOLD, "age"], nulls_equal=True).select("grant_id", "question")
    return _best(numbers.join(answers, on="question"), "grant_id").select("grant_id", told="rule_account")


def _age() -> pl.Expr:
    """Whole years at the grant's start."""
    start, born = (pl.col(name) for name in _AGE_PARTS)
    before = (start.dt.month() < born.dt.month()) | (
        (start.dt.month() == born.dt.month()) & (start.dt.day() < born.dt.day())
    )
    return start.dt.year() - born.dt.year() - before.cast(pl.Int32)


def _fits(name: str) -> pl.Expr:
    rule = pl.col(f"rule_{name}")
    return rule.is_null() | (rule == pl.col(name)).fill_null(value=False)


def _fitting(pairs: pl.DataFrame) -> pl.DataFrame:
    """The rules that fit, with how narrow they are: `exact` before `stated`."""
    old_enough = pl.col("rule_age_from").is_null() | (pl.col("age") >= pl.col("rule_age_from"))
    young_enough = pl.col("rule_age_to").is_null() | (pl.col("age") <= pl.col("rule_age_to"))
    fits = pairs.filter(_fits("service"), _fits("target_group"), old_enough, young_enough)
    exact = (pl.col("rule_paragraph") == pl.col("paragraph")).fill_null(value=False)
    return fits.select(
        "question",
        "rule_account",
        "rule_no",
        exact=exact.cast(pl.Int8) + pl.col("rule_paragraph").is_not_null().cast(pl.Int8),
        stated=pl.sum_horizontal(pl.col(f"rule_{name}").is_not_null() * weight for name, weight in _NARROW.items()),
    )


def _best(ranked: pl.DataFrame, key: str) -> pl.DataFrame:
    """The narrowest rule of each key, the first of those that are equally narrow."""
    order = ranked.sort(key, "exact", "stated", "rule_no", descending=[False, True, True, False])
    return order.unique(key, keep="first", maintain_order=True)


def _like_others(grants: pl.DataFrame, alike: list[str]) -> pl.DataFrame:
    """Grants still without an account take the commonest of the grants that are alike; nothing unknown is alike."""
    counts = grants.filter(pl.col("account").is_not_null()).drop_nulls(alike).group_by(*alike, "account").len()
    usual = (
        counts.sort(*alike, "len", "account", descending=[*[False] * len(alike), True, False])
        .unique(alike, keep="first", maintain_order=True)
        .select(*alike, usual="account")
    )
    joined = grants.join(usual, on=alike, how="left", maintain_order="left")
    return joined.with_columns(account=pl.coalesce("account", "usual")).drop("usual")
