"""Citizens' numbers that an ordinary parser reads and that no living person has.

The first six digits are the birth date and the seventh gives the century (0-3: 1900-1999, 5-8: 2000-2057), so any CPR
parser finds the date of birth. The ten digits' weighted sum (4 3 2 7 6 5 4 3 2 1) leaves the remainder 5 modulo 11,
where a number in ordinary use leaves 0; the few numbers without a valid check digit were issued after 2007 for dates
whose numbers had run out, in practice 1 January, and nobody here is born on 1 January. A check of modulus 11 therefore
warns for every citizen of the demo, as it should.
"""

import numpy as np
import polars as pl

WEIGHTS = np.array([4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
MARK = 5
_FIRST_SERIAL = {False: 0, True: 5000}


def _digits(numbers: np.ndarray, width: int) -> np.ndarray:
    return np.stack([numbers // 10**place % 10 for place in range(width - 1, -1, -1)], axis=1)


def _serials(first: int, remainder: int) -> np.ndarray:
    serials = np.arange(first, first + 4000)
    fits = (_digits(serials, 4) @ WEIGHTS[6:]) % 11 == remainder
    return np.asarray(np.random.default_rng(remainder).permutation(serials[fits]))


def synthetic_cpr(born_on: pl.Series) -> pl.Series:
    """Ten digits per birth date, all different: the n-th citizen of a date gets its n-th fitting serial number."""
    frame = pl.DataFrame({"born": born_on}).with_columns(nth=pl.int_range(pl.len()).over("born"))
    date = (frame["born"].dt.strftime("%d%m%y").cast(pl.Int64)).to_numpy()
    late = (frame["born"].dt.year() >= 2000).to_numpy()
    wanted = (MARK - _digits(date, 6) @ WEIGHTS[:6]) % 11
    serial = np.zeros(len(date), dtype=np.int64)
    for century, first in _FIRST_SERIAL.items():
        for remainder in range(11):
            chosen = (late == century) & (wanted == remainder)
            serial[chosen] = _serials(first, remainder)[frame["nth"].to_numpy()[chosen]]
    return pl.Series("cpr", date * 10000 + serial).cast(pl.String).str.zfill(10)


def dashed(cpr: str) -> pl.Expr:
    """The column as `ddmmyy-xxxx`."""
    return pl.concat_str(pl.col(cpr).str.slice(0, 6), pl.lit("-"), pl.col(cpr).str.slice(6, 4))
