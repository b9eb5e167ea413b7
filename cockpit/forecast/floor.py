"""The floor: how near any forecast could come with so many citizens so early in the year."""

import polars as pl

from cockpit.contracts import danish
from cockpit.forecast import spread

NORMAL_80 = 1.2816
TEXT = (
    "Selv om alle satser var kendt, ville tilfældet blandt så mange borgere så tidligt på året kunne flytte regnskabet "
    "{kroner} til hver side i fire år af fem. Nærmere kan ingen fremskrivning ventes at komme."
)


def kr(chance: pl.DataFrame) -> float:
    """How near any forecast could come in four years of five, kr. to either side, if every rate were known: the part
    of a spread table that is the fate of so many citizens so early in the year."""
    known = chance.filter(pl.col("source") == spread.CITIZENS).with_columns(key=pl.lit("all"))
    found = spread.sd(known)["sd_kr"]
    return NORMAL_80 * float(found[0]) if found.len() else 0.0


def sentence(chance: pl.DataFrame) -> str | None:
    """The floor in Danish; None where nothing is open."""
    found = kr(chance)
    return TEXT.format(kroner=danish.million_kr(found)) if found > 0 else None
