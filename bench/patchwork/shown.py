"""The price that a row of the case system shows, and in which unit."""

import numpy as np
import polars as pl

from bench.patchwork.catalogue import KINDS, NUMBER
from bench.patchwork.prices import OLDEST, WORKDAYS_A_MONTH, heard, levels, month_of
from bench.patchwork.town import Town
from bench.terse.stays import first_day


def _units(town: Town) -> dict[int, tuple[str, float]]:
    """The unit and the factor on the price that the case system holds, where it is not the kind's own."""
    if town.habits.counting == "misread_days":
        return {NUMBER["Aktivitets- og samværstilbud"]: ("døgn", 1.0)}
    if town.habits.counting == "closed_in_july":
        return {NUMBER["Beskyttet beskæftigelse"]: ("måned", WORKDAYS_A_MONTH)}
    return {}


def _price_year(town: Town, rows: pl.DataFrame, drawn: int) -> np.ndarray:
    """The year whose price a row shows: of today or of its end, and last year's until the new one is known."""
    start, end = rows["start"].to_numpy(), rows["end"].fill_null(2**31).to_numpy()
    at = np.maximum(np.minimum(end, drawn), np.where(start <= drawn, start, drawn))
    if town.habits.rows == "yearly_prices":
        own = first_day((month_of(start) // 12 + 1) * 12) - 1
        at = np.where(start >= first_day((town.first - 1970) * 12), np.minimum(at, own), at)
    year = month_of(at) // 12 + 1970
    return np.asarray(year - (at < heard(town)[rows["kind"].to_numpy(), year - OLDEST]))


def priced(town: Town, rows: pl.DataFrame, drawn: int) -> pl.DataFrame:
    """Adds `unit_price`, `price_unit` and `rate_from` (day)."""
    year, kind = _price_year(town, rows, drawn), rows["kind"].to_numpy()
    units = _units(town)
    factor = np.array([units.get(number, ("", 1.0))[1] for number in range(len(KINDS))])
    level = pl.Series(levels(town)[kind, year - OLDEST] * factor[kind])
    own = pl.col("kind").replace_strict({n: one.unit for n, one in enumerate(KINDS)}, return_dtype=pl.String)
    names = {number: told for number, (told, _) in units.items()}
    from_ = np.maximum(first_day((year - 1970) * 12), rows["start"].to_numpy())
    return rows.with_columns(
        unit_price=(pl.col("price") * level).round(2), rate_from=pl.Series(from_),
        price_unit=pl.col("kind").replace_strict(names, default=own, return_dtype=pl.String),
    )  # fmt: skip
