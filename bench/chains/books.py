"""What was delivered, and when it is booked: bills, frame accounts, refunds."""

import datetime as dt
from functools import cache

import numpy as np
import polars as pl

from bench.chains.casework import PRICED_FROM, general
from bench.chains.catalogue import FRAMES, KINDS, LIMITS, NAMES
from bench.chains.histories import day
from bench.chains.stays import Floats, Ints
from bench.chains.town import Town
from cockpit.contracts.calendar import is_working_day, working_day

LAGS = {
    "payroll": (0.96, 0.04),
    "seller": (0.06, 0.70, 0.15, 0.05, 0.03, 0.01),
    "neighbour": (0.0, 0.42, 0.27, 0.16, 0.09, 0.06),
}
"""Chance of 0, 1, 2 … months from the month of service to the month of entry; quarterly bills follow the quarter."""
QUARTER_LATE = 0.2
CLOSES = 22
"""The day of January on which the year's supplement closes."""
HELD = 0.6
"""Share of bills that wait until the grant is registered."""
TWICE = 0.006
SUMMER = {"time": 0.8, "uge": 0.97, "åbningsdag": 0.9}
CLAIMED = 0.9
PATTERNS = {
    "pay": np.array([1, 1, 1, 1, 1.12, 1, 0.96, 0.96, 1, 1, 1, 1.0]) / 12.04,
    "goods": np.array([0.7, 0.8, 0.95, 0.95, 1, 1, 0.8, 0.9, 1, 1.1, 1.3, 1.5]) / 12.0,
    "quarter": np.array([0, 0, 0.25, 0, 0, 0.25, 0, 0, 0.25, 0, 0, 0.25]),
    "sale": np.array([0.6, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.4]) / 12.0,
}
NOISE = {"pay": 0.012, "goods": 0.18, "quarter": 0.01, "sale": 0.07}


@cache
def open_days() -> Ints:
    """Working days before each day since 1970."""
    days = pl.date_range(dt.date(1970, 1, 1), dt.date(2030, 1, 1), eager=True)
    recent = dt.date(2015, 1, 1)
    flags = np.array([is_working_day(found) if found >= recent else False for found in days])
    return np.concatenate([[0], flags.cumsum()])


def month_start(months: Ints) -> Ints:
    """First day of months counted since 1970-01."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def units(kind: Ints, quantity: Floats, start: Ints, end: Ints, month: Ints) -> Floats:
    """Price units between two days of one month."""
    days = (end - start + 1).astype(float)
    whole = (month_start(month + 1) - month_start(month)).astype(float)
    names = np.array([KINDS[name].unit for name in NAMES])[kind]
    working = (open_days()[end + 1] - open_days()[start]).astype(float)
    choices = [names == unit for unit in ("måned", "åbningsdag", "uge", "time")]
    return np.select(choices, [days / whole, working, days / 7, quantity * days / 7], days)


def summer(kind: Ints, month: Ints) -> Floats:
    """What is delivered of what is granted in July; 1 in other months."""
    factor = np.array([SUMMER.get(KINDS[name].unit, 1.0) for name in NAMES])[kind]
    return np.where(month % 12 == 6, factor, 1.0)


def used(town: Town, kind: Ints) -> Floats:
    """Mean share of what is granted that is delivered: less than 1 only for hours."""
    return np.where(np.array([KINDS[name].unit == "time" for name in NAMES])[kind], town.used, 1.0)


def deliveries(town: Town, grants: pl.DataFrame, levels: Floats) -> pl.DataFrame:
    """`grant, kind, habit, person, month` (since 1970-01), `from_day, to_day, kr`: what was delivered, month by month.
    Frame-steered help costs nothing here."""
    rng = town.stream("deliveries")
    first, last = day(town.first), day(town.last)
    rows = grants.with_columns(
        start=pl.max_horizontal("start", pl.lit(first)), end=pl.min_horizontal("end", pl.lit(last))
    )
    rows = rows.filter(pl.col("start") <= pl.col("end"))
    begins = rows["start"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(int)
    stops = rows["end"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(int)
    at = np.repeat(np.arange(len(rows)), stops - begins + 1)
    month = (
        np.arange(len(at))
        - np.repeat((stops - begins + 1).cumsum() - (stops - begins + 1), stops - begins + 1)
        + begins[at]
    )
    start = np.maximum(rows["start"].to_numpy()[at], month_start(month))
    end = np.minimum(rows["end"].to_numpy()[at], month_start(month + 1) - 1)
    kind, provider = rows["kind"].to_numpy()[at], rows["provider"].to_numpy()[at]
    level = levels[provider, month // 12 + 1970 - PRICED_FROM]
    price = np.round(rows["price"].to_numpy()[at] * level, 2)
    hourly = np.array([KINDS[name].unit == "time" for name in NAMES])[kind]
    noise = np.where(hourly, np.clip(rng.normal(1, 0.1, len(at)), 0.4, 1.4), 1.0)
    granted = price * units(kind, rows["quantity"].to_numpy()[at], start, end, month)
    kr = granted * summer(kind, month) * used(town, kind) * noise
    found = {"grant": rows["grant"].to_numpy()[at], "kind": kind, "habit": rows["habit"].to_numpy()[at],
        "person": rows["person"].to_numpy()[at], "month": month, "from_day": start, "to_day": end,
        "kr": np.round(kr, 2)}  # fmt: skip
    return pl.DataFrame(found).filter(pl.col("kr") != 0)


def habit_names(kind: Ints, habit: Ints) -> np.ndarray:
    """The name of each row's habit."""
    table = np.array([[*KINDS[name].habits, "seller", "seller"][:3] for name in NAMES])
    return table[kind, habit]


def wait_chances(town: Town, habit: str, month_of_year: int) -> Floats:
    """Chance of each wait in months, `slow` stretching all beyond one month."""
    if habit == "quarterly":
        found = np.zeros(5)
        after = 3 - month_of_year % 3
        found[[after, after + 1]] = 1 - QUARTER_LATE, QUARTER_LATE
        return found
    chances = np.array(LAGS[habit])
    stretched = [lag if lag < 2 else 1 + round((lag - 1) * town.slow) for lag in range(len(chances))]
    found = np.zeros(max(stretched) + 1)
    np.add.at(found, stretched, chances / chances.sum())
    return found


def _waits(town: Town, names: np.ndarray, month: Ints, rng: np.random.Generator) -> Ints:
    draw, wait = rng.random(len(names)), np.zeros(len(names), dtype=np.int64)
    for habit in (*LAGS, "quarterly"):
        for number in range(12):
            mine = (names == habit) & (month % 12 == number)
            wait[mine] = np.searchsorted(wait_chances(town, habit, number).cumsum(), draw[mine], side="right")
    return wait


def bills(town: Town, delivered: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """`deliveries` with `entered` (day) and `forgotten`; a share billed twice and credited later (`part` 1 and 2)."""
    rng = town.stream("bills")
    known = delivered.join(grants.select("grant", "known"), on="grant", maintain_order="left")["known"].to_numpy()
    month, names = (
        delivered["month"].to_numpy(),
        habit_names(delivered["kind"].to_numpy(), delivered["habit"].to_numpy()),
    )
    wait = _waits(town, names, month, rng)
    within = np.where(wait == 0, rng.integers(16, 28, len(month)), rng.integers(0, 28, len(month)))
    entered = month_start(month + wait) + within
    held = (rng.random(len(month)) < HELD) & (known > month_start(month + wait))
    entered = np.where(held, np.maximum(entered, known + 4), entered)
    rows = _forgotten(town, delivered.with_columns(entered=pl.Series(entered), habit_name=pl.Series(names)), rng)
    twice = rows.filter(pl.Series(rng.random(len(rows)) < TWICE))
    back = pl.Series(rng.integers(25, 110, len(twice)))
    parts = [
        rows.with_columns(part=pl.lit(0)),
        twice.with_columns(part=pl.lit(1)),
        twice.with_columns(part=pl.lit(2), kr=-pl.col("kr"), entered=pl.col("entered") + back),
    ]
    return pl.concat(parts, how="vertical_relaxed").drop("habit_name")


def _forgotten(town: Town, rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """A neighbour's whole year billed at once, between February and October of the next."""
    dated = rows.with_columns(year=pl.col("month") // 12 + 1970)
    years = dated.filter(pl.col("habit_name") == "neighbour").select("grant", "year").unique().sort("grant", "year")
    chosen = years.filter(pl.Series(rng.random(len(years)) < town.forgotten))
    late = pl.Series(rng.integers(35, 290, len(chosen)))
    next_year = pl.date(pl.col("year") + 1, 1, 1).cast(pl.Int32).cast(pl.Int64)
    chosen = chosen.with_columns(billed=next_year + late)
    both = dated.join(chosen, on=["grant", "year"], how="left", maintain_order="left")
    return both.with_columns(
        entered=pl.coalesce("billed", "entered"), forgotten=pl.col("billed").is_not_null()
    ).drop("billed", "year")  # fmt: skip


def frame_sums(town: Town, steered_kr: float) -> dict[tuple[str, int], float]:
    """What each frame account spends in each year, kr.: grown, priced, and off by the year's own drift."""
    rng = town.stream("frames")
    found = {}
    for name, _, _, _, share, _ in FRAMES:
        for year in town.years:
            grown = (1 + town.growth / 3) ** (year - town.year)
            own = np.exp(rng.normal(0, town.drift))
            found[name, year] = (
                share * town.frames * steered_kr * general(town, year) / general(town, town.year) * grown * own
            )
    return found


def frame_lines(town: Town, sums: dict[tuple[str, int], float]) -> pl.DataFrame:
    """`key, month, entered, kr` of the frame accounts, monthly noise included; sales and goods come a month late at
    times."""
    rng, rows = town.stream("frame lines"), []
    for name, *_, pattern in FRAMES:
        for year in town.years:
            month = (year - 1970) * 12 + np.arange(12)
            kr = sums[name, year] * PATTERNS[pattern] * np.exp(rng.normal(0, NOISE[pattern], 12))
            late = (rng.random(12) < 0.2) & (pattern in ("goods", "sale")) & (np.arange(12) < 11)
            entered = month_start(month + late) + 20
            rows.append(
                pl.DataFrame({"key": [f"frame/{name}"] * 12, "month": month, "entered": entered, "kr": np.round(kr, 2)})
            )
    return pl.concat(rows).filter(pl.col("kr") != 0)


def over_limits(town: Town, monthly: Floats, year: int) -> Floats:
    """The refund of a citizen's month: a quarter of what lies above a twelfth of each limit."""
    level = general(town, year) / 12
    return np.sum([np.maximum(monthly - limit * level, 0) * 0.25 for limit in LIMITS], axis=0)


def exact_sum(kr: pl.Expr) -> pl.Expr:
    """The sum to the øre: whole numbers add up to the same in any order, as floats do not."""
    return (kr * 100).round().cast(pl.Int64).sum() / 100


def refunds(town: Town, delivered: pl.DataFrame) -> pl.DataFrame:
    """`key, month, kr` (positive): what the state owes for each month."""
    area = {number: KINDS[name].area for number, name in enumerate(NAMES)}
    shared = {number: KINDS[name].refunded for number, name in enumerate(NAMES)}
    rows = delivered.with_columns(
        area=pl.col("kind").replace_strict(area, return_dtype=pl.String),
        share=pl.col("kind").replace_strict(shared, return_dtype=pl.Float64),
    )
    half = rows.filter(pl.col("share") > 0).group_by("month").agg(kr=exact_sum(pl.col("kr") * pl.col("share")))
    persons = rows.filter(pl.col("share") == 0).with_columns(
        area=pl.when(pl.col("area") == "Familie og unge").then("area").otherwise(pl.lit("Voksne med handicap"))
    )
    persons = persons.group_by("area", "person", "month").agg(exact_sum(pl.col("kr"))).sort("area", "person", "month")
    year = persons["month"].to_numpy() // 12 + 1970
    owed = np.zeros(len(persons))
    for one in np.unique(year):
        owed[year == one] = over_limits(town, persons["kr"].to_numpy()[year == one], int(one))
    dear = persons.with_columns(owed=pl.Series(owed)).group_by("area", "month").agg(kr=exact_sum(pl.col("owed")))
    parts = [half.select(pl.lit("refund/shared").alias("key"), "month", "kr"),
        dear.select(pl.format("refund/{}", "area").alias("key"), "month", "kr")]  # fmt: skip
    return pl.concat(parts).filter(pl.col("kr") > 0).sort("key", "month")


def refund_lines(town: Town, owed: pl.DataFrame) -> pl.DataFrame:
    """`key, month, entered, kr` (negative): claimed a quarter at a time at nine tenths, the rest in May of the next
    year."""
    noise = town.stream("refunds").normal(1, 0.05, len(owed))
    month = owed["month"].to_numpy()
    claimed = np.round(owed["kr"].to_numpy() * CLAIMED * noise, 2)
    last = month // 3 * 3 + 2
    entered = np.where(last % 12 == 11, month_start(last) + 20, month_start(last + 1) + 18)
    quarters = owed.with_columns(entered=pl.Series(entered), kr=pl.Series(-claimed))
    year = pl.col("month") // 12
    rest = (
        owed.with_columns(kr=pl.Series(-(owed["kr"].to_numpy() - claimed)))
        .group_by("key", year=year)
        .agg(pl.col("kr").sum())
    )
    may = pl.Series(month_start((rest["year"].to_numpy() + 1) * 12 + 4) + 14)
    final = rest.with_columns(month=pl.col("year") * 12, entered=may)
    columns = ["key", "month", "entered", "kr"]
    return pl.concat([quarters.select(columns), final.select(columns)], how="vertical_relaxed").sort(
        "key", "entered", "month"
    )


def booked(town: Town, rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with `year` and `number` (of the period): January's bills for the year before go to its period 13 until
    the supplement closes; in some towns the first days' bills are booked on the month before."""
    rng = town.stream("periods")
    entered = rows["entered"].to_numpy()
    first = entered.astype("datetime64[D]").astype("datetime64[M]")
    month = first.astype(int)
    within = entered - first.astype("datetime64[D]").astype(np.int64)
    service_year = rows["month"].to_numpy() // 12
    supplement = (month % 12 == 0) & (within < CLOSES) & (service_year < month // 12)
    closing = np.array([_fifth(int(one)) for one in np.unique(month)])[np.searchsorted(np.unique(month), month)]
    early = (within <= closing) & (rng.random(len(rows)) < town.back) & (month % 12 > 0)
    early &= (rows["month"].to_numpy() < month) & (service_year == month // 12)
    year = np.where(supplement, month // 12 - 1, month // 12) + 1970
    number = np.where(supplement, 13, month % 12 + 1 - early)
    return rows.with_columns(year=pl.Series(year.astype(np.int32)), number=pl.Series(number))


@cache
def _fifth(month: int) -> int:
    first = dt.date(month // 12 + 1970, month % 12 + 1, 1)
    return (working_day(first, 5) - first).days
