"""Other: what no grant steers.

Accounts with a budget (frames, objective financing, transfers, staff): what is booked plus the rest of the year's
budget. The rest follows the budget's own months; a budget given in one sum follows the usual course of the closed
years' books (`rest_of_year.usual_course`), and twelfths where there was none. A pool is used as far as pools were used
before. At the close of December their supplement is what the closed years' was.
Without a budget, and for payments on activity-steered accounts that no grant drives: last year's same months in this
year's prices; without last year this year's monthly mean.
Bills of earlier years still to come: as in the last closed years.
"""

import polars as pl

from cockpit import finance
from cockpit.forecast import courses, leaf, rest_of_year
from cockpit.forecast.ledger import is_activity
from cockpit.forecast.state import MODEL_DIMS, REFUND_DRANST, SUPPLEMENT, State
from cockpit.forecast.steered import Steered

POOL = "pulje"
PLACE = ("committee", "area", "function", "account", "in_service_frame", "steering")
SPEED_BOUNDS = (0.5, 2.0)
HARDLY_ANY = 0.25
"""Less than a quarter of what the later years have is hardly any."""
FEWEST_MONTHS = 3
"""With fewer months booked, last year's course is not scaled by how this year has begun."""


def _accounts(state: State) -> pl.DataFrame:
    """Accounts that the year's chart lists outside activity and refunds, with their place."""
    listed = finance.chart(state.data.accounts, [state.year])
    outside = listed.filter(pl.col("steered") & ~is_activity() & (pl.col("dranst") != REFUND_DRANST))
    return outside.select(*PLACE, pl.col("paragraph").fill_null("-"))


def _budget(state: State, accounts: pl.DataFrame) -> pl.DataFrame:
    """Adjusted budget by account and month, `whole` for the year, and whether the budget itself named the months."""
    monthly = finance.budget_sums_by_month(state.budget(state.year), "account").rename({"key": "account"})
    named = state.data.budget.filter((pl.col("year") == state.year) & pl.col("month").is_not_null())
    kr = pl.col("adjusted_budget").cast(pl.Float64)
    return accounts.join(monthly, on="account").select(
        *PLACE, "paragraph", "month", budget=kr, whole=kr.sum().over("account"),
        periodised=pl.col("account").is_in(named["account"].implode()),
    )  # fmt: skip


def _pool_use(state: State, accounts: pl.DataFrame, ledger: pl.DataFrame) -> float:
    """The share of their budgets that pools spent in closed years; 1 where no closed year had a pool."""
    found = accounts.filter(pl.col("steering") == POOL)["account"]
    if found.is_empty():
        return 1.0
    pools, spent, budgeted = found.implode(), 0.0, 0.0
    for year in courses.closed_years(state):
        lines = finance.budget_sums(state.budget(year), "account").filter(pl.col("key").is_in(pools))
        budgeted += float(lines["adjusted_budget"].sum())
        spent += float(ledger.filter((pl.col("year") == year) & pl.col("account").is_in(pools))["kr"].sum())
    return min(1.0, max(0.0, spent / budgeted)) if budgeted > 0 else 1.0


def _rest_of_budget(state: State, ledger: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """The months awaited of accounts outside activity that have a budget."""
    accounts = _accounts(state)
    answers = _answers(state, ledger, index, _budget(state, accounts))
    booked = ledger.filter(pl.col("year") == state.year).group_by("account").agg(booked=pl.col("kr").sum())
    use, months = _pool_use(state, accounts, ledger), max(len(state.awaited_months), 1)
    pool = (pl.col("whole") - pl.col("booked").fill_null(0.0)) * use / months
    weighed = _weighed(rest_of_year.learnt(state, ledger, index), months)
    amount = pl.when(pl.col("steering") == POOL).then(pool).otherwise(weighed)
    is_awaited = pl.col("month").is_in(state.awaited_months)
    joined = answers.join(booked, on="account", how="left").with_columns(
        off_budget=pl.col("booked").fill_null(0.0) - pl.col("budget").filter(~is_awaited).sum().over("account"),
        off_last_year=pl.col("booked").fill_null(0.0) - pl.col("last_year").filter(~is_awaited).sum().over("account"),
    )
    return joined.filter(is_awaited).select(*MODEL_DIMS, "month", amount_kr=amount)


def _answers(state: State, ledger: pl.DataFrame, index: pl.DataFrame, budget: pl.DataFrame) -> pl.DataFrame:
    """`budget` (`_budget`) with the months as budgeted, or by the closed years' course where the budget names none; and
    `last_year`: last year's sum in this year's prices by the same course, null where last year says nothing."""
    years = courses.closed_years(state)
    last = courses.by_month(ledger, years[:1], ("account",)).join(
        index, left_on="year", right_on="from_year", how="left"
    )
    kr = pl.col("kr")
    sums = last.group_by("account").agg(
        whole=kr.sum(), size=kr.abs().sum(), price=pl.col("index").fill_null(1.0).first()
    )
    spent = sums.filter(rest_of_year.regular()).select("account", spent=pl.col("whole") * pl.col("price"))
    course = rest_of_year.usual_course(ledger, years, state.now - state.january + 1)
    joined = budget.join(course, on=["account", "month"], how="left").join(spent, on="account", how="left")
    known, share = pl.col("spent").is_not_null(), pl.col("share").fill_null(0.0)
    return joined.with_columns(
        budget=pl.when(known & ~pl.col("periodised")).then(pl.col("whole") * share).otherwise("budget"),
        last_year=pl.col("spent") * share,
    ).drop("share", "spent")


def _weighed(learnt: dict[str, rest_of_year.Learnt], months: int) -> pl.Expr:
    """The answers by their weights, each with its carry spread evenly; the budget where last year says nothing."""
    corrected = {name: pl.col(name) + found.carry * pl.col(f"off_{name}") / months for name, found in learnt.items()}
    mixed = pl.sum_horizontal(corrected[name] * found.weight for name, found in learnt.items())
    return pl.when(pl.col("last_year").is_null()).then("budget").otherwise(mixed)


def _speed(state: State, ledger: pl.DataFrame) -> pl.DataFrame:
    """How this year's booked months compare with the same months of last year, per account and paragraph."""
    told = [number for number in range(1, 13) if number not in state.awaited_months]
    until = len(told)
    seen = ledger.filter(pl.col("month").clip(lower_bound=1).is_in(told))
    sums = seen.group_by(MODEL_DIMS).agg(
        now=pl.col("kr").filter(pl.col("year") == state.year).sum(),
        then=pl.col("kr").filter(pl.col("year") == state.year - 1).sum(),
    )
    raw = pl.col("now") / pl.col("then")
    usable = (until >= FEWEST_MONTHS) & (pl.col("then") != 0)
    return sums.select(
        *MODEL_DIMS, speed=pl.when(usable).then(raw.clip(*SPEED_BOUNDS)), mean=pl.col("now") / max(until, 1)
    )


def _without_budget(state: State, ledger: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """The months awaited from last year's, else from this year's monthly mean."""
    years = [year for year in courses.closed_years(state) if year == min(state.year, state.as_of.year) - 1]
    speed = _speed(state, ledger)
    last = courses.after(state, ledger, index, years).join(speed, on=MODEL_DIMS, how="left")
    from_last = last.select(*MODEL_DIMS, "month", amount_kr=pl.col("kr") * pl.col("speed").fill_null(1.0))
    fresh = speed.join(
        ledger.filter(pl.col("year").is_in(years)).select(MODEL_DIMS).unique(), on=MODEL_DIMS, how="anti"
    )
    months = pl.DataFrame({"month": state.awaited_months}, schema={"month": pl.Int8})
    from_mean = fresh.join(months, how="cross").select(*MODEL_DIMS, "month", amount_kr="mean")
    return pl.concat([from_last, from_mean])


def _late_bills(state: State, steered: Steered, index: pl.DataFrame) -> pl.DataFrame:
    """Bills of earlier years still to come: what the closed years booked of such bills in the months awaited."""
    late = pl.concat([steered.ledger, steered.rest]).filter("prior_year")
    coming = courses.after(state, late, index, _with_late_bills(state, late))
    return coming.select(*MODEL_DIMS, "month", amount_kr="kr")


def _with_late_bills(state: State, late: pl.DataFrame) -> list[int]:
    """The closed years that tell of bills of the years before: not a ledger's first where it has hardly any of them and
    the later ones have. It was begun with its own year's bills."""
    years = courses.closed_years(state)
    spent = dict(late.group_by("year").agg(pl.col("kr").sum()).iter_rows())
    later = [spent.get(year, 0.0) for year in years if year * 12 > state.ledger_from]
    begun = bool(later) and spent.get(years[-1], 0.0) < HARDLY_ANY * sum(later) / len(later)
    return years[: len(later)] if begun else years


def _supplement(state: State, outside: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """At the close of December: what the closed years booked in their supplement on accounts with a budget. Until then
    it is part of the rest of the budget's year."""
    mine = outside.filter((pl.col("month") == SUPPLEMENT) & pl.col("account").is_in(_with_budget(state).implode()))
    years = courses.closed_years(state) if not state.open_months else []
    return courses.after(state, mine, index, years).select(*MODEL_DIMS, "month", amount_kr="kr")


def lines(state: State, steered: Steered, index: pl.DataFrame) -> pl.DataFrame:
    """The months awaited of every account that no grant drives, and bills of earlier years."""
    if state.is_past:
        return leaf.lines("other", pl.DataFrame())
    outside = state.ledger.filter(~is_activity() & (pl.col("dranst") != REFUND_DRANST))
    budgeted = _rest_of_budget(state, outside, index)
    unbudgeted = outside.filter(~pl.col("account").is_in(_with_budget(state).implode()))
    undriven = steered.rest.filter(~pl.col("prior_year"))
    parts = [
        budgeted,
        _supplement(state, outside, index),
        _without_budget(state, unbudgeted, index),
        _without_budget(state, undriven, index),
        _late_bills(state, steered, index),
    ]
    return leaf.lines("other", pl.concat(parts))


def _with_budget(state: State) -> pl.Series:
    """Accounts that have a budget line of their own this year."""
    return finance.budget_sums(state.budget(state.year), "account")["key"]
