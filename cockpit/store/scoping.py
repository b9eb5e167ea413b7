"""Which rows a reader may meet. Applied to every read, whatever the page asked for.

- Calculation: everything. Finance and managers: everything within their bounds; no bound = everything.
- A bound on areas: rows whose account lies in an own area; where the account says nothing, whose paragraph lies in own
  areas only. A row that neither places is not shown.
- A bound on teams: only rows of the team, and what hangs on its grants. Both bounds: both must hold.
- A caseworker: the grants of the own caseload and what hangs on them; no postings.
- Politicians and administrators: nothing about persons, and no postings.
What is about no person (accounts, prices, rules) is open to all; a budget is cut by area only.
"""

from collections.abc import Callable

import polars as pl

from cockpit.contracts.dataset import Personal, dataset
from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.scope import ROLE_TITLE, Role, Scope

Other = Callable[[str], pl.DataFrame]
"""Another dataset of the same state, uncut."""


def about_persons(name: str) -> bool:
    """Whether a row of the dataset tells of a single person, even indirectly."""
    return any(field.personal is not Personal.NONE for field in dataset(name).fields)


def refuse(name: str, scope: Scope) -> None:
    """AccessDenied where the role may meet no row of the dataset at all."""
    if not scope.sees_rows and about_persons(name):
        raise AccessDenied(
            f"Rollen {ROLE_TITLE[scope.role]} har ikke adgang til {dataset(name).title.lower()}, "
            "fordi de handler om enkelte borgere."
        )


def cut(name: str, frame: pl.DataFrame, scope: Scope, other: Other) -> pl.DataFrame:
    """The rows that the scope allows. `refuse` has been called before."""
    if not _bounded(scope) or not scope.sees_rows:
        return frame
    if name == "budget" and scope.areas:
        return frame.filter(_in_own_area(frame, scope, other))
    if not about_persons(name):
        return frame
    own = {"grants": _own_grants, "postings": _own_postings}.get(name, _hanging_on)
    return own(frame, scope, other)


def _bounded(scope: Scope) -> bool:
    if scope.role is Role.ENGINE:
        return False
    return scope.role is Role.CASEWORKER or bool(scope.areas or scope.teams)


def _own_grants(grants: pl.DataFrame, scope: Scope, other: Other) -> pl.DataFrame:
    if scope.role is Role.CASEWORKER:
        return grants.filter(pl.col("caseworker").is_in(sorted(scope.caseload)))
    if scope.teams:
        grants = grants.filter(pl.col("team").is_in(sorted(scope.teams)))
    return grants.filter(_in_own_area(grants, scope, other)) if scope.areas else grants


def _own_postings(postings: pl.DataFrame, scope: Scope, other: Other) -> pl.DataFrame:
    if scope.role is Role.CASEWORKER:
        return postings.clear()
    if scope.teams:
        own = _own_grants(other("grants"), scope, other)
        postings = postings.filter(pl.col("grant_id").is_in(own["grant_id"].implode()))
    return postings.filter(_in_own_area(postings, scope, other)) if scope.areas else postings


def _hanging_on(frame: pl.DataFrame, scope: Scope, other: Other) -> pl.DataFrame:
    """Rows of own grants or of their citizens; a dataset that names neither shows nothing."""
    own = _own_grants(other("grants"), scope, other)
    tests = [
        pl.col(column).is_in(own[column].drop_nulls().implode())
        for column in ("grant_id", "citizen")
        if column in frame.columns
    ]
    return frame.filter(pl.any_horizontal(tests).fill_null(value=False)) if tests else frame.clear()


def _in_own_area(frame: pl.DataFrame, scope: Scope, other: Other) -> pl.Expr:
    """Whether a row's account, else its own area, else its paragraph, lies in an own area."""
    accounts = _account_areas(other("accounts"))
    paragraphs = _paragraph_areas(accounts, other("account_rules"))
    areas = sorted(scope.areas)
    known_paragraphs = paragraphs["paragraph"].to_list()
    own_paragraphs = paragraphs.filter(pl.col("areas").list.set_difference(areas).list.len() == 0)[
        "paragraph"
    ].to_list()
    paragraph, base = pl.col("paragraph"), pl.col("paragraph").str.split(",").list.first()
    by_paragraph = (
        pl.when(paragraph.is_in(known_paragraphs))
        .then(paragraph.is_in(own_paragraphs))
        .otherwise(base.is_in(own_paragraphs))
    )
    if "area" in frame.columns:
        by_paragraph = pl.when(pl.col("area").is_not_null()).then(pl.col("area").is_in(areas)).otherwise(by_paragraph)
    own = accounts.filter(pl.col("area").is_in(areas))["account"].to_list()
    by_account = pl.when(pl.col("account").is_in(accounts["account"].to_list())).then(pl.col("account").is_in(own))
    return by_account.otherwise(by_paragraph).fill_null(value=False)


def _account_areas(accounts: pl.DataFrame) -> pl.DataFrame:
    """account, area, paragraph: as in the newest year of the chart."""
    newest = accounts.sort("account", "year", nulls_last=False).unique("account", keep="last", maintain_order=True)
    return newest.filter(pl.col("area").is_not_null()).select("account", "area", "paragraph")


def _paragraph_areas(accounts: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """paragraph, areas: every area on whose accounts the paragraph is booked."""
    ruled = rules.select("paragraph", "account").join(accounts.select("account", "area"), on="account")
    pairs = pl.concat([accounts.select("paragraph", "area"), ruled.select("paragraph", "area")]).drop_nulls()
    return pairs.group_by("paragraph").agg(pl.col("area").unique().alias("areas")).sort("paragraph")
