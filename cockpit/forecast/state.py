"""One state of knowledge, prepared once: everything that the components read."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import polars as pl

from cockpit import finance
from cockpit.contracts.calendar import month_end
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import taken_over
from cockpit.finance.paragraphs import kind
from cockpit.finance.rates import by_opening_days
from cockpit.forecast import birthdays, chains, late_prices, ledger, loose_bills, months, price_level
from cockpit.forecast.late_prices import LatePrices

HISTORY_YEARS = 3
"""Full years before the forecast's year from which rates, lags and survival are learnt."""
MODEL_DIMS = ("committee", "area", "function", "account", "paragraph", "in_service_frame")
"""What a model line knows: never a provider, a team or a single grant."""
GRANT_DIMS = (*MODEL_DIMS, "provider", "team", "grant_id")
COST_PLACES = ("area", "paragraph", "provider", "kind")
"""What a grant's months are asked about."""
Found = TypeVar("Found")
REFUND_DRANST = "2"
SIGHT_SHARE = 0.01
SUPPLEMENT = 13
"""The year's last period, open in January: at the close of December none of it is known yet (`finance.known_at`)."""
ENDS_BACK = 12
"""Months back from the date in which an end may turn out to be none."""


@dataclass(frozen=True, eq=False)
class State:
    """What was known at the close of `as_of`, allocated and priced.

    `postings`: as `finance.allocate` gives them, with `booked` and `service` (months since year 0) and `kr` (float).
    `grants`: one row a grant, with the `kind` of help. `costs`: `grant_id`, `grant` (its row in `grants`),
    `COST_PLACES`, `by_opening_days`, `mi` (months since year 0), `net_kr` (Decimal, less the citizen's payment), `cost`
    (float, earlier years at their own prices, see `price_level`, and this year's as awaited, see `late_prices`),
    `days`, `priced`, for decided grants that steer an account, from `first` to the end of `year`, beside what is booked
    on that month (`paid`, `first_lag`, `tells`, null where nothing is; see `loose_bills`). Sorted by grant and month.
    `ledger`, `paid`: the postings summed, see `ledger`. `taken_over`: grants that end before they are closed, see
    `taken_over`. `chains`: the grants that steer an account as chains of decisions, see `chains.linked`. `late_prices`:
    the grants whose price of the year has not come. Amounts in kr.
    """

    as_of: dt.date
    year: int
    settings: Settings
    data: MunicipalityData
    postings: pl.DataFrame
    grants: pl.DataFrame
    costs: pl.DataFrame
    first: dt.date
    allocated: finance.Allocated
    ledger: pl.DataFrame
    paid: pl.DataFrame
    taken_over: pl.DataFrame
    chains: pl.DataFrame
    late_prices: LatePrices
    _kept: dict[object, Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, name: object, make: Callable[["State"], Found]) -> Found:
        """What `make` gives for this state under this name, worked when first asked for: a state never changes."""
        if name not in self._kept:
            self._kept[name] = make(self)
        found: Found = self._kept[name]
        return found

    def budget(self, year: int) -> pl.DataFrame:
        """A year's budget lines with their places (`finance.budget_lines`)."""
        return self.once(("budget", year), lambda state: finance.budget_lines(state.data, year))

    @property
    def now(self) -> int:
        """The as-of month, in months since year 0."""
        return months.index_of(self.as_of)

    @property
    def january(self) -> int:
        """The year's first month, in months since year 0."""
        return self.year * 12

    @cached_property
    def ledger_from(self) -> int:
        """The first month that the ledger covers; after `now` where it is empty."""
        first = self.ledger["booked"].min()
        return first if isinstance(first, int) else self.now + 1

    @cached_property
    def heard_until(self) -> int:
        """The newest month until the date that anything is booked in; `now` where the ledger is empty."""
        newest = self.ledger["booked"].max()
        return min(self.now, newest) if isinstance(newest, int) else self.now

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """The months from the ledger's first until the date that nothing at all is booked in: not delivered to us."""
        told = self.ledger.filter(pl.col("month").is_between(1, 12))
        seen = set(told.select(months.booked_index(pl.col("year"), pl.col("month")).unique()).to_series())
        return tuple(number for number in range(self.ledger_from, self.now + 1) if number not in seen)

    @cached_property
    def steering(self) -> pl.DataFrame:
        """The decided grants that steer an account."""
        return _steering(self.grants)

    @cached_property
    def closing_days(self) -> int:
        """How many days after a month's last the lists of grants are drawn: see `chains.drawn_after`."""
        return chains.drawn_after(self.grants, month_end(self.as_of.year, self.as_of.month))

    @cached_property
    def birthdays(self) -> pl.DataFrame:
        """When the citizens of these grants reach an age at which help may end: see `birthdays`."""
        return birthdays.birthdays(self.data.citizens, self.chains, self.grants)

    @cached_property
    def after_end(self) -> pl.DataFrame:
        """What the grants that steer an account would cost after their registered end, the rest of its own month
        included, if they ran on to the end of the year: as `price`, with `ended`. Ends before the last `ENDS_BACK`
        months are ends."""
        ends = self.steering.select("grant_id", ended=months.index(pl.col("ends_on")))
        near = ends.filter(pl.col("ended").is_between(self.now - ENDS_BACK + 1, self.january + 11))
        unending = self.steering.join(near, on="grant_id").with_columns(ends_on=pl.lit(None, dtype=pl.Date))
        first = dt.date(min(self.year, self.as_of.year), 1, 1)
        monthly = price(unending, first, dt.date(self.year, 12, 31), self.data.prices).join(near, on="grant_id")
        stepped = self.late_prices.stepped(monthly.filter(pl.col("mi") >= pl.col("ended")))
        return _rest_of_month(stepped, self.costs)

    @cached_property
    def ends_seen_from(self) -> int:
        """The month by which one in a hundred of all ends until `now` had come: before it ends can not be seen. An old
        decision of help that runs on is no end: the list keeps it for as long as the help runs."""
        return ends_seen_from(self.steering, self.chains, self.now)

    @property
    def books_close(self) -> int:
        """The last month whose bills reach the year's books: next January, through period 13."""
        return self.january + 12

    @property
    def open_months(self) -> range:
        """The year's months after the as-of date, 1-12; none when the year has passed."""
        return range(min(13, max(1, self.now - self.january + 2)), 13)

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """The missing months that the ledger goes on after."""
        return tuple(number for number in self.missing if number < self.heard_until)

    @property
    def laid_months(self) -> list[int]:
        """Where a sum of the rest of the year is laid: the open months, December when none is open."""
        return list(self.open_months) or [12]

    @property
    def awaited_months(self) -> list[int]:
        """The year's months, 1-12, that the books are awaited of: those still open, and those missing in the ledger."""
        missing = {number - self.january + 1 for number in self.missing}
        return sorted((missing & set(range(1, 13))).union(self.open_months))

    @property
    def awaited_periods(self) -> list[int]:
        """The awaited months, and the supplement until it is closed: at New Year it is what is awaited."""
        return [*self.awaited_months, SUPPLEMENT] if not self.is_past else self.awaited_months

    @property
    def is_past(self) -> bool:
        """Whether the year was over before the date's year began: then the books are the forecast."""
        return self.as_of.year > self.year

    def in_year(self, column: str = "mi") -> pl.Expr:
        """Whether a month lies in the forecast's year."""
        return pl.col(column).is_between(self.january, self.january + 11)

    def month(self, column: str = "mi") -> pl.Expr:
        """A month of the forecast's year as 1-12."""
        return (pl.col(column) - self.january + 1).cast(pl.Int8).alias("month")


def ends_seen_from(steering: pl.DataFrame, linked: pl.DataFrame, now: int) -> int:
    """`State.ends_seen_from`. `linked`: `State.chains`."""
    last = linked.filter(pl.col("followed_by").is_null())
    ends = steering.join(last, on="grant_id", how="semi").select(end=months.index(pl.col("ends_on")))
    first = ends.filter(pl.col("end") <= now)["end"].quantile(SIGHT_SHARE, "lower")
    return int(first) if first is not None else now


def price(grants: pl.DataFrame, first: dt.date, last: dt.date, prices: pl.DataFrame) -> pl.DataFrame:
    """`grant_months` at net cost: service less the citizen's payment. Columns as in `State.costs`."""
    monthly = finance.grant_months(grants, first, last, prices)
    net = pl.col("cost_kr") - pl.col("citizen_payment_kr").fill_null(0)
    return monthly.select(
        "grant_id", months.index(pl.col("month")).alias("mi"), net.alias("net_kr"),
        net.cast(pl.Float64).alias("cost"), "days", "priced",
    )  # fmt: skip


def _rest_of_month(unending: pl.DataFrame, costs: pl.DataFrame) -> pl.DataFrame:
    """The months after an end whole, and of its own month the days after it: none where that was its last."""
    near = costs.select("grant_id", "mi", "days").filter(pl.col("mi") >= unending["ended"].min())
    ran = near.select("grant_id", ended="mi", ran="days")
    beside = unending.join(ran, on=["grant_id", "ended"], how="left", maintain_order="left")
    whole = pl.col("mi") > pl.col("ended")
    days = pl.when(whole).then("days").otherwise(pl.col("days") - pl.col("ran").fill_null(0))
    left = beside.with_columns(left=pl.when(whole).then(1.0).otherwise((days / pl.col("days")).fill_nan(0)), days=days)
    cost = pl.col("cost") * pl.col("left")
    net = cost.round(2).cast(unending.schema["net_kr"])
    rest = left.filter(pl.col("left") > 0).with_columns(cost=cost, net_kr=net)
    return rest.select(unending.columns)


def _steering(grants: pl.DataFrame) -> pl.DataFrame:
    """The decided grants that steer an account."""
    return finance.granted(grants, "by_grants")


def _one_each(grants: pl.DataFrame) -> pl.DataFrame:
    return grants.unique("grant_id", keep="first", maintain_order=True)


def prepare(data: MunicipalityData, as_of: dt.date, year: int, settings: Settings) -> State:
    """Cut to what was known, allocate, and price every grant month once."""
    known = finance.known_at(data, as_of, settings)
    first = dt.date(min(year, as_of.year) - HISTORY_YEARS, 1, 1)
    allocated = finance.allocate(known, settings, first_year=first.year)
    firsts = _one_each(allocated.grants)
    over = taken_over.taken_over(finance.granted(firsts), as_of)
    allocated = replace(allocated, grants=taken_over.closed(allocated.grants, over))
    opened = by_opening_days(allocated.grants, known.prices).implode()
    heads = taken_over.closed(firsts, over).with_columns(
        kind=kind(pl.col("paragraph")), by_opening_days=pl.col("grant_id").is_in(opened)
    )
    steering = _steering(allocated.grants)
    ids = pl.Enum(heads["grant_id"])
    priced = price(steering, first, dt.date(year, 12, 31), known.prices)
    told_of = heads.with_row_index("grant").select("grant", *COST_PLACES, "by_opening_days")[
        priced["grant_id"].cast(ids).to_physical()
    ]
    months_of_grants = pl.concat([priced, told_of], how="horizontal")
    now = months.index_of(as_of)
    mine = _steering(heads)
    linked = chains.linked(mine)
    seen_from = ends_seen_from(mine, linked, now)
    postings, laid = loose_bills.laid(ledger.dated(allocated.postings), months_of_grants, seen_from)
    paid = ledger.paid(postings, ids)
    beside = ledger.with_paid(months_of_grants, paid)
    costs = price_level.adjusted(beside, now, finance.rises_of_law(known.law_values))
    late = late_prices.learn(costs, now)
    every, told = pl.concat([paid.drop("place"), laid]), loose_bills.beside(late.stepped(costs), laid)
    cells = ledger.cells(postings)
    return State(
        as_of, year, settings, known, postings, heads, told, first, allocated, cells, every, over, linked, late
    )  # fmt: skip
