"""The oracle: it knows all that has happened until the close, registered or not, and the true rates: how long stays
last, who enters, what is paid, how bills wait, and what its frames usually spend. It does not know the future, and
takes its mean, in closed form.
"""

import datetime as dt

import numpy as np
import polars as pl

from bench.patchwork.accounts import accounts
from bench.patchwork.catalogue import KINDS, frames
from bench.patchwork.coming import Coming, horizon, newcomers, running
from bench.patchwork.ledger import CLAIMED, QUARTERS, SMALL, SMALL_SPREAD
from bench.patchwork.prices import month_of
from bench.patchwork.town import Town
from bench.patchwork.waits import in_books, timely
from bench.patchwork.world import World, usual
from bench.terse.stays import Floats, day

REFUNDS = "5.22.07"
FUNCTIONS = [kind.function for kind in KINDS]


def _open(world: World, now: int) -> Floats:
    """What has been delivered and not booked, by kind and its chance to reach the year's books."""
    late = world.bills.filter((pl.col("booked") > now) & (pl.col("month") <= now))
    fixes, plain = late.filter("fix"), late.filter(~pl.col("fix"))
    each = plain.select("stay", "month").join(world.delivered, on=["stay", "month"], maintain_order="left")
    kind, provider, month = (each[name].to_numpy() for name in ("kind", "provider", "month"))
    reached, comes = timely(world.town, kind, provider, month, now)
    kr = each["kr"].to_numpy() * reached / np.maximum(comes, 1e-12)
    found = np.bincount(kind, kr, len(KINDS))
    sure = in_books(world.town, fixes["month"].to_numpy(), fixes["booked"].to_numpy())
    return found + np.bincount(fixes["kind"].to_numpy(), fixes["kr"].to_numpy() * sure, len(KINDS))


def _coming(world: World, as_of: dt.date) -> list[Coming]:
    close, now = day(as_of), int(month_of(np.array(day(as_of))))
    alive = world.stays.filter((pl.col("start") <= close) & (pl.col("end") > close))
    ahead = world.bills.filter((pl.col("booked") <= now) & (pl.col("month") > now)).select("stay", "month")
    last = horizon(world.town)
    return [running(world.town, alive, ahead, close, last), newcomers(world.town, close, last)]


def _refund(world: World, now: int, coming: list[Coming]) -> float:
    """What is still to be booked of the year's refund (minus)."""
    town, there = world.town, now - world.town.january + 1
    if town.habits.refunds == "none":
        return 0.0
    ahead = np.sum([one.refund for one in coming], axis=0)[: 12 - there]
    monthly = np.concatenate([world.owed[-12:][:there], ahead])
    claimed = max((month for month in QUARTERS if month < there), default=0)
    return -float(np.mean(CLAIMED)) * float(monthly[claimed if town.habits.refunds == "quarterly" else 0 :].sum())


def _sundry(bills: Floats, months: int) -> Floats:
    """Sundry postings of the months to come; they follow the year's bills."""
    return np.asarray(np.abs(bills) * SMALL * np.exp(SMALL_SPREAD**2 / 2) * months / 12)


def _frames(town: Town, after: int) -> pl.DataFrame:
    told = [(frame.function, usual(town, frame, town.year, after)) for frame in frames(town)]
    return pl.DataFrame(told, schema=["function", "kr"], orient="row")


def expected(world: World, as_of: dt.date) -> pl.DataFrame:
    """`level` (total, function), `key`, `forecast_kr`: the year's expected accounts given all that had happened at the
    close."""
    town, now = world.town, int(month_of(np.array(day(as_of))))
    booked = world.lines.filter((pl.col("year") == town.year) & (pl.col("posted") <= day(as_of)))
    posted = booked.join(accounts(town).select("account", "function"), on="account").select("function", "kr")
    coming = _coming(world, as_of)
    late = _open(world, now) + np.sum([one.bills.sum(axis=1) for one in coming], axis=0)
    billed = world.bills.filter((pl.col("year") == town.year) & (pl.col("posted") <= day(as_of)))
    so_far = np.bincount(billed["kind"].to_numpy(), billed["kr"].to_numpy(), len(KINDS))
    more = late + _sundry(so_far + late, 12 - as_of.month)
    rest = pl.DataFrame({"function": [*FUNCTIONS, REFUNDS], "kr": [*more, _refund(world, now, coming)]})
    return _levels(pl.concat([posted, rest, _frames(town, as_of.month)], how="vertical_relaxed"))


def _levels(rows: pl.DataFrame) -> pl.DataFrame:
    by_function = rows.group_by(key="function").agg(forecast_kr=pl.col("kr").sum()).sort("key")
    told = by_function.filter(pl.col("forecast_kr") != 0).select(
        pl.lit("function").alias("level"), "key", "forecast_kr"
    )
    whole = told.select(pl.lit("total").alias("level"), pl.lit("total").alias("key"), pl.col("forecast_kr").sum())
    return pl.concat([whole, told])
