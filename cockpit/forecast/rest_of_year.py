"""What an account that follows a budget will book in the rest of the year: two simple answers, corrected and weighed.

*Budget*: the rest of the year's budget. *Last year*: what last year booked in the same months, in this year's prices.
Each is corrected for how the year has begun against that answer's own beginning: a krone more than it expected is
`carry` kroner in the rest of the year: about 1 where overspending goes on, -1 where a salary was only booked a month
earlier. The carry, and what each answer misses by after it, are learnt from the closed years, asked from the same
month of the year: sums over all accounts, in kr. The carry is drawn towards none and the weights towards the budget's,
for two or three years tell little; without any the rest of the budget is the answer.
"""

from dataclasses import dataclass

import polars as pl

from cockpit import finance
from cockpit.forecast import courses
from cockpit.forecast.state import State

ANSWERS = ("budget", "last_year")
PRIOR_ACCOUNT_YEARS = 6.0
"""That nothing is carried over, and that the budget holds, counts as if six account-years had shown it."""
SIZE = 1.5
"""Where a year's months add up to over one and a half times their sum in size, it has no course to follow."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Of one answer: `carry` (kr. a kr.) and `weight` (the answers' weights sum to 1)."""

    carry: float
    weight: float


def regular() -> pl.Expr:
    """Whether `whole`, the year's sum, stands for its months (`size`: the sum of their sizes)."""
    return (pl.col("whole") != 0) & (pl.col("size") <= SIZE * pl.col("whole").abs())


def _index(index: pl.DataFrame, from_year: int, to_year: int) -> float:
    """What a krone of one year is in another."""
    known = dict(index.iter_rows())
    return float(known.get(from_year, 1.0) / known.get(to_year, 1.0))


def tried(state: State, ledger: pl.DataFrame, year: int, index: pl.DataFrame) -> pl.DataFrame:
    """`account`, `begun`, `rest` (what was booked until and after the month of `as_of`, that year) and both as each
    answer had them: `begun_budget`, `rest_budget`, `begun_last_year`, `rest_last_year`. kr."""
    until = state.now - state.january + 1
    monthly = courses.by_month(ledger, [year, year - 1], ("account",))
    this, last, later = pl.col("year") == year, pl.col("year") == year - 1, pl.col("month") > until
    kr = pl.col("kr")
    sums = monthly.group_by("account").agg(
        begun=kr.filter(this & ~later).sum(), rest=kr.filter(this & later).sum(), whole=kr.filter(last).sum(),
        size=kr.filter(last).abs().sum(), begun_last_year=kr.filter(last & ~later).sum(),
        rest_last_year=kr.filter(last & later).sum(),
    )  # fmt: skip
    budgets = finance.budget_sums(state.budget(year), "account").select(
        account="key", adjusted=pl.col("adjusted_budget").cast(pl.Float64)
    )
    known = sums.join(budgets, on="account").filter(regular())
    share, price = pl.col("adjusted") / pl.col("whole"), _index(index, year - 1, year)
    return known.select(
        "account", "begun", "rest", begun_budget=share * pl.col("begun_last_year"),
        rest_budget=share * pl.col("rest_last_year"), begun_last_year=price * pl.col("begun_last_year"),
        rest_last_year=price * pl.col("rest_last_year"),
    )  # fmt: skip


def learn(seen: pl.DataFrame, until: int) -> dict[str, Learnt]:
    """What the tried account-years teach of each answer, asked after `until` months."""
    n = seen.height
    believed = {name: float(name == "budget") for name in ANSWERS}
    if not n or until < 1:
        return {name: Learnt(0.0, believed[name]) for name in ANSWERS}
    carries, exact = {}, {}
    for name in ANSWERS:
        off, later = seen["begun"] - seen[f"begun_{name}"], seen["rest"] - seen[f"rest_{name}"]
        square = float((off**2).sum())
        raw = float((off * later).sum()) / square if square > 0 else 0.0
        carries[name] = min((12 - until) / until, max(-1.0, raw)) * n / (n + PRIOR_ACCOUNT_YEARS)
        exact[name] = 1 / max(float(((later - carries[name] * off) ** 2).sum()), 1.0)
    whole = sum(exact.values())
    return {
        name: Learnt(
            carries[name], (n * exact[name] / whole + PRIOR_ACCOUNT_YEARS * believed[name]) / (n + PRIOR_ACCOUNT_YEARS)
        )
        for name in ANSWERS
    }


def learnt(state: State, ledger: pl.DataFrame, index: pl.DataFrame) -> dict[str, Learnt]:
    """`learn` over the closed years that have a closed year before them."""
    closed = courses.closed_years(state)
    parts = [tried(state, ledger, year, index) for year in closed if year - 1 in closed]
    seen = pl.concat(parts) if parts else tried(state, ledger, state.year, index).clear()
    return learn(seen, state.now - state.january + 1)
