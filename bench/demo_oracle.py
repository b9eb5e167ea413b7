"""The oracle of `cockpit.demo`: all that has happened until the close and the true rates, but not the future.

Worked as expectations, not by playing: running courses by their gamma law given the time served (cut at the citizen's
last age), new courses by the true rate with its season, shock and providers, known price steps, seasons of delivery,
the chances that a bill waits. Refunds follow the cost at the ratio of the last three months. Small things are left out
(price moves at new decisions are taken at their mean, new courses of children who come and turn 18 in the same year).
"""

import datetime as dt
from functools import cache

import numpy as np
import polars as pl
from scipy.special import gammaincc

from cockpit.contracts.calendar import is_working_day, month_end
from cockpit.contracts.settings import Settings
from cockpit.demo import courses as made
from cockpit.demo.accounts import keyed_accounts
from cockpit.demo.arrivals import ARRIVAL_SEASON, MONTH, YEAR, _rate, day_number
from cockpit.demo.catalogue import Line, chances, frames, lines, refunds
from cockpit.demo.frames import SALARY_SEASON
from cockpit.demo.invoices import HELD_BACK
from cockpit.demo.parameters import Municipality, Parameters
from cockpit.demo.prices import general_index
from cockpit.demo.refunds import KINDS, SEEN, _costs

SUPPLEMENT = 0.86
"""Part of January's entries for the year before that reach its period 13."""
AGAIN = 1.0113
"""A new decision on a child's grant moves the price by this on average."""
UNPAID = ("egen_ramme", "egen_intern")
"""Owners that cost nothing: frame services, and internal settlement whose two sides add to nothing."""
USED_HOURS = 0.97


def _in_time(owner: str, month: int, parameters: Parameters, seen: int | None = None) -> tuple[float, float]:
    """Chance that a bill of a month (1-12) is entered at all after `seen` (the last whole month of entries), and that
    it is and reaches the year's books."""
    whole = timely = 0.0
    for lag, chance in zip(range(-1, 6), chances()["invoice_lags"][owner], strict=True):
        wait = max(lag, 0) if lag < 2 else 1 + round((lag - 1) * parameters.invoice_delay)
        at = month + wait
        if seen is None or at > seen:
            weight = chance if seen is None or at > seen + 1 else chance * 0.8
            whole += weight
            timely += weight * (1.0 if at <= 12 else SUPPLEMENT if at == 13 else 0.0)
    return whole, timely


def _chance(owner: str, month: int, parameters: Parameters, seen: int | None, *, held: bool = False) -> float:
    whole, timely = _in_time(owner, month, parameters, seen)
    lost = parameters.prior_year_bills if owner == "kommune" else 0.0
    waits = HELD_BACK if held else 0.0
    base = lost + (1 - lost) * (waits + (1 - waits) * whole)
    return (1 - lost) * (waits + (1 - waits) * timely) / base if base > 0 else 1.0


@cache
def _open_days(year: int, month: int) -> int:
    last = month_end(year, month).day
    return sum(is_working_day(dt.date(year, month, number)) for number in range(1, last + 1))


def _units(unit: str, quantity: np.ndarray, year: int, month: int) -> np.ndarray:
    days = month_end(year, month).day
    whole = {"måned": 1.0, "åbningsdag": float(_open_days(year, month)), "uge": days / 7}
    return quantity * days / 7 if unit == "time" else np.full(len(quantity), whole.get(unit, float(days)))


def _left(line: Line, served: np.ndarray, ahead: float) -> np.ndarray:
    scale = line.months * MONTH / line.shape
    before = np.maximum(gammaincc(line.shape, served / scale), 1e-12)
    return np.asarray(gammaincc(line.shape, (served + ahead) / scale) / before)


Costs = dict[tuple[str, str], float]


def _alive(town: Municipality, as_of: dt.date) -> dict[str, dict[str, np.ndarray]]:
    """The courses that run at the close, by line: owner, begun, last day by age, price, quantity."""
    grants = town.grants.filter(~pl.col("refused"))
    begun = grants.group_by("course").agg(begun=pl.col("start").min())
    now = grants.filter((pl.col("start") <= as_of) & (pl.col("end") > as_of)).join(begun, on="course")
    index = town.prices.filter(pl.col("year") == as_of.year).select("provider", "index")
    rows = now.join(index, on="provider", how="left").sort("grant")
    found = {}
    for (key,), own in rows.partition_by("line", as_dict=True).items():
        limit = own["born_on"].dt.offset_by(f"{lines()[str(key)].last_age}y").cast(pl.Int32).to_numpy() - 1
        found[str(key)] = {
            "owner": own["owner"].to_numpy(), "begun": own["begun"].cast(pl.Int32).to_numpy(), "limit": limit,
            "price": (own["base_price"] * own["index"]).to_numpy(),
            "quantity": own["quantity"].to_numpy().astype(float),
        }  # fmt: skip
    return found


def _add(costs: Costs, line: str, owner: str, kr: float) -> None:
    costs[line, owner] = costs.get((line, owner), 0.0) + kr


def _factor(line: Line, month: int) -> float:
    return line.season[month - 1] * (USED_HOURS if line.unit == "time" else 1.0)


def _room(parameters: Parameters) -> dict[str, float]:
    """Share of the drawn courses that is kept, because others grow into the line."""
    drawn = pl.concat([made._courses_of(line, parameters) for line in lines().values()]).with_row_index("course")
    drawn = drawn.with_columns(pl.col("course").cast(pl.Int64), person=pl.col("course").cast(pl.Int64))
    drawn = made._until_last_age(made._attach(drawn, parameters))
    grown = pl.concat(part for line in lines().values() for part in made._grown_ups(drawn, line, parameters))
    recent = pl.col("start") >= day_number(parameters.first_activity) - 5 * YEAR
    own = drawn.filter(recent).group_by("line").len("own")
    new = grown.filter(recent).group_by("line").len("new")
    return dict(
        own.join(new, on="line").select("line", keep=(1 - pl.col("new") / pl.col("own")).clip(0, 1)).iter_rows()
    )


def _levels(town: Municipality, year: int) -> dict[str, dict[str, float]]:
    """Line -> owner -> price level of the year times the owner's share of new courses."""
    index = town.prices.filter(pl.col("year") == year).select("provider", "index")
    rows = town.providers.join(index, on="provider", how="left", maintain_order="left").sort("line", "provider")
    weighed = rows.with_columns(w=(1.0 + pl.int_range(pl.len()).over("line")) ** -0.35)
    level = (pl.col("w") * pl.col("level") * pl.col("index")).sum() / pl.col("w").sum()
    found: dict[str, dict[str, float]] = {}
    for line, owner, value in weighed.group_by("line", "owner").agg(level).iter_rows():
        found.setdefault(line, {})[owner] = value * lines()[line].owners[owner]
    return found


class DemoOracle:
    """Rates of one municipality, worked once for all its closes."""

    def __init__(self, town: Municipality) -> None:
        self.town = town
        parameters = town.parameters
        self.year = parameters.horizon.year
        keep = _room(parameters)
        self.rates = {
            key: _rate(line, parameters, np.random.default_rng(5)) * keep.get(key, 1.0) for key, line in lines().items()
        }
        self.levels = _levels(town, self.year)

    def _mean_cost(self, line: Line, month: int) -> dict[str, float]:
        """What one more running course of a line costs in a month on average, by owner (weighted by its share)."""
        variant = sum(factor * share for _, factor, share in line.variants) if line.variants else 1.0
        spread = float(np.exp((line.spread * 0.6) ** 2 / 2)) if line.group == "children" else 1.0
        unit = _units(line.unit, np.array([sum(line.quantity) / 2]), self.year, month)[0]
        whole = unit * _factor(line, month) * line.price * variant * spread
        return {owner: float(whole * value) for owner, value in self.levels.get(line.key, {}).items()}

    def _running(self, costs: Costs, alive: dict[str, dict[str, np.ndarray]], close: int, month: int) -> None:
        """Adds what the running courses are expected to cost in a month, and those of citizens who turn 18."""
        first, middle = day_number(dt.date(self.year, month, 1)), day_number(dt.date(self.year, month, 15))
        days = month_end(self.year, month).day
        for key, own in alive.items():
            line = lines()[key]
            part = np.clip((own["limit"] - first + 1) / days, 0, 1)
            left = _left(line, close - own["begun"], middle - close) * part
            moved = line.group == "children" and line.decision_months
            again = AGAIN ** ((middle - close) / MONTH / line.decision_months) if moved else 1.0
            cost = (
                own["price"]
                * _units(line.unit, own["quantity"], self.year, month)
                * left
                * _factor(line, month)
                * again
            )
            for owner in np.unique(own["owner"]):
                _add(costs, key, owner, float(cost[own["owner"] == owner].sum()))
            outgrown = (own["limit"] > close) & (own["limit"] < middle)
            grown = float((_left(line, close - own["begun"], own["limit"] - close) * outgrown).sum())
            for other, chance in line.turns_18.items():
                for owner, kr in self._mean_cost(lines()[other], month).items():
                    _add(costs, other, owner, kr * grown * chance)

    def _new(self, costs: Costs, close: int, month: int) -> None:
        """Adds what courses that begin after the close are expected to cost in a month."""
        parameters = self.town.parameters
        middle = day_number(dt.date(self.year, month, 15))
        days = np.arange(close + 1, middle + 1)
        months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
        growth = np.exp(np.log1p(parameters.growth) * (days - day_number(parameters.last_month)) / YEAR)
        course = growth * ARRIVAL_SEASON[months] * parameters.inflow_shock.get(self.year, 1.0)
        for key, line in lines().items():
            alive = float((course * _left(line, np.zeros(len(days)), middle - days)).sum()) * self.rates[key]
            for owner, kr in self._mean_cost(line, month).items():
                _add(costs, key, owner, kr * alive)

    def expected(self, as_of: dt.date) -> pl.DataFrame:
        """`level` (total, function), `key`, `forecast_kr`: the year's expected accounts given all that had happened."""
        parts = [*_booked(self.town, as_of), _delivered(self.town, as_of), _frames_ahead(self.town, as_of)]
        ahead, alive, close = {}, _alive(self.town, as_of), day_number(as_of)
        for month in range(as_of.month + 1, 13):
            costs: Costs = {}
            self._running(costs, alive, close, month)
            self._new(costs, close, month)
            ahead[month] = _as_rows(costs)
            parts.append(_timely(ahead[month], month, self.town.parameters))
        parts.append(_refunds_ahead(self.town, as_of, ahead))
        by_function = pl.concat(parts).group_by("function").agg(forecast_kr=pl.col("kr").sum())
        told = by_function.select(level=pl.lit("function"), key="function", forecast_kr="forecast_kr").sort("key")
        total = told.select(level=pl.lit("total"), key=pl.lit("total"), forecast_kr=pl.col("forecast_kr").sum()).head(1)
        return pl.concat([total, told])


def _as_rows(costs: Costs) -> pl.DataFrame:
    rows = [(line, owner, kr) for (line, owner), kr in sorted(costs.items())]
    return pl.DataFrame(rows, schema={"line": pl.String, "owner": pl.String, "kr": pl.Float64}, orient="row")


FUNCTION = {key: line.function for key, line in lines().items()}


def _timely(rows: pl.DataFrame, month: int, parameters: Parameters) -> pl.DataFrame:
    paid = rows.filter(~pl.col("owner").is_in(UNPAID))
    share = {owner: _chance(owner, month, parameters, None) for owner in paid["owner"].unique()}
    return paid.select(
        function=pl.col("line").replace_strict(FUNCTION, return_dtype=pl.String),
        kr=pl.col("kr") * pl.col("owner").replace_strict(share, return_dtype=pl.Float64),
    )


def _seen(as_of: dt.date) -> pl.Expr:
    drawn = Settings().close_of(as_of)
    last = f"{as_of:%Y-%m}"
    return (pl.col("entered_on") <= drawn) & (pl.col("period") <= last)


def _booked(town: Municipality, as_of: dt.date) -> list[pl.DataFrame]:
    """What is booked; and lines that must come because their cause has happened: earlier years' bills, corrections,
    final refunds, frame invoices of past months."""
    functions = keyed_accounts().select("account", "function")
    year = town.postings.filter(pl.col("year") == as_of.year).join(functions, on="account", how="left")
    rows = year.with_columns(kr=pl.col("amount").cast(pl.Float64))
    open_ = rows.filter(~_seen(as_of))
    january = dt.date(as_of.year, 1, 1)
    before = open_.filter((pl.col("service_to") < january) & (pl.col("kind") != "internal"))
    past_frames = open_.filter((pl.col("kind") == "frame") & pl.col("service_from").is_between(january, as_of))
    return [found.select("function", "kr") for found in (rows.filter(_seen(as_of)), before, past_frames)]


def _delivered(town: Municipality, as_of: dt.date) -> pl.DataFrame:
    """Delivered this year until the close and not booked: by the chance that the bill is in time."""
    wanted = ["grant", "line", "owner", "registered_on"]
    january = dt.date(as_of.year, 1, 1)
    rows = town.activity.filter(pl.col("month").is_between(january, as_of) & (pl.col("delivered_kr") != 0))
    rows = rows.join(town.grants.select(wanted), on="grant").filter(~pl.col("owner").is_in(UNPAID))
    billed = town.postings.filter(_seen(as_of) & (pl.col("kind") == "invoice") & pl.col("grant").is_not_null())
    billed = billed.select("grant", month=pl.col("service_from").dt.month_start()).unique()
    open_ = rows.join(billed, on=["grant", "month"], how="anti").sort("grant", "month")
    drawn = Settings().close_of(as_of)
    chance = [
        _chance(owner, month.month, town.parameters, as_of.month, held=told > drawn)
        for owner, month, told in open_.select("owner", "month", "registered_on").iter_rows()
    ]
    return open_.select(
        function=pl.col("line").replace_strict(FUNCTION, return_dtype=pl.String),
        kr=pl.col("delivered_kr") * pl.Series(chance, dtype=pl.Float64),
    )


def _frames_ahead(town: Municipality, as_of: dt.date) -> pl.DataFrame:
    parameters, rows = town.parameters, []
    level = general_index(parameters, as_of.year)
    for frame in frames():
        monthly = frame.annual / 12 * level * parameters.scale.volume
        for month in range(as_of.month + 1, 13):
            factor = {"payroll": float(SALARY_SEASON[month - 1]), "quarterly": 3.0 * (month % 3 == 0), "sale": 1.0,
                "invoices": 1.35 if month > 10 else 0.93}.get(frame.pattern, 0.0)  # fmt: skip
            if frame.pattern == "payroll":
                count = max(1, round(frame.employees * parameters.scale.volume))
                factor *= float(parameters.stream(f"frames/{frame.key}").normal(1, 0.14, count).clip(0.5, 1.6).mean())
            late = {"invoices": {12: 0.92}, "sale": {11: 0.9, 12: 0.75}}.get(frame.pattern, {}).get(month, 1.0)
            rows.append((frame.function, monthly * factor * late))
    return pl.DataFrame(rows, schema={"function": pl.String, "kr": pl.Float64}, orient="row")


def _refunds_ahead(town: Municipality, as_of: dt.date, ahead: dict[int, pl.DataFrame]) -> pl.DataFrame:
    """Claims of quarters still to come: delivered months as they were, coming months at the ratio of the last three."""
    costs, rows, now = _costs(town.activity, town.grants), [], as_of.month
    past = costs.filter(pl.col("month") <= as_of)
    recent = past.filter(pl.col("month") > as_of - dt.timedelta(days=95))
    for refund in refunds():
        monthly = KINDS[refund.kind](past, refund, town.parameters) if len(past) else pl.DataFrame()
        known = dict(monthly.select("month", "refund_kr").iter_rows())
        of_group = [key for key, line in lines().items() if line.group == refund.group]
        base = recent.filter(pl.col("line").is_in(list(refund.lines) or of_group))["delivered_kr"].sum()
        whole = sum(kr for month, kr in known.items() if month > as_of - dt.timedelta(days=95))
        ratio = whole / base if base else 0.0
        for month in range(1, 13):
            quarter = (month + 2) // 3
            claimed_in = min(quarter * 3 + 1, 12)
            if claimed_in <= now:
                continue
            cost = 0.0
            if month > now:
                cost = ahead[month].filter(pl.col("line").is_in(list(refund.lines) or of_group))["kr"].sum()
            owed = known.get(dt.date(as_of.year, month, 1), 0.0) if month <= now else ratio * cost
            rows.append((refund.function, -SEEN[quarter] * owed))
    return pl.DataFrame(rows, schema={"function": pl.String, "kr": pl.Float64}, orient="row")
