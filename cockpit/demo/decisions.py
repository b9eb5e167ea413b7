"""From courses to grants: a course is a chain of decisions, each a row in the case system with its own terms.

A new decision may move the citizen to another provider or change the price. Children's decisions made before 1 January
2024 are under serviceloven and keep that basis until the next decision; later ones are under barnets lov.
"""

import datetime as dt

import numpy as np
import polars as pl

from cockpit.demo.arrivals import MONTH, day_number
from cockpit.demo.catalogue import Line, lines, owners
from cockpit.demo.parameters import Parameters
from cockpit.demo.providers import draw
from cockpit.demo.teams import staffed

NEW_ACT = dt.date(2024, 1, 1)
MOST_DECISIONS = 24
MOVES = 0.1
SPELLINGS = (("SEL ", "Servicelovens "), ("SEL ", "SEL"), ("BL ", "Barnets lov "), ("BL ", "BL"))


def _chain(own: pl.DataFrame, line: Line, last_day: int, rng: np.random.Generator) -> pl.DataFrame:
    """One row per decision of a course; `nth` counts them."""
    if not line.decision_months:
        return own.with_columns(nth=pl.lit(0, pl.Int64))
    gaps = rng.uniform(0.5, 1.5, (len(own), MOST_DECISIONS)) * line.decision_months * MONTH
    first = own["start"].to_numpy()[:, None] + np.concatenate([np.zeros((len(own), 1)), gaps.cumsum(axis=1)], axis=1)
    split = own.with_columns(firsts=pl.Series(first.astype(np.int64).tolist(), dtype=pl.List(pl.Int64)))
    split = split.explode("firsts").filter(
        pl.col("firsts") < pl.col("end") - 20 * (pl.col("firsts") > pl.col("start")).cast(pl.Int64)
    )
    split = split.with_columns(nth=pl.int_range(pl.len(), dtype=pl.Int64).over("course"), start="firsts")
    following = pl.col("start").shift(-1).over("course") - 1
    split = split.with_columns(renewed=following.is_not_null(), end=following.fill_null(pl.col("end"))).drop("firsts")
    return split.filter(pl.col("start") <= last_day)


def _with_provider(rows: pl.DataFrame, line: Line, providers: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The first decision's provider, kept until a decision moves the citizen."""
    drawn = draw(providers.filter(pl.col("line") == line.key), line.owners, len(rows), rng)
    stays = pl.lit(pl.Series(rng.random(len(rows)) >= MOVES)) & (pl.col("nth") > 0)
    rows = rows.with_columns(provider=pl.when(stays).then(None).otherwise(pl.lit(drawn)))
    rows = rows.with_columns(pl.col("provider").forward_fill().over("course", order_by="nth"))
    together = pl.col("provider").first().over("household", "start")
    return rows.with_columns(provider=together) if line.siblings else rows


def _terms(rows: pl.DataFrame, line: Line, rng: np.random.Generator) -> pl.DataFrame:
    """Service text, price at the 2025 level before the provider's, hours: of the course, adjusted a little per
    decision."""
    courses = rows["course"].rank("dense").cast(pl.Int64) - 1
    count = rows["course"].n_unique()
    texts = line.variants or (("", 1.0, 1.0),)
    chosen = rng.choice(len(texts), count, p=[text[2] for text in texts])[courses.to_numpy()]
    factor = np.array([text[1] for text in texts])[chosen]
    personal = np.exp(rng.normal(0, line.spread * 0.6, count))[courses.to_numpy()] if line.group == "children" else 1.0
    again = np.exp(rng.normal(0.01, 0.05, len(rows))) if line.group == "children" and line.spread else 1.0
    low, high = line.quantity
    return rows.with_columns(
        service=pl.Series([line.services[i] for i in chosen], dtype=pl.String),
        base_price=pl.Series(line.price * factor * personal * again * np.ones(len(rows))),
        quantity=pl.Series(rng.integers(low, high + 1, count)[courses.to_numpy()] if count else [], dtype=pl.Int64),
        forced=pl.Series(rng.random(count)[courses.to_numpy()] < line.forced_share, dtype=pl.Boolean),
    )


def _paragraph(line: Line) -> pl.Expr:
    old, new = (line.forced or (line.sel, line.bl)) if line.bl else (line.sel, line.sel)
    by_force = pl.when(pl.col("decided_on") < NEW_ACT).then(pl.lit(old)).otherwise(pl.lit(new))
    by_consent = pl.when(pl.col("decided_on") < NEW_ACT).then(pl.lit(line.sel)).otherwise(pl.lit(line.bl or line.sel))
    return pl.when("forced").then(by_force).otherwise(by_consent)


def _spelled(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """As people write it: 2 % of the rows in each of four other spellings."""
    draw_ = pl.lit(pl.Series(rng.random(len(rows))))
    text = pl.col("paragraph")
    for step, (usual, other) in enumerate(SPELLINGS):
        here = (draw_ >= step * 0.02) & (draw_ < (step + 1) * 0.02)
        text = pl.when(here).then(text.str.replace(usual, other, literal=True)).otherwise(text)
    return rows.with_columns(paragraph_text=text)


def _grants_of(line: Line, found: pl.DataFrame, providers: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    rng = parameters.stream(f"decisions/{line.key}")
    rows = _chain(found.filter(pl.col("line") == line.key).sort("course"), line, day_number(parameters.horizon), rng)
    rows = rows if "renewed" in rows.columns else rows.with_columns(renewed=pl.lit(value=False))
    rows = _terms(_with_provider(rows, line, providers, rng), line, rng)
    ahead = rng.integers(-3, 3, len(rows)) if line.acute else rng.gamma(1.5, 14, len(rows)).astype(np.int64)
    rows = rows.with_columns(
        pl.col("start", "end").cast(pl.Date), decided=pl.col("start") - pl.Series(ahead, dtype=pl.Int64)
    )
    rows = rows.with_columns(decided_on=pl.col("decided").cast(pl.Date)).with_columns(paragraph=_paragraph(line))
    return _spelled(rows, rng).drop("decided", "forced")


def grants_of(found: pl.DataFrame, providers: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """A row per decision: `grant` (number), course, line, person, start, end (true days), provider, owner, service,
    paragraph, base_price (2025 level), quantity, decided_on, renewed, team, caseworker, settlement, account_key.

    Decisions that ended more than a year before the first ledger year are left out: the case system is no older."""
    grants = pl.concat([_grants_of(line, found, providers, parameters) for line in lines().values()], how="diagonal")
    of_line = pl.DataFrame(
        [{"line": line.key, "area": line.area, "group": line.group, "unit": line.unit} for line in lines().values()]
    )
    settlement = {key: owner.settlement for key, owner in owners().items()}
    named = providers.select("provider", "owner", "level", pl.col("name").alias("provider_name"), "kind")
    grants = grants.filter(pl.col("end") >= parameters.first_activity)
    grants = grants.join(of_line, on="line", maintain_order="left").join(named, on="provider", maintain_order="left")
    grants = grants.unique(["person", "paragraph", "service", "provider", "start"], keep="first", maintain_order=True)
    letter = pl.when(pl.col("group") == "children").then(pl.lit("B")).otherwise(pl.lit("V"))
    return (
        staffed(grants, parameters)
        .with_columns(
            grant=pl.int_range(pl.len(), dtype=pl.Int64),
            base_price=pl.col("base_price") * pl.col("level"),
            settlement=pl.col("owner").replace_strict(settlement),
            account_key=pl.concat_str("line", pl.lit(":"), "owner"),
            case_id=pl.format("{}-{}", letter, pl.col("person").cast(pl.String).str.zfill(6)),
        )
        .drop("level")
    )
