"""The paragraph under which help is decided now, where another act has taken the old one's place.

Running help keeps its basis until a new decision (barnets lov § 213), so a year of transition has both: what runs
stays, what is new or decided anew comes under the new act. The law says when (`law.TAKEN_OVER`); where it does not, new
grants under one act and none for months under the other do.
"""

import polars as pl

from cockpit import finance, law
from cockpit.finance.paragraphs import kind
from cockpit.forecast.chains import known_month
from cockpit.forecast.state import State

LAW_MONTHS = 6
"""A paragraph without a new grant for so long, beside one of the same kind in another act with some, is replaced."""
ACT = pl.col("paragraph").str.split(" ").list.first()


def decided_anew(state: State, lines: pl.DataFrame, anew: pl.Expr) -> pl.DataFrame:
    """The lines (`area`, `paragraph`) with those that are `anew` under the paragraph that such help is given by now."""
    placed = lines.join(state.once("heirs", heirs), on=["area", "paragraph"], how="left", maintain_order="left")
    moved = pl.when(anew).then(pl.coalesce("now", "paragraph")).otherwise("paragraph")
    return placed.with_columns(paragraph=moved).drop("now")


def heirs(state: State) -> pl.DataFrame:
    """`area`, `paragraph`, `now`: of each paragraph that is no longer granted, the one that is."""
    known = _counted(state)
    over = _taken_over(state)
    gone = known.filter((pl.col("fresh") == 0) | over)
    living = known.filter(pl.col("fresh") > 0).with_columns(rank=0)
    areas = gone.select("area").unique()
    named = [part.join(areas, how="cross") for part in _by_law(state)]
    heard = pl.concat([living, *named], how="diagonal").filter(~over)
    both = gone.join(heard.select("area", "kind", "act", "rank", "fresh", now="paragraph"), on=["area", "kind"])
    other = both.filter(pl.col("act") != pl.col("act_right"))
    first = other.sort("area", "paragraph", "rank", "fresh_right", "now", descending=[False, False, False, True, False])
    return first.unique(["area", "paragraph"], keep="first", maintain_order=True).select("area", "paragraph", "now")


def _counted(state: State) -> pl.DataFrame:
    """`area`, `kind`, `paragraph`, `act`, `fresh`: how many grants of the last months stand under each."""
    recent = pl.col("known").is_between(state.now - LAW_MONTHS + 1, state.now)
    new = state.steering.select("area", "kind", "paragraph", known=known_month(state.closing_days))
    return new.group_by("area", "kind", "paragraph").agg(fresh=recent.sum()).with_columns(act=ACT)


def _taken_over(state: State) -> pl.Expr:
    """Whether a row's `act` has lost its `kind` to another one by the forecast's year."""
    lost = [
        pl.col("kind").is_in(law.taken_over(year)) & (pl.col("act") != act)
        for year, act in law.TAKEN_OVER.items()
        if year <= state.year
    ]
    return pl.any_horizontal(*lost) if lost else pl.lit(value=False)


def _by_law(state: State) -> list[pl.DataFrame]:
    """`kind`, `paragraph`, `act`, `rank`, `fresh` of the new acts' paragraphs: those that accounts name, by how many,
    then those that are alone of their kind in the law."""
    acts = [act for year, act in law.TAKEN_OVER.items() if year <= state.year]
    chart = finance.chart(state.data.accounts, [state.year]).drop_nulls("paragraph")
    named = (
        chart.group_by("paragraph").agg(fresh=pl.len()).with_columns(kind=kind(pl.col("paragraph")), act=ACT, rank=1)
    )
    alone = law.paragraphs().filter(pl.len().over("kind", "act") == 1)
    listed = alone.select("kind", "act", paragraph="code", rank=2, fresh=pl.lit(0, pl.UInt32))
    return [part.filter(pl.col("act").is_in(acts)) for part in (named, listed)]
