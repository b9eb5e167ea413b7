"""Courses: what truly happened. One row is one citizen's unbroken run of one service, with true first and last day."""

import datetime as dt

import numpy as np
import polars as pl

from cockpit.demo.arrivals import YEAR, arrivals, day_number, lengths, start_ages, with_siblings
from cockpit.demo.catalogue import Line, lines
from cockpit.demo.parameters import Parameters

HOST_TRIES = 40
IN_FORCE = dt.date(1998, 7, 1)
"""Serviceloven: what ran before was decided anew under it within `FIRST_DECISIONS` days."""
FIRST_DECISIONS = 700


def _courses_of(line: Line, parameters: Parameters) -> pl.DataFrame:
    rng = parameters.stream(f"courses/{line.key}")
    start, joined = with_siblings(arrivals(line, parameters, rng), line, rng)
    born = start - start_ages(line, len(start), rng).astype(np.int64)
    born += (born.astype("datetime64[D]") == born.astype("datetime64[Y]")).astype(np.int64)
    end = start + lengths(line, len(start), rng).astype(np.int64)
    return pl.DataFrame(
        {
            "line": pl.repeat(line.key, len(start), eager=True),
            "start": start,
            "end": end,
            "born": born,
            "joined": joined,
        },
        schema_overrides={"line": pl.String, "joined": pl.Boolean},
    )


def birthday(born: pl.Expr, age: pl.Expr) -> pl.Expr:
    """Day number of the citizen's birthday at that age."""
    return born.cast(pl.Date).dt.offset_by(pl.format("{}y", age)).cast(pl.Int32).cast(pl.Int64)


def _until_last_age(courses: pl.DataFrame) -> pl.DataFrame:
    limit = pl.col("line").replace_strict({key: line.last_age for key, line in lines().items()}, return_dtype=pl.Int64)
    last_day = birthday(pl.col("born"), limit) - 1
    return courses.with_columns(end=pl.min_horizontal("end", last_day), grew_out=pl.col("end") >= last_day).filter(
        pl.col("end") > pl.col("start")
    )


def _with_host(own: pl.DataFrame, hosts: pl.DataFrame, line: Line, rng: np.random.Generator) -> pl.DataFrame:
    """For `host_share` of the courses, the citizen of a course of a host line that runs on the first day."""
    pick = rng.integers(0, len(hosts), (len(own), HOST_TRIES))
    start = own["start"].to_numpy()[:, None]
    age = (start - hosts["born"].to_numpy()[pick]) / YEAR
    fits = (hosts["start"].to_numpy()[pick] <= start) & (start <= hosts["end"].to_numpy()[pick])
    fits &= (age >= line.ages[0]) & (age < line.ages[1] + 1) & (rng.random((len(own), 1)) < line.host_share)
    found, first = fits.any(axis=1), pick[np.arange(len(own)), fits.argmax(axis=1)]
    return own.with_columns(
        born=pl.Series(np.where(found, hosts["born"].to_numpy()[first], own["born"].to_numpy())),
        person=pl.Series(np.where(found, hosts["person"].to_numpy()[first], own["person"].to_numpy())),
    )


def _attach(courses: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    for line in (line for line in lines().values() if line.hosts):
        own, rest = courses.filter(pl.col("line") == line.key), courses.filter(pl.col("line") != line.key)
        hosts = courses.filter(pl.col("line").is_in(line.hosts))
        if len(hosts) and len(own):
            rng = parameters.stream(f"hosts/{line.key}")
            courses = pl.concat([rest, _with_host(own, hosts, line, rng)], how="vertical").sort("course")
    return courses


def _grown_ups(courses: pl.DataFrame, line: Line, parameters: Parameters) -> list[pl.DataFrame]:
    """Adult courses of children who grew out of this line on their birthday."""
    rng = parameters.stream(f"turns/{line.key}")
    grown = courses.filter((pl.col("line") == line.key) & pl.col("grew_out"))
    draw, floor, found = rng.random(len(grown)), 0.0, []
    for key, chance in line.turns_18.items():
        chosen = grown.filter(pl.Series((draw >= floor) & (draw < floor + chance)))
        length = lengths(lines()[key], len(chosen), rng).astype(np.int64) + 30
        found.append(
            chosen.with_columns(line=pl.lit(key), start=pl.col("end") + 1, joined=pl.lit(value=False)).with_columns(
                end=pl.col("start") + pl.Series(length, dtype=pl.Int64)
            )
        )
        floor += chance
    return found


def _make_room(drawn: pl.DataFrame, grown: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """As many others fewer as citizens grow into a line, so that its number of running services stays as wanted."""
    rng = parameters.stream("room")
    chance = pl.Series(rng.random(len(drawn)))
    recent = pl.col("start") >= day_number(parameters.first_activity) - 5 * YEAR
    own = drawn.filter(recent).group_by("line").len("own")
    newcomers = grown.filter(recent).group_by("line").len("newcomers")
    keep = own.join(newcomers, on="line").select("line", keep=1 - pl.col("newcomers") / pl.col("own"))
    return drawn.filter(chance < drawn.join(keep, on="line", how="left", maintain_order="left")["keep"].fill_null(1.0))


def courses(parameters: Parameters) -> pl.DataFrame:
    """`course, line, person, household, start, end, born, grew_out`: the first three numbered from 0, days as numbers.

    Courses that ended more than a year before the first ledger year are left out."""
    drawn = pl.concat([_courses_of(line, parameters) for line in lines().values()]).with_row_index("course")
    drawn = drawn.with_columns(pl.col("course").cast(pl.Int64), person=pl.col("course").cast(pl.Int64))
    drawn = _until_last_age(_attach(drawn, parameters))
    grown = pl.concat(part for line in lines().values() for part in _grown_ups(drawn, line, parameters))
    drawn = _until_last_age(pl.concat([_make_room(drawn, grown, parameters), grown], how="vertical"))
    first = day_number(parameters.first_activity)
    kept = drawn.filter((pl.col("end") >= first) & (pl.col("start") <= day_number(parameters.horizon)))
    oldest = day_number(IN_FORCE) + pl.col("course") % FIRST_DECISIONS
    kept = kept.with_columns(start=pl.max_horizontal("start", oldest))
    before = pl.col("person").shift(1).over("line", order_by=["start", "course"])
    return (
        kept.sort("line", "start", "course")
        .with_columns(household=pl.when("joined").then(before).otherwise("person").fill_null(pl.col("person")))
        .with_columns(course=pl.int_range(pl.len(), dtype=pl.Int64))
        .select("course", "line", "person", "household", "start", "end", "born", "grew_out")
    )
