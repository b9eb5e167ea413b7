"""What an account that follows a budget will book in the rest of the year: two simple answers, corrected and weighed.

*Budget*: the year's budget. *Last year*: what last year booked, in this year's prices. Both are laid over the months as
the closed years were booked, of which the middle one says how much of a year is usually booked by now: the month that
once came late (salaries before Easter) does not count as a habit.
Each is corrected for how the year has begun against that answer's own beginning: a krone more than it expected is
`carry` kroner in the rest of the year: about 1 where overspending goes on, -1 where a salary was only booked a month
earlier. The carry, and what each answer misses by after it, are learnt from the closed years, asked from the same
month of the year: sums over all accounts, in kr. The carry is drawn towards none and the weights towards the budget's,
for two or three years tell little; without any the rest of the budget is the answer.
"""

from collections.abc import Sequence
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


LEAST_BEGUN = 0.01
"""Where less than a hundredth is usually booked by now, or is left, the mean is taken as it is."""


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


def usual_course(ledger: pl.DataFrame, years: Sequence[int], until: int) -> pl.DataFrame:
    """`account`, `month`, `share` of the year's sum, 1 in all: the years' mean course, with the part booked until a
    month as in the middle year. Years whose sum does not stand for their months are left out."""
    kr, year = pl.col("kr"), ["account", "year"]
    monthly = courses.by_month(ledger, years, ("account",)).with_columns(
        whole=kr.sum().over(year), size=kr.abs().sum().over(year)
    )
    shares = monthly.filter(regular()).select(*year, "month", share=kr / pl.col("whole"))
    begun = pl.col("month") <= until
    parts = shares.group_by(year).agg(begun=pl.col("share").filter(begun).sum())
    middle = parts.group_by("account").agg(middle=pl.col("begun").median(), mean=pl.col("begun").mean(), years=pl.len())
    mean = shares.group_by("account", "month").agg(pl.col("share").sum()).join(middle, on="account")
    steady = pl.col("mean").is_between(LEAST_BEGUN, 1 - LEAST_BEGUN)
    moved = pl.when(begun).then(pl.col("middle") / pl.col("mean")).otherwise(
        (1 - pl.col("middle")) / (1 - pl.col("mean"))
    )  # fmt: skip
    drawn = pl.when(steady).then(moved).otherwise(1.0)
    return mean.select("account", "month", share=pl.col("share") / pl.col("years") * drawn)


def tried(state: State, ledger: pl.DataFrame, year: int, index: pl.DataFrame) -> pl.DataFrame:
    """`account`, `begun`, `rest` (what was booked until and after the month of `as_of`, that year) and both as each
    answer had them: `begun_budget`, `rest_budget`, `begun_last_year`, `rest_last_year`. kr."""
    until = state.now - state.january + 1
    monthly = courses.by_month(ledger, [year, year - 1], ("account",))
    this, last, later = pl.col("year") == year, pl.col("year") == year - 1, pl.col("month") > until
    kr = pl.col("kr")
    sums = monthly.group_by("account").agg(
        begun=kr.filter(this & ~later).sum(), rest=kr.filter(this & later).sum(), whole=kr.filter(last).sum(),
        size=kr.filter(last).abs().sum(),
    )  # fmt: skip
    before = [closed for closed in courses.closed_years(state) if closed < year]
    usual = usual_course(ledger, before, until).group_by("account").agg(begins=pl.col("share").filter(~later).sum())
    budgets = finance.budget_sums(state.budget(year), "account").select(
        account="key", adjusted=pl.col("adjusted_budget").cast(pl.Float64)
    )
    known = sums.join(budgets, on="account").join(usual, on="account").filter(regular())
    begins, price = pl.col("begins"), _index(index, year - 1, year)
    return known.select(
        "account", "begun", "rest", begun_budget=pl.col("adjusted") * begins,
        rest_budget=pl.col("adjusted") * (1 - begins), begun_last_year=price * pl.col("whole") * begins,
        rest_last_year=price * pl.col("whole") * (1 - begins),
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
