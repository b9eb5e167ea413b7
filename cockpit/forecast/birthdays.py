"""The birthdays at which help may end: a child's measures at 18, youth support at 23."""

import polars as pl

from cockpit.finance.citizens import of_each
from cockpit.finance.paragraphs import kind

AGES = (18, 23)


def birthdays(citizens: pl.DataFrame, chains: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `age`, `birthday`, with `chain_start`, `ends_on`, `kind` and `followed_by` of the grants in `chains`
    whose citizen's birth is known: a row for each of `AGES`."""
    born = of_each(citizens, "born_on")
    theirs = grants.select("grant_id", "citizen", "paragraph", "ends_on")
    linked = chains.select("grant_id", "chain_start", "followed_by").join(theirs, on="grant_id")
    aged = linked.join(born, on="citizen").select(
        "grant_id", "chain_start", "ends_on", "followed_by", "born_on", kind=kind(pl.col("paragraph"))
    )
    each = [
        aged.with_columns(age=pl.lit(age, pl.Int32), birthday=pl.col("born_on").dt.offset_by(f"{age}y")) for age in AGES
    ]
    return pl.concat(each).drop("born_on")
