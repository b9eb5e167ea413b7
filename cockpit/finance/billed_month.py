"""Which month a bill is for that does not say so, where its grant is known.

Most ledgers say when a bill was booked and nothing more. A bill of the grant is then taken for the oldest month that
lacks one, so that a month without a bill is seen as a bill still to come, and not as a grant that costs less. Where the
grant stays further behind than its provider usually is, month after month, the oldest one is taken as a month that is
never billed. A bill of several months, or of a grant that is billed by the quarter, is shared between the months it is
for.
"""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import polars as pl

from cockpit.contracts.data import SUM
from cockpit.contracts.dataset import MONEY
from cockpit.finance.billed_first import first_told
from cockpit.finance.billed_lag import booked_in, homes, usual_bills, usual_lag
from cockpit.finance.billed_places import Places, open_places
from cockpit.finance.money import between
from cockpit.finance.timeline import MONTHS, month_number, month_start

SEVERAL = 1.75
"""A bill of so many months' size is for several."""
SUPPLEMENT = 13
USED = 0.1
"""Where the supplement holds a tenth of its and January's bills, bills of the year before are booked in it, and what
stands in January's own period is not for them."""
BY_NAME = ("grant_id", "citizen_provider_month", "citizen_month")
"""How the grant must have been found; one that was found by its amount has told its month."""
_ASKED = ("amount", SUM, "year", "month", "dated", "inferred", "service_month")


def with_billed_month(matched: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """The postings (`grant`: row number in `grants`, null where none; `dated`; `service_month`; `amount` of each single
    one, `SUM` of all that are alike) with the month `inferred` where the grant is known. Alike ones become single rows,
    since each takes a month of its own. Credit notes stay in the month of booking."""
    known = matched.with_columns(inferred=~pl.col("dated") & pl.col("matched_by").is_in(BY_NAME))
    if not known["inferred"].any():
        return known
    narrow = known.select("grant", *_ASKED).with_row_index("posting")
    rest, asked = narrow.filter(~_is_asked()), _singly(narrow.filter(_is_asked()))
    told, every = homes(grants), pl.concat([rest, asked], rechunk=True)
    single = every.with_columns(home=told["home"].gather(every["grant"])).with_row_index("row")
    first, last = single.select(booked_in().min().alias("first"), booked_in().max().alias("last")).row(0)
    bills = usual_bills(single.filter((pl.col("amount") > 0) & pl.col("home").is_not_null()), told)
    if bills.is_empty():
        return known
    numbered = asked.with_row_index("row", offset=rest.height)
    months = numbered.join(_placed(bills, single, first, last), on="row", how="left", maintain_order="left")
    placed = months.select("posting", _of_month(), service_month=pl.coalesce(month_start("found"), "service_month"))
    lines = pl.concat([rest.select(placed.columns), placed], rechunk=True)
    return known[lines["posting"]].with_columns(lines[SUM], lines["service_month"])


def _is_asked() -> pl.Expr:
    """Whether a posting is a bill, or the taking back of one, whose month its grant tells."""
    return pl.col("inferred") & (pl.col("amount") != 0)


def _of_month() -> pl.Expr:
    """What a month has of a bill's `SUM`: rounded and then parted, so that the parts are the bill to the øre."""
    part = between(pl.col(SUM), pl.col("before"), pl.col("until"))
    one = pl.col("until").is_null() | ((pl.col("before") == 0) & (pl.col("until") == 1))
    return pl.when(one).then(SUM).otherwise(part).cast(MONEY).alias(SUM)


def _singly(alike: pl.DataFrame) -> pl.DataFrame:
    """A row for each single one of postings that are alike."""
    times = (pl.col(SUM).cast(pl.Float64) / pl.col("amount").cast(pl.Float64)).round().cast(pl.Int64)
    counted = alike.with_columns(times=times)
    single = counted.with_columns(pl.when(pl.col("times") > 1).then("amount").otherwise(SUM).alias(SUM))
    return single.drop("times")[np.repeat(np.arange(single.height), single["times"].to_numpy())]


def _placed(bills: pl.DataFrame, single: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """`row, found, before, until`: a row for each month of each bill, laid in the order of booking, with the parts of
    the bill that are for the months before it, and for these and it."""
    lags = bills.join(usual_lag(bills, first, last), on="provider", how="left", nulls_equal=True)
    ends = ("since", "until", "first_part", "last_part")
    known = lags.select("home", *ends, "usual").unique("home").join(first_told(lags, first), on="home", how="left")
    numbers = known.sort("home").with_row_index("line")
    told = lags.join(numbers.select("home", "line"), on="home").sort("booked", "rank", "line", "row")
    places = open_places(numbers, _dated(single, numbers), first, last, _supplemented(single))
    return _shared(_laid(told, places))


def _laid(told: pl.DataFrame, places: Places) -> pl.DataFrame:
    """`row, found` (since year 0)`, part`: the months of the bills (sorted by `booked, rank`), a round at a time: at
    most one bill a grant, of one month of booking."""
    bills = {name: told[name].to_numpy() for name in ("booked", "rank", "line", "row", "size", "lasts")}
    bills["line"] = bills["line"].astype(np.int32)
    last_of_month = np.append(np.diff(bills["booked"]) != 0, True)
    ends = np.flatnonzero(last_of_month | np.append(np.diff(bills["rank"]) != 0, True)) + 1
    rounds, month = [], 0
    for start, end in pairwise([0, *ends.tolist()]):
        rounds.append(_of_one_round({name: values[start:end] for name, values in bills.items()}, places))
        if last_of_month[end - 1]:
            places.pass_over(np.unique(bills["line"][month:end]), int(bills["booked"][month]) - places.first)
            month = end
    row, found, part = (np.concatenate(values) for values in zip(*rounds, strict=True))
    return pl.DataFrame({"row": row, "found": found, "part": part}, schema_overrides={"found": pl.Int32})


def _shared(found: pl.DataFrame) -> pl.DataFrame:
    """`found` with `before` and `until` for its `part`; nearly all bills are for one month alone."""
    several = found.filter(pl.col("row").is_duplicated())
    parted = several.with_columns(until=pl.col("part").cum_sum().over("row").round(9))
    before = parted.with_columns(before=pl.col("until").shift(1, fill_value=0.0).over("row"))
    alone = found.filter(pl.col("row").is_unique()).with_columns(until=pl.col("part").round(9), before=0.0)
    return pl.concat([alone, before]).drop("part")


def _of_one_round(bills: Mapping[str, np.ndarray], places: Places) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`row, found, part` of one round."""
    booked = int(bills["booked"][0]) - places.first
    lines, rows, size, lasting = bills["line"], bills["row"], bills["size"], bills["lasts"] > 1
    large = np.flatnonzero((size >= SEVERAL) | lasting)
    fewest = np.where(lasting, 1, 2)[large].astype(np.int32)
    at, spread, part = places.place_large(lines[large], booked, size[large], fewest)
    alone = np.ones(len(lines), dtype=bool)
    alone[large[at]] = False
    rest = np.flatnonzero(alone)
    found = np.concatenate([spread, places.place(lines[rest], booked)]) + places.first
    return np.concatenate([rows[large[at]], rows[rest]]), found, np.concatenate([part, np.ones(len(rest))])


def _dated(single: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """`line, month` that have a bill which says its month."""
    asked = single.select("home", "service_month", says=pl.col("dated") & (pl.col("amount") > 0))
    says = asked.filter("says").join(numbers.select("home", "line"), on="home")
    return says.select("line", month=month_number(pl.col("service_month")))


def _supplemented(single: pl.DataFrame) -> pl.Series:
    """The Januaries (months since year 0) beside which the bills of the year before have a period of their own."""
    bills = single.filter(
        pl.col("home").is_not_null() & (pl.col("amount") > 0) & pl.col("month").is_in([1, SUPPLEMENT])
    )
    in_supplement = pl.col("month") == SUPPLEMENT
    opened = bills.with_columns(opened=pl.col("year") + in_supplement)
    counts = opened.group_by("opened").agg(late=in_supplement.sum(), n=pl.len())
    used = counts.filter(pl.col("late") >= USED * pl.col("n"))
    return used.select((pl.col("opened") * MONTHS).cast(pl.Int32)).to_series()
