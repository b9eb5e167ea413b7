"""The list of cases on the way in: what it adds this year, what became of each case, and how good the list is.

A hit is a case that became a grant. It is known by the grant that the list or a person names, else by a grant that the
citizen of the case got under the same paragraph after the case was first seen. A case that left the list without one
was dropped. The delay is counted from the day that was first expected.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from cockpit.contracts.coming import ComingCase, Fate
from cockpit.contracts.data import KNOWLEDGE
from cockpit.contracts.dataset import dataset
from cockpit.contracts.settings import Settings
from cockpit.finance.commitments import grant_months
from cockpit.finance.paragraphs import kind
from cockpit.forecast.leaf import money

EARLIEST = dt.timedelta(days=31)
"""A grant that began up to a month before its case was first seen is still that case: lists are kept monthly."""
SEEN_SCHEMA: dict[str, pl.DataType] = {
    "seen_on": pl.Date(),
    "pipeline_id": pl.String(),
    "citizen": pl.String(),
    "paragraph": pl.String(),
    "expected_start": pl.Date(),
    "probability": pl.Float64(),
    "grant_id": pl.String(),
}
SEEN_EMPTY = pl.DataFrame(schema=SEEN_SCHEMA)
FATES_SCHEMA: dict[str, pl.DataType] = {
    **SEEN_SCHEMA,
    "first_expected": pl.Date(),
    "fate": pl.String(),
    "started": pl.Date(),
    "delay_days": pl.Int64(),
}


def rows_of(cases: Iterable[tuple[ComingCase, dt.date]]) -> pl.DataFrame:
    """Cases kept in the app with the day they are known from, in the dataset's shape plus `KNOWLEDGE`."""
    schema = {**dataset("pipeline").polars_schema(), **KNOWLEDGE}
    lines = [
        {
            **case.model_dump(exclude={"case", "fate", "note"}),
            "citizen": case.case or None,
            "service": case.service or None,
            "origin": case.origin or None,
            "grant_id": case.grant_id or None,
            "source": "app",
            "known_from": known_from,
            "reconstructed": False,
        }
        for case, known_from in cases
    ]
    frame = pl.DataFrame(lines, schema_overrides={"probability": pl.Float64}, infer_schema_length=None)
    return pl.DataFrame(schema=schema) if frame.is_empty() else _shaped(frame, schema)


def _shaped(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


def seen_on(listed: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """The list as it was seen on a day, in `SEEN_SCHEMA`."""
    dated = listed.with_columns(seen_on=pl.lit(day))
    return dated.select(pl.col(name).cast(dtype) for name, dtype in SEEN_SCHEMA.items())


def with_cases(imported: pl.DataFrame, cases: Sequence[tuple[ComingCase, dt.date]]) -> pl.DataFrame:
    """The imported list with what people keep in the app: a case of the same id takes the imported row's place (its
    citizen stays where the app names none), and one that was dropped leaves the list."""
    if not cases:
        return imported
    kept = rows_of((case, day) for case, day in cases if case.fate is not Fate.DROPPED)
    named = kept.join(imported.select("pipeline_id", there="citizen"), on="pipeline_id", how="left")
    mine = named.with_columns(pl.coalesce("citizen", "there")).select(imported.columns)
    touched = pl.Series([case.pipeline_id for case, _ in cases], dtype=pl.String)
    rest = imported.filter(~pl.col("pipeline_id").is_in(touched.implode()))
    return pl.concat([rest, mine]).sort("pipeline_id")


def expected(listed: pl.DataFrame, as_of: dt.date, year: int, settings: Settings) -> pl.DataFrame:
    """The list with `starts` (never before the day after the date), `chance`, `full_kr` (the year's cost if it comes)
    and `expected_kr` (times the chance): what the forecast's component counts for each case."""
    tomorrow = max(as_of + dt.timedelta(days=1), dt.date(year, 1, 1))
    cases = listed.with_columns(
        starts=pl.max_horizontal("expected_start", pl.lit(tomorrow)),
        chance=pl.col("probability").cast(pl.Float64).fill_null(settings.pipeline_probability).clip(0, 1),
    )
    nothing = {name: pl.lit(None, dtype=dtype) for name, dtype in dataset("grants").polars_schema().items()}
    grants = cases.select(
        **{
            **nothing,
            **{name: pl.col(name) for name in ("paragraph", "service", "unit_price", "price_unit")},
            "grant_id": pl.col("pipeline_id"),
            "start_date": pl.col("starts"),
        }
    )
    months = grant_months(grants, dt.date(year, 1, 1), dt.date(year, 12, 31))
    sums = months.group_by(pipeline_id="grant_id").agg(full_kr=pl.col("cost_kr").sum().cast(pl.Float64))
    costed = cases.join(sums, on="pipeline_id", how="left").with_columns(pl.col("full_kr").fill_null(0.0))
    return costed.with_columns(
        full_kr=money(pl.col("full_kr")), expected_kr=money(pl.col("full_kr") * pl.col("chance"))
    ).sort("starts", "pipeline_id")


def fates(seen: pl.DataFrame, grants: pl.DataFrame, dropped: Iterable[str], today: pl.Series) -> pl.DataFrame:
    """One row a case that was ever on the list, `FATES_SCHEMA`, sorted by id.

    `seen`: `SEEN_SCHEMA`, the list at each state, several rows a case; `grants`: decided grants with `ends_on` or
    not; `dropped`: ids that a person closed; `today`: ids on the list now.
    """
    ordered = seen.sort("pipeline_id", "seen_on")
    cases = ordered.group_by("pipeline_id", maintain_order=True).agg(
        pl.col("seen_on").first(),
        *(pl.col(name).drop_nulls().last() for name in ("citizen", "paragraph", "expected_start", "grant_id")),
        pl.col("probability").drop_nulls().first(),
        first_expected=pl.col("expected_start").first(),
    )
    found = _grant_of(cases, grants)
    became = pl.col("started").is_not_null()
    gone = pl.col("pipeline_id").is_in(list(dropped)) | ~pl.col("pipeline_id").is_in(today.implode())
    fate = (
        pl.when(became).then(pl.lit(str(Fate.BECAME))).when(gone).then(pl.lit(str(Fate.DROPPED)))
        .otherwise(pl.lit(str(Fate.OPEN)))
    )  # fmt: skip
    told = found.with_columns(fate=fate, delay_days=(pl.col("started") - pl.col("first_expected")).dt.total_days())
    return told.select(pl.col(name).cast(dtype) for name, dtype in FATES_SCHEMA.items()).sort("pipeline_id")


def _grant_of(cases: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """The cases with the grant that each became: the named one, else the citizen's first of the kind since."""
    firsts = grants.sort("start_date", "grant_id").unique("grant_id", keep="first", maintain_order=True)
    named = firsts.select("grant_id", named_start="start_date")
    of_citizen = firsts.select("citizen", found="grant_id", found_start="start_date", kind=kind(pl.col("paragraph")))
    asked = cases.with_columns(kind=kind(pl.col("paragraph")))
    pairs = asked.select("pipeline_id", "citizen", "kind", "seen_on").join(of_citizen, on=["citizen", "kind"])
    since = pairs.filter(pl.col("found_start") >= pl.col("seen_on") - EARLIEST)
    first = since.sort("found_start", "found").unique("pipeline_id", keep="first", maintain_order=True)
    joined = asked.join(named, on="grant_id", how="left").join(
        first.select("pipeline_id", "found", "found_start"), on="pipeline_id", how="left"
    )
    is_named = pl.col("named_start").is_not_null()
    return joined.with_columns(
        grant_id=pl.when(is_named).then("grant_id").otherwise("found"),
        started=pl.when(is_named).then("named_start").otherwise("found_start"),
    )


def quality(told: pl.DataFrame) -> dict[str, float | int | None]:
    """`became`, `dropped`, `open`, `hit_rate`, `promised` (mean probability of the closed ones) and `delay_days` (mean
    of those that came); None where there is nothing to count."""
    counts = {fate: told.filter(pl.col("fate") == str(fate)).height for fate in Fate}
    closed = told.filter(pl.col("fate") != str(Fate.OPEN))
    return {
        "became": counts[Fate.BECAME],
        "dropped": counts[Fate.DROPPED],
        "open": counts[Fate.OPEN],
        "hit_rate": counts[Fate.BECAME] / closed.height if closed.height else None,
        "promised": _mean(closed["probability"]),
        "delay_days": _mean(told.filter(pl.col("fate") == str(Fate.BECAME))["delay_days"]),
    }


def _mean(values: pl.Series) -> float | None:
    found = values.drop_nulls().mean()
    return float(found) if isinstance(found, int | float) else None
