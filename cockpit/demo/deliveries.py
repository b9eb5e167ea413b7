"""Month by month, the files that finance staff would have pulled: what was known when they were drawn, and no more."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cockpit.contracts.calendar import month_end
from cockpit.contracts.danish import long_date
from cockpit.contracts.settings import Settings
from cockpit.demo.csv_files import write_csv
from cockpit.demo.dubu import write_dubu
from cockpit.demo.occupancy import write_occupancy
from cockpit.demo.opus import write_ledger, write_ledger_csv
from cockpit.demo.parameters import Municipality, Size
from cockpit.demo.planning import past_forecasts, pipeline, population, write_list
from cockpit.demo.plans import write_budget, write_chart, write_rules
from cockpit.demo.sensum import price_list, write_sensum

Progress = Callable[[str], None]
LAST_PERIOD = 13


@dataclass(frozen=True, slots=True)
class Delivery:
    """One month's sub-folder. `first` carries the history."""

    as_of: dt.date
    drawn_on: dt.date
    first: bool

    @property
    def name(self) -> str:
        """`2026-03`"""
        return f"{self.as_of:%Y-%m}"

    @property
    def opens_year(self) -> bool:
        """Whether last year's final ledger and this year's chart come with it."""
        return self.first or self.as_of.month == 1


def deliveries(last_month: dt.date, months: int) -> tuple[Delivery, ...]:
    """The last `months` months, each drawn on the fifth working day of the next."""
    numbers = range(last_month.year * 12 + last_month.month - months, last_month.year * 12 + last_month.month)
    ends = [month_end(number // 12, number % 12 + 1) for number in numbers]
    settings = Settings()
    return tuple(Delivery(end, settings.close_of(end), end == ends[0]) for end in ends)


class _Writer:
    """Writes one municipality's files and remembers the last price list, which is sent only when it changes."""

    def __init__(self, municipality: Municipality, directory: Path) -> None:
        self.municipality = municipality
        self.directory = directory
        self.paths: list[Path] = []
        self._prices: pl.DataFrame | None = None

    def _path(self, delivery: Delivery, name: str) -> Path:
        path = self.directory / delivery.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.paths.append(path)
        return path

    def _ledger(self, delivery: Delivery, name: str, year: int, last_period: int) -> None:
        if self.municipality.parameters.size is Size.LARGE:
            write_ledger_csv(self.municipality, self._path(delivery, f"{name}.csv"), year, delivery.drawn_on)
            return
        write_ledger(self.municipality, self._path(delivery, f"{name}.xlsx"), year, last_period, delivery.drawn_on)

    def _earlier_years(self, delivery: Delivery) -> list[int]:
        years = [year for year in self.municipality.parameters.years if year < delivery.as_of.year]
        return years if delivery.first else years[-1:]

    def history(self, delivery: Delivery) -> None:
        """Earlier years' ledgers, budgets and charts; this year's chart and the account rules."""
        for year in self._earlier_years(delivery):
            self._ledger(delivery, f"Opus_posteringer_{year}", year, LAST_PERIOD)
            write_budget(
                self.municipality,
                self._path(delivery, f"Budget_{year}.xlsx"),
                year,
                delivery.drawn_on,
                dt.date(year, 12, 31),
            )
            published = self._path(delivery, f"Forventninger_{year}-12.xlsx")
            write_list(past_forecasts(self.municipality, year), published, "Forventninger")
        year = delivery.as_of.year
        write_list(
            population(self.municipality, year), self._path(delivery, f"Befolkning_{year}-01.xlsx"), "Befolkning"
        )
        charts = [*self._earlier_years(delivery), delivery.as_of.year] if delivery.first else [delivery.as_of.year]
        for year in charts:
            write_chart(self.municipality, self._path(delivery, f"Kontoplan_{year}.xlsx"), year)
        write_rules(self.municipality, self._path(delivery, "Konteringsregler.xlsx"))

    def month(self, delivery: Delivery) -> None:
        """The month's own files."""
        month, year = delivery.name, delivery.as_of.year
        drawn_on, as_of = delivery.drawn_on, delivery.as_of
        self._ledger(delivery, f"Opus_posteringer_{month}", year, as_of.month)
        write_dubu(self.municipality, self._path(delivery, f"DUBU_ydelser_{month}.xlsx"), drawn_on, as_of)
        write_sensum(self.municipality, self._path(delivery, f"Sensum_indsatser_{month}.csv"), drawn_on, as_of)
        write_budget(self.municipality, self._path(delivery, f"Budget_{year}.xlsx"), year, drawn_on, as_of)
        write_occupancy(self.municipality, self._path(delivery, f"Belaegning_{month}.xlsx"), year, as_of.month)
        waiting = pipeline(self.municipality, drawn_on)
        if waiting.height:
            write_list(waiting, self._path(delivery, f"Kommende_sager_{month}.xlsx"), "Kommende sager")
        prices = price_list(self.municipality, drawn_on)
        if self._prices is None or not prices.equals(self._prices):
            write_csv(prices, self._path(delivery, f"Takster_{month}.csv"))
        self._prices = prices


def write_exports(
    municipality: Municipality, directory: Path, months: int = 9, progress: Progress | None = None
) -> list[Path]:
    """Writes the last `months` deliveries below `directory`, a folder a month, and returns the files in order.

    `progress` is told in Danish what is being written."""
    writer = _Writer(municipality, directory)
    for delivery in deliveries(municipality.parameters.last_month, months):
        if progress:
            progress(f"Skriver leverancen for {delivery.name}, udtrukket {long_date(delivery.drawn_on)}")
        if delivery.opens_year:
            writer.history(delivery)
        writer.month(delivery)
    return writer.paths
