"""What the forecast lacks, in sentences for the reader: a figure never looks better founded than it is."""

from collections.abc import Iterator

import polars as pl

from cockpit.forecast.state import State
from cockpit.forecast.weaknesses import budget, grants, ledger

GRAVEST = (
    ledger.reversed_sign,
    ledger.short_history,
    grants.one_export,
    grants.active_only,
    grants.no_ends,
    grants.taken_over,
    grants.stale,
)
LATER = (
    ledger.earlier_gaps,
    ledger.silent_ledger,
    budget.no_budget,
    budget.budget_nowhere,
    grants.unpriced,
    grants.late_prices,
    ledger.unallocated,
    ledger.negative_months,
    grants.one_grant,
    ledger.new_and_gone,
    grants.reconstructed,
)


def weaknesses(state: State, leaves: pl.DataFrame) -> tuple[str, ...]:
    """Danish sentences, the gravest first; empty where nothing is lacking. `leaves`: the model's lines."""
    return tuple(sentence for sentence in _asked(state, leaves) if sentence is not None)


def _asked(state: State, leaves: pl.DataFrame) -> Iterator[str | None]:
    yield from (check(state) for check in GRAVEST)
    yield ledger.missing_periods(state, leaves)
    yield from (check(state) for check in LATER)
