"""What the desks write in their systems of each help: rows, and when each of their fields came to be known."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from bench.desks.catalogue import AT_HOME, HOURS, SERVICES, Service
from bench.desks.days import date, first_day, last_day, month_of, number
from bench.desks.rates import START, Rates
from bench.desks.seen import News, Seen, written
from bench.desks.settling import SALARY
from bench.desks.stays import NEVER
from bench.desks.town import Desk, Town

CLEANED = ((1, 20), (5, 20), (10, 20))
"""When a desk that goes through all its cases does so."""
PERIOD = 24
"""Months that adults' decisions are given for, where a desk gives them an end at all."""


class Registrar:
    """Writes one help's rows. `changed`: the months in which its extent changed, with the new extent."""

    def __init__(
        self, town: Town, rates: Rates, stay: np.void, changed: dict[int, float], rng: np.random.Generator
    ) -> None:
        self.town, self.rates, self.stay, self.changed, self.rng = town, rates, stay, changed, rng
        self.service: Service = SERVICES[stay["service"]]
        self.desk: Desk = town.children if self.service.desk == "children" else town.adults
        self.slow = 2.5 if town.scenario == "untidy" else 1.0
        self.first, self.last = int(stay["first"]), int(stay["last"])
        self.ended = int(stay["end"]) != NEVER
        self.ends = self.desk.ends
        if self.ends == "usual":
            self.ends = "review" if stay["service"] in AT_HOME else "open"
        self.reviews = PERIOD if self.ends == "birthday" else self.service.review

    def seen(self) -> Iterator[Seen]:
        """All rows in all their states."""
        cuts = self._cuts()
        for at, (start, known) in enumerate(cuts):
            following = cuts[at + 1] if at + 1 < len(cuts) else None
            yield from self._row(at, start, known, following)

    def _cuts(self) -> list[tuple[int, int]]:
        """First day of each row and the day on which the desk wrote it."""
        days = {self.first: self._started()}
        if self.desk.changes == "row":
            days |= {int(first_day(month)): self._late(int(first_day(month))) for month in self.changed}
        if self.ends == "renewed":
            days |= {day + 1: self._reviewed(day) for day in self._review_days() if day < self._until()}
        moved = number(self._move())
        if self.desk.moved and self.first < moved <= self._until():
            days[moved] = moved
        found, latest = [], 0
        for start in sorted(day for day in days if day == self.first or day <= self.last):
            latest = max(latest, days[start])
            found.append((start, latest))
        return found

    def _move(self) -> dt.date:
        """The day of the new system: in the middle of the closed years."""
        return date(int(first_day(month_of(self.town.year - 1, 5))))

    def _until(self) -> int:
        return self.last if self.ended else int(first_day(self.town.january + 14))

    def _review_days(self) -> list[int]:
        start = int(self.stay["start"])
        until = self.town.january + 15 + self.reviews
        return [int(last_day(month)) for month in range(start + self.reviews, until, self.reviews)]

    def _started(self) -> int:
        earliest, rng = int(first_day(int(self.stay["made"]))), self.rng
        if rng.random() < (0.7 if self.slow == 1 else 0.5):
            return max(earliest, self.first - int(rng.integers(0, 25)))
        return max(earliest, self.first + int(rng.exponential(22 * self.slow)))

    def _late(self, day: int) -> int:
        return day + int(self.rng.exponential(18 * self.slow))

    def _reviewed(self, day: int) -> int:
        return day + int(self.rng.integers(-20, int(35 * self.slow)))

    def _closed(self) -> int:
        """When the end is written: where it is planned, or some days after."""
        decided = int(first_day(int(self.stay["decided"])))
        if self.rng.random() < 0.55:
            return int(self.rng.integers(decided, max(self.last, decided) + 1))
        late = self.last + int(self.rng.exponential(18 * self.slow))
        return self._cleaned(late) if self.desk.cleaning else max(late, decided)

    def _cleaned(self, day: int) -> int:
        year = date(day).year
        days = [number(date(0).replace(year=year + more, month=m, day=d)) for more in (0, 1) for m, d in CLEANED]
        return min(found for found in days if found >= day)

    def _row(self, at: int, start: int, known: int, following: tuple[int, int] | None) -> Iterator[Seen]:
        finish = following[0] - 1 if following else self._until()
        extent = self._extent(start)
        price, quantity = self._price(start, extent)
        row = Seen(f"G{self.stay['id']}-{at}", int(self.stay["id"]), known, start, self._first_end(start), price,
            quantity, start, False, known)  # fmt: skip
        yield row
        news = [*self._prices(start, finish), *self._over(start, finish), *self._extended(start, finish)]
        if following:
            news.append(News(max(following[1], known), end=finish, closed=True))
        elif self.ended:
            news.append(News(max(self._closed(), known), end=self.last, closed=True))
        for item in sorted(news, key=lambda found: max(found.known, known)):
            if not row.closed:
                row = written(row, item)
                yield row

    def _extent(self, day: int) -> float:
        passed = [month for month in self.changed if int(first_day(month)) <= day]
        return self.changed[max(passed)] if passed else 1.0

    def _price(self, day: int, extent: float) -> tuple[float | None, float]:
        """Price and quantity as the row tells them."""
        month = (date(day).year - 2000) * 12 + date(day).month - 1
        rate = self.rates.price[self.stay["service"], self.stay["provider"], max(month, START) - START]
        size = float(self.stay["level"]) * extent
        listed = self.desk.prices == "list" and self.stay["service"] not in SALARY
        if self.service.unit == HOURS:
            return None if listed else rate / self.service.hours, self.service.hours * size
        return (None, size) if listed else (rate * size, 1.0)

    def _first_end(self, start: int) -> int | None:
        """The end that stands in a new row."""
        if self.ends == "birthday" and self.service.child:
            return int(self.stay["birthday"])
        if self.ends == "open":
            return None
        return next((day for day in self._review_days() if day > start), None)

    def _prices(self, start: int, finish: int) -> Iterator[News]:
        if self.desk.prices != "own" and self.stay["service"] not in SALARY:
            return
        for year in range(self.town.first, self.town.year + 1):
            new_year = number(date(0).replace(year=year))
            if start < new_year <= finish:
                price, quantity = self._price(new_year, self._extent(new_year))
                yield News(new_year + int(self.rng.integers(8, 70)), price=price, quantity=quantity, rate_from=new_year)

    def _over(self, start: int, finish: int) -> Iterator[News]:
        if self.desk.changes != "over":
            return
        for month, extent in self.changed.items():
            day = int(first_day(month))
            if start < day <= finish:
                price, quantity = self._price(day, extent)
                yield News(self._late(day), price=price, quantity=quantity, rate_from=day)

    def _extended(self, start: int, finish: int) -> Iterator[News]:
        if self.ends not in ("review", "birthday") or (self.ends == "birthday" and self.service.child):
            return
        days = [day for day in self._review_days() if day > start]
        for day, following in pairwise(days):
            if day < finish:
                yield News(self._reviewed(day), end=following)
