"""The council's budget per level and month: original and adjusted, on the accounts that are steered.

A budget line stands where it was given: on an account it is known on every level of the chart; on a paragraph or an
area only where the chart leaves no doubt. A level that no line reaches has no budget: null, never 0.
"""

import polars as pl

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import ACCOUNT_LEVELS, NOT_ALLOCATED
from cockpit.finance.chart import chart
from cockpit.finance.labels import with_labels
from cockpit.finance.money import added, kroner, ore, total
from cockpit.finance.once import once_a_frame
from cockpit.finance.places import with_places

BUDGET_LEVELS = ("total", "committee", "area", "function", "paragraph", "account", *ACCOUNT_LEVELS)
TOTAL = "total"
AMOUNTS = ("original_budget", "adjusted_budget")
_CHANGES = ("original", "reallocations", "supplementary", "carry_over")
_PLACES = ("committee", "area", "function", "paragraph", *ACCOUNT_LEVELS)
PARTS = (*_CHANGES, "applied_for", "expected_carry_over")
BUDGET_ROWS_SCHEMA: dict[str, pl.DataType] = {
    "key": pl.String(),
    "label": pl.String(),
    "original_budget": MONEY,
    "adjusted_budget": MONEY,
}
BUDGET_MONTHS_SCHEMA: dict[str, pl.DataType] = {"key": pl.String(), "month": pl.Int8(), **dict.fromkeys(AMOUNTS, MONEY)}


def budget_lines(data: MunicipalityData, year: int) -> pl.DataFrame:
    """The year's budget lines on steered accounts, with `committee, area, function, paragraph, account` and
    `ACCOUNT_LEVELS` (null where the line does not reach the level), `original_budget` and `adjusted_budget`.

    Adjusted is what the line says, else original + reallocations + supplementary appropriations + carry-over.
    """
    own = _listed(data.accounts, year).select(
        "account", *(pl.col(name).alias(f"chart_{name}") for name in (*_PLACES, "steered"))
    )
    lines = data.budget.filter(pl.col("year") == year).join(own, on="account", how="left")
    mapped = lines.filter(pl.col("chart_steered").fill_null(value=True))
    for given in ("paragraph", "area"):
        mapped = _mapped(mapped, _agreed(data.accounts, year, given), given)
    return mapped.with_columns(
        original_budget=pl.col("original"), adjusted_budget=pl.coalesce("adjusted", added(_CHANGES))
    )


@once_a_frame
def _listed(accounts: pl.DataFrame, year: int) -> pl.DataFrame:
    """The year's chart with every level."""
    return with_places(chart(accounts, [year]))


@once_a_frame
def _agreed(accounts: pl.DataFrame, year: int, given: str) -> pl.DataFrame:
    """`given`, and as `agreed_…` each other level that all its steered accounts agree on, else null."""
    known = pl.col(given).is_not_null() & (pl.col(given) != NOT_ALLOCATED)
    steered = _listed(accounts, year).filter(pl.col("steered") & known)
    return steered.group_by(given).agg(
        pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(f"agreed_{name}")
        for name in _PLACES
        if name != given
    )


def _mapped(lines: pl.DataFrame, agreed: pl.DataFrame, given: str) -> pl.DataFrame:
    """Fill the levels from the account and, for lines given on `given`, from what all its accounts agree on."""
    places = [name for name in _PLACES if name != given]
    known = [_given_or_chart(lines, name) for name in _PLACES]
    joined = lines.with_columns(known).join(agreed, on=given, how="left")
    no_account = pl.col("account").is_null()
    filled = [pl.coalesce(name, pl.when(no_account).then(f"agreed_{name}")).alias(name) for name in places]
    return joined.with_columns(filled).drop(f"agreed_{name}" for name in places)


def _given_or_chart(lines: pl.DataFrame, name: str) -> pl.Expr:
    charted = pl.col(f"chart_{name}")
    return (pl.coalesce(name, charted) if name in lines.columns else charted).alias(name)


def budget_rows(data: MunicipalityData, year: int, level: str) -> pl.DataFrame:
    """`key, label, original_budget, adjusted_budget` of the year per key of the level, sorted by key.

    Levels: total (key `total`), committee, area, function, paragraph, account. Lines that do not reach the level stand
    on `-`; where none of them does, or for any other level (provider, team, grant), the frame is empty: no budget.
    """
    sums = budget_sums(budget_lines(data, year), level)
    return with_labels(sums, level, data.accounts, year).select(*BUDGET_ROWS_SCHEMA).sort("key")


def budget_sums(lines: pl.DataFrame, level: str) -> pl.DataFrame:
    """`budget_rows` without labels, of lines that are placed already (`budget_lines`)."""
    sums = _keyed(lines, level).group_by("key").agg(total(name) for name in AMOUNTS)
    return sums.select("key", *AMOUNTS).sort("key")


def budget_parts(data: MunicipalityData, year: int, level: str) -> pl.DataFrame:
    """`key` and `PARTS`: original, reallocations, supplementary appropriations, carry-over, what is applied for and
    what is expected to be carried over, per key of a level, kr.; null where no line of the key says. Sorted by key."""
    lines = _keyed(budget_lines(data, year), level)
    sums = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).cast(MONEY).alias(name) for name in PARTS]
    return lines.group_by("key").agg(sums).sort("key")


def _keyed(lines: pl.DataFrame, level: str) -> pl.DataFrame:
    if level not in BUDGET_LEVELS or lines.is_empty():
        return lines.clear().with_columns(key=pl.lit(None, dtype=pl.String))
    key = pl.lit(TOTAL) if level == TOTAL else pl.col(level).fill_null(NOT_ALLOCATED)
    keyed = lines.with_columns(key=key)
    return keyed if (keyed["key"] != NOT_ALLOCATED).any() else keyed.clear()


def budget_months(data: MunicipalityData, year: int, level: str) -> pl.DataFrame:
    """`key, month` (1-12)`, original_budget, adjusted_budget`: the budget by month, sorted by key and month.

    A line that names its month stands there; any other is spread in twelfths, to the øre, summing exactly to it.
    """
    return budget_sums_by_month(budget_lines(data, year), level)


def budget_sums_by_month(lines: pl.DataFrame, level: str) -> pl.DataFrame:
    """`budget_months` of lines that are placed already (`budget_lines`)."""
    lines = _keyed(lines, level)
    placed = lines.filter(pl.col("month").is_not_null()).select("key", pl.col("month").cast(pl.Int8), *AMOUNTS)
    whole = lines.filter(pl.col("month").is_null()).group_by("key").agg(total(name) for name in AMOUNTS)
    months = pl.DataFrame({"month": range(1, 13)}, schema={"month": pl.Int8()})
    spread = whole.join(months, how="cross").select("key", "month", *(_twelfth(name) for name in AMOUNTS))
    return (
        pl.concat([placed, spread])
        .group_by("key", "month")
        .agg(total(name) for name in AMOUNTS)
        .select(*BUDGET_MONTHS_SCHEMA)
        .sort("key", "month")
    )


def _twelfth(name: str) -> pl.Expr:
    """The month's twelfth: what is reached by its end less what was reached before, in whole øre."""
    whole, month = ore(pl.col(name)), pl.col("month").cast(pl.Int64)
    return kroner(whole * month // 12 - whole * (month - 1) // 12).alias(name)
