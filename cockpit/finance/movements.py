"""What moved since last month: each changed grant's effect on the year's committed cost, and ledger corrections.

The lines sum exactly to the change of (the year's cost of all grants, net of citizens' payment) + (what is posted in
the periods that were already closed the last time).
"""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.allocation import Allocated
from cockpit.finance.commitments import grant_months
from cockpit.finance.paragraphs import stated
from cockpit.finance.timeline import FAR

KINDS: dict[str, str] = {
    "new": "Ny indsats",
    "removed": "Udgået indsats",
    "ended": "Afsluttet indsats",
    "extended": "Forlænget indsats",
    "shortened": "Forkortet indsats",
    "repriced": "Ændret pris",
    "ledger": "Rettelse i tidligere måneder",
}
"""kind -> Danish name."""
MOVEMENTS_SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(("kind", "grant_id", "paragraph", "provider", "area", "team"), pl.String()),
    "amount_kr": MONEY,
    "label": pl.String(),
}
_PLACES = ("paragraph", "provider", "area", "team", "service")
_DATES = ("start_date", "ends_on")
_COSTING = ("grant_id", "provider", "service", "unit_price", "price_unit", "rate_from", "citizen_payment", "quantity",
            *_DATES)  # fmt: skip
"""What a grant's cost follows from."""
_PRICED = ("provider", "service")
_LISTED = (*_PRICED, "valid_from", "valid_to", "unit_price", "price_unit")


def movements(before: Allocated, after: Allocated, year: int) -> pl.DataFrame:
    """`kind` (see `KINDS`)`, grant_id, paragraph, provider, area, team, amount_kr, label` from one state to the next.

    A grant whose days and price both changed has two lines: its days at the old price, then the new price. `ended`
    ran on or longer before and has its last day in the past of `after`'s ledger; `shortened` ends in its future.
    Ledger corrections are one line an account. Lines of 0 kr. are left out. Largest effect first.
    """
    lines = pl.concat([_grant_lines(before, after, year), _ledger_lines(before, after, year)])
    moved = lines.filter(pl.col("amount_kr") != 0)
    size = pl.col("amount_kr").abs()
    return (
        moved.with_columns(size=size)
        .sort("size", "kind", "label", "grant_id", descending=[True, False, False, False])
        .drop("size")
    )


def year_cost(state: Allocated, grants: pl.DataFrame, year: int) -> pl.DataFrame:
    """`grant_id, cost`: the grants' cost in the year, net of the citizens' payment, at the state's prices."""
    months = grant_months(grants, dt.date(year, 1, 1), dt.date(year, 12, 31), state.prices)
    net = pl.col("cost_kr") - pl.col("citizen_payment_kr")
    return months.group_by("grant_id").agg(cost=net.sum().cast(MONEY)).sort("grant_id")


def _grant_lines(before: Allocated, after: Allocated, year: int) -> pl.DataFrame:
    old, new = _changed(before, after)
    redated = _redated(old, new)
    facts = pl.concat([frame.select("grant_id", *_PLACES, *_DATES) for frame in (new, old)]).unique(
        "grant_id", keep="first", maintain_order=True
    )
    costs = facts.select("grant_id", *_PLACES, "ends_on")
    for name, frame in (
        ("before", year_cost(before, old, year)),
        ("dated", year_cost(before, redated, year)),
        ("after", year_cost(after, new, year)),
        ("was", old.unique("grant_id").select("grant_id", cost="ends_on", here_before=pl.lit(value=True))),
        ("is", new.unique("grant_id").select("grant_id", cost="ends_on", here_after=pl.lit(value=True))),
    ):
        costs = costs.join(frame.rename({"cost": name}), on="grant_id", how="left")
    return _split(costs.with_columns(pl.col("before", "dated", "after").fill_null(0)), after, year)


def _changed(before: Allocated, after: Allocated) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The grants of both states whose lines or listed prices differ; the others have moved nothing."""
    old, new = (state.grants.filter("by_grants") for state in (before, after))
    prices = _differing(before.prices, after.prices, _LISTED, _PRICED)
    lines = _differing(old, new, _COSTING, ["grant_id"])
    priced = pl.concat([old, new]).join(prices, on=_PRICED, how="semi").select("grant_id")
    moved = pl.concat([lines, priced]).unique()
    return old.join(moved, on="grant_id", how="semi"), new.join(moved, on="grant_id", how="semi")


def _differing(old: pl.DataFrame, new: pl.DataFrame, columns: Sequence[str], key: Sequence[str]) -> pl.DataFrame:
    """The keys of the rows that one of the two has, or has more often."""
    signed = pl.concat([old.select(*columns, n=-1), new.select(*columns, n=1)])
    return signed.group_by(columns).agg(pl.col("n").sum()).filter(pl.col("n") != 0).select(key).unique()


def _redated(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The old grants with the new start and end: what they would cost had only their days changed."""
    dates = new.unique("grant_id", keep="first", maintain_order=True).select("grant_id", *_DATES)
    return old.drop(_DATES).join(dates, on="grant_id").select(old.columns)


def _split(costs: pl.DataFrame, after: Allocated, year: int) -> pl.DataFrame:
    stayed = (pl.col("here_before") & pl.col("here_after")).fill_null(value=False)
    only_new, only_old = pl.col("here_before").is_null(), pl.col("here_after").is_null()
    whole = costs.filter(~stayed).with_columns(
        kind=pl.when(only_new).then(pl.lit("new")).when(only_old).then(pl.lit("removed")),
        amount_kr=pl.col("after") - pl.col("before"),
    )
    both = costs.filter(stayed)
    days = both.with_columns(kind=_date_kind(_last_day(after, year)), amount_kr=pl.col("dated") - pl.col("before"))
    price = both.with_columns(kind=pl.lit("repriced"), amount_kr=pl.col("after") - pl.col("dated"))
    lines = pl.concat([whole, days, price])
    return lines.with_columns(label=_label(), amount_kr=pl.col("amount_kr").cast(MONEY)).select(*MOVEMENTS_SCHEMA)


def _label() -> pl.Expr:
    """`Ny indsats: SEL § 107 Botilbud · Solgården`, without what is not known."""
    kind = pl.col("kind").replace_strict(KINDS, return_dtype=pl.String)
    what = pl.concat_str(stated("paragraph"), "service", separator=" ", ignore_nulls=True)
    who = pl.concat_str(pl.when(what != "").then(what), stated("provider"), separator=" · ", ignore_nulls=True)
    return pl.concat_str(kind, who, separator=": ")


def _date_kind(today: dt.date) -> pl.Expr:
    """By the sign where the start moved, else by what happened to the end."""
    longer = pl.col("dated") > pl.col("before")
    over = (pl.col("is") <= today) & (pl.col("is") < pl.col("was").fill_null(FAR))
    return pl.when(longer).then(pl.lit("extended")).when(over).then(pl.lit("ended")).otherwise(pl.lit("shortened"))


def _last_day(state: Allocated, year: int) -> dt.date:
    """The last day of the newest ordinary month with postings in the year."""
    booked = state.postings.filter(pl.col("year") == year, pl.col("month").is_between(1, 12))
    newest = booked.select(pl.date(year, pl.col("month").max(), 1).dt.month_end()).item()
    return newest or dt.date(year, 1, 1) - dt.timedelta(days=1)


def _ledger_lines(before: Allocated, after: Allocated, year: int) -> pl.DataFrame:
    """Per account, what was posted since then in the periods that were closed then."""
    keys = ["account", "area"]
    old = before.postings.filter(pl.col("year") == year)
    closed = old["month"].max()
    new = after.postings.filter(pl.col("year") == year, pl.col("month") <= (-1 if closed is None else closed))
    signed = pl.concat([old.select(*keys, -pl.col("amount")), new.select(*keys, "amount")])
    sums = signed.group_by(keys).agg(amount_kr=pl.col("amount").sum().cast(MONEY)).sort(keys)
    nowhere = [pl.lit(NOT_ALLOCATED).alias(name) for name in ("grant_id", "paragraph", "provider", "team")]
    label = pl.lit(KINDS["ledger"] + ": konto ") + pl.col("account")
    return sums.with_columns(*nowhere, kind=pl.lit("ledger"), label=label).select(*MOVEMENTS_SCHEMA)
