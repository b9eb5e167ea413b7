"""What the budget lacks."""

import polars as pl

from cockpit import finance
from cockpit.contracts import danish
from cockpit.forecast.state import State
from cockpit.forecast.weaknesses.naming import named


def no_budget(state: State) -> str | None:
    """No budget for the year, or none on accounts."""
    lines = finance.budget_sums(state.budget(state.year), "account")
    if not state.data.budget.filter(pl.col("year") == state.year).height:
        return f"Der er intet budget for {state.year}: øvrige konti følger sidste år, og afvigelser kan ikke vises."
    if lines.is_empty():
        return f"Budgettet for {state.year} er ikke lagt på konti: øvrige konti følger sidste år."
    return None


def budget_nowhere(state: State) -> str | None:
    """A budget where neither the chart, the ledger nor a grant has anything: it counts, and nothing is booked on it."""
    lines = state.budget(state.year)
    charted = finance.chart(state.data.accounts, [state.year])
    booked = state.ledger.filter(pl.col("year") == state.year)
    missing = [pl.col("adjusted_budget") != 0]
    for name in ("account", "paragraph", "area"):
        known = pl.concat([charted[name], booked[name], state.grants[name]]).drop_nulls().unique()
        missing.append(pl.col(name).is_null() | ~pl.col(name).is_in(known.implode()))
    loose = lines.filter(missing)
    if loose.is_empty():
        return None
    places = loose.select(pl.coalesce("account", "paragraph", "area", pl.lit("uden sted"))).to_series().unique().sort()
    amount = danish.kr(loose["adjusted_budget"].sum())
    where = f"som hverken kontoplan, bogføring eller indsatser kender ({named(places.to_list())})"
    return f"{amount} af budgettet står på steder, {where}; det tæller med."
