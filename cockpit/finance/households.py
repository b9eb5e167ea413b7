"""In which household a citizen's cost of a month is counted: children of one household share their limits.

The list of citizens goes before the grants. A citizen of several households (two lines in the list, or grants that name
each theirs: two homes, or a move in the year) is counted month by month in the one that most of the month's lines name;
in a tie, or where they name none, in the one that most of all the lines name, else in the first by name.
"""

import polars as pl

BOTH = ["citizen", "household"]


def with_home(lines: pl.DataFrame, citizens: pl.DataFrame, month: str = "month") -> tuple[pl.DataFrame, int]:
    """The lines (`citizen`, `household`, `month`) with `home`, null where nobody tells of a household; and how many
    citizens stand in several."""
    named = lines.select(*BOTH, month).drop_nulls()
    told = citizens.select(BOTH).drop_nulls().unique()
    every = pl.concat([told, named.select(BOTH).unique().join(told, on="citizen", how="anti")])
    alone = pl.len().over("citizen") == 1
    one, several = every.filter(alone), every.filter(~alone)
    theirs = lines.join(several, on="citizen", how="semi").select("citizen", month).unique()
    chosen = _by_month(theirs, several, named, month)
    placed = lines.join(one.rename({"household": "only"}), on="citizen", how="left", maintain_order="left").join(
        chosen, on=["citizen", month], how="left", maintain_order="left"
    )
    home = pl.coalesce("only", "chosen").alias("home")
    return placed.with_columns(home).drop("only", "chosen"), several["citizen"].n_unique()


def _by_month(months: pl.DataFrame, several: pl.DataFrame, named: pl.DataFrame, month: str) -> pl.DataFrame:
    """`citizen`, `month`, `chosen`: of each citizen's households the month's."""
    here = named.join(several, on=BOTH, how="semi")
    in_month, in_all = here.group_by(*BOTH, month).len("in_month"), here.group_by(BOTH).len("in_all")
    pairs = months.join(several, on="citizen").join(in_month, on=[*BOTH, month], how="left")
    weighed = pairs.join(in_all, on=BOTH, how="left").with_columns(pl.col("in_month", "in_all").fill_null(0))
    best = weighed.sort(
        "citizen", month, "in_month", "in_all", "household", descending=[False, False, True, True, False]
    )
    return best.unique(["citizen", month], keep="first").select("citizen", month, chosen="household")
