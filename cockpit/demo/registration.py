"""What the case system says and from when: late registration, applications, end dates that are guessed or late.

The truth of a grant is its `start` and `end`. Beside it stand the days on which an export can first tell:
`registered_on` (the row exists), `decided_on` (no longer *ansøgt*), `planned_end` (written at the start),
`extended_on`/`extended_end` (a planned end that had passed or was passing is moved), `end_known_on` (the true end is
written). `known.py` reads them.
"""

import datetime as dt

import numpy as np
import polars as pl

from cockpit.demo.catalogue import lines
from cockpit.demo.parameters import Parameters


def _days(values: np.ndarray) -> pl.Expr:
    return pl.duration(days=pl.lit(pl.Series(values.astype(np.int64))))


def _registered(grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Most rows are made within days of the decision; a share weeks or months after the start; applications before.

    Older rows carry the days on which they were moved into today's case system."""
    rng, count = parameters.stream("registered"), len(grants)
    late = pl.lit(pl.Series(rng.random(count) < parameters.late_registration))
    applied = pl.lit(pl.Series(rng.random(count) < parameters.applications)) & ~late & ~pl.col("renewed_from")
    prompt = pl.max_horizontal(pl.col("decided_on") + _days(rng.gamma(1.2, 4, count)), "decided_on")
    delayed = pl.col("start") + _days(rng.gamma(1.6, 32, count) + 12)
    asked = pl.col("decided_on") - _days(rng.uniform(14, 80, count))
    made = pl.when(late).then(delayed).when(applied).then(asked).otherwise(prompt)
    migrated = pl.lit(dt.date(parameters.first_year - 4, 5, 6)) + _days(rng.integers(0, 12, count))
    return grants.with_columns(
        applied=applied,
        registered_on=pl.max_horizontal(made, migrated),
        decided_on=pl.min_horizontal("decided_on", pl.when(late).then(delayed).otherwise(pl.col("decided_on"))),
    )


def _planned(grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """A share of the grants is given an end date at the start: months ahead, at the end of a month."""
    rng, count = parameters.stream("planned"), len(grants)
    share = grants["line"].replace_strict({key: line.planned for key, line in lines().items()}, return_dtype=pl.Float64)
    span = {key: float(min(line.decision_months or line.months, 24)) for key, line in lines().items()}
    months = grants["line"].replace_strict(span, return_dtype=pl.Float64).to_numpy() * rng.uniform(0.7, 1.3, count)
    ahead = pl.Series(np.maximum(months.round(), 1).astype(np.int64))
    end = pl.col("start").dt.offset_by(pl.format("{}mo", pl.lit(ahead))).dt.month_end()
    return grants.with_columns(planned_end=pl.when(pl.lit(pl.Series(rng.random(count)) < share)).then(end))


def _extended(grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """A planned end that the service outlives is moved: in time, weeks late, or (expired without decision) months
    late."""
    rng, count, noise = parameters.stream("extended"), len(grants), parameters.end_date_noise
    kind = rng.random(count)
    late = np.where(
        kind < 0.22 * noise,
        rng.uniform(60, 240, count),
        np.where(kind < 0.45 * noise, rng.uniform(1, 60, count), rng.uniform(-40, 0, count)),
    )
    outlived = pl.col("planned_end") < pl.col("end")
    return grants.with_columns(
        extended_on=pl.when(outlived).then(pl.col("planned_end") + _days(late)),
        extended_end=pl.when(outlived & pl.lit(pl.Series(rng.random(count) < 0.5))).then(
            pl.col("planned_end").dt.offset_by("12mo").dt.month_end()
        ),
    )


def _ended(grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The true end is written before it, in the weeks after, months after, or never."""
    rng, count, noise = parameters.stream("ended"), len(grants), parameters.end_date_noise
    kind = rng.random(count)
    lag = np.where(
        kind < 0.12 * noise,
        rng.uniform(30, 140, count),
        np.where(kind < 0.42 * noise, rng.uniform(0, 30, count), rng.uniform(-35, 0, count)),
    )
    never = pl.lit(pl.Series(rng.random(count) < 0.01 * noise)) & ~pl.col("renewed")
    known = pl.max_horizontal(pl.col("end") + _days(lag), "registered_on")
    return grants.with_columns(end_known_on=pl.when(~never).then(known))


def _refused(grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Applications that were refused: copies of real ones for citizens of their own, never delivered."""
    rng = parameters.stream("refused")
    recent = (grants["start"] >= parameters.first_activity) & (grants["nth"] == 0)
    chosen = grants.filter(pl.Series(rng.random(len(grants)) < parameters.refused) & recent)
    person = grants["person"].cast(pl.Int64).to_numpy().max() + 1 + np.arange(len(chosen))
    asked = pl.col("decided_on") - _days(rng.uniform(14, 80, len(chosen)))
    case = pl.concat_str(pl.col("case_id").str.slice(0, 2), pl.col("person").cast(pl.String).str.zfill(6))
    return chosen.with_columns(
        person=pl.Series(person, dtype=pl.Int64),
        household=pl.Series(person, dtype=pl.Int64),
        refused=pl.lit(value=True),
        applied=pl.lit(value=True),
        registered_on=asked,
        planned_end=pl.lit(None, pl.Date),
        extended_on=pl.lit(None, pl.Date),
        end_known_on=pl.lit(None, pl.Date),
    ).with_columns(case_id=case)


def registered(grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The grants with what the case system can tell and from when, refused applications included (`refused`)."""
    grants = grants.with_columns(renewed_from=pl.col("nth") > 0, refused=pl.lit(value=False))
    for step in (_registered, _planned, _extended, _ended):
        grants = step(grants, parameters)
    both = pl.concat([grants, _refused(grants, parameters).select(grants.columns)], how="vertical_relaxed")
    return both.with_columns(grant=pl.int_range(pl.len(), dtype=pl.Int64)).drop("renewed_from")
