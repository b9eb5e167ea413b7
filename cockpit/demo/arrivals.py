"""When courses begin, how old the citizen is and how long they would last.

Days are counted since 1970-01-01 while numbers are drawn. New courses arrive as a Poisson stream whose rate is set so
that the catalogue's number of running services holds at the last month, given the drawn lengths and the growth.
"""

import datetime as dt

import numpy as np
import numpy.typing as npt

from cockpit.demo.catalogue import Line
from cockpit.demo.parameters import Parameters

Days = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
YEAR = 365.25
MONTH = YEAR / 12
EPOCH = dt.date(1970, 1, 1).toordinal()
ARRIVAL_SEASON = np.array([1.1, 1, 1.05, 1, 1, 1, 0.7, 1.15, 1.1, 1, 0.95, 0.95])


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def lengths(line: Line, count: int, rng: np.random.Generator) -> Floats:
    """Days that a course lasts when nothing cuts it off."""
    return np.maximum(rng.gamma(line.shape, line.months * MONTH / line.shape, count), 8)


def start_ages(line: Line, count: int, rng: np.random.Generator) -> Floats:
    """Age in days on the first day."""
    return rng.uniform(line.ages[0], line.ages[1] + 0.999, count) * YEAR


def _rate(line: Line, parameters: Parameters, rng: np.random.Generator) -> float:
    """New courses a day at the last month that keep the wanted number running: number / E[(1 - e^(-gD)) / g]."""
    left = line.last_age * YEAR - start_ages(line, 4000, rng)
    length = np.minimum(lengths(line, 4000, rng), left)
    growth = max(parameters.growth, 1e-6) / YEAR
    return line.active * parameters.scale.volume / float(np.mean((1 - np.exp(-growth * length)) / growth))


def arrivals(line: Line, parameters: Parameters, rng: np.random.Generator) -> Days:
    """First days of the courses, sorted: a Poisson stream with growth, season and the shocks that a test asks for."""
    last, reference = day_number(parameters.horizon), day_number(parameters.last_month)
    back = int(max(min(7 * line.months, 420), 300 if line.turns_18 else 0) * MONTH)
    days = np.arange(min(reference, day_number(dt.date(parameters.first_year, 1, 1))) - back, last + 1)
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    shock = np.array([parameters.inflow_shock.get(year, 1.0) for year in range(years[0], years[-1] + 1)])
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    growth = np.exp(np.log1p(parameters.growth) * (days - reference) / YEAR)
    rate = _rate(line, parameters, rng) * growth * ARRIVAL_SEASON[months] * shock[years - years[0]]
    return np.repeat(days, rng.poisson(rate))


def with_siblings(start: Days, line: Line, rng: np.random.Generator) -> tuple[Days, npt.NDArray[np.bool_]]:
    """A share of the courses begins on the day of the course before it: a brother or sister is placed with them."""
    joined = rng.random(len(start)) < line.siblings
    joined[:1] = False
    joined[1:] &= ~joined[:-1]
    return np.where(joined, np.roll(start, 1), start), joined
