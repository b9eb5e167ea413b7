"""What is common to reading any text: cleaning, and doing it once per different text; and yes/no.

Every function takes a text Series and gives a Series of the same length: null where the text is empty or not readable.
Which of the two it was is told by `cleaned`, which is null only for what means *empty*.
"""

from collections.abc import Callable

import polars as pl

EMPTY_WORDS = (
    "",
    "#",
    "-",
    "–",
    "ikke tildelt",
    "ikke angivet",
    "ikke relevant",
    "ingen",
    "null",
    "n/a",
    "#n/a",
    "(tom)",
)
SPACES = " \t\r\n\u00a0\u202f\ufeff"
SAMPLE = 20_000
FEW_SHARE = 4
YES = ("ja", "j", "true", "sand", "1", "x", "yes")
NO = ("nej", "n", "false", "falsk", "0", "no")
OPEN_DATES = (
    "løbende",
    "åben",
    "åbent",
    "indtil videre",
    "tidsubegrænset",
    "ubegrænset",
    "uendelig",
    "permanent",
    "varig",
    "ingen slutdato",
    "uden slutdato",
    "ikke fastsat",
)
"""How people write that there is no last day; systems write a day that never comes."""
NEVER = r"^(?:31|99|00)[-./](?:12|99|00)[-./](?:9999|0000)\b|^9999-12-31"
MONTH_NUMBER = {
    "jan": "01",
    "feb": "02",
    "mar": "03",
    "apr": "04",
    "maj": "05",
    "may": "05",
    "jun": "06",
    "jul": "07",
    "aug": "08",
    "sep": "09",
    "okt": "10",
    "oct": "10",
    "nov": "11",
    "dec": "12",
}
MONTH_WORD = "(" + "|".join(MONTH_NUMBER) + r")[a-zæøå]*\.?"

Parse = Callable[[pl.Series], pl.Series]


def by_unique(text: pl.Series, parse: Parse) -> pl.Series:
    """`parse(text)`, computed once per different value where values repeat."""
    sample = text.head(SAMPLE)
    if len(text) < SAMPLE or sample.n_unique() * FEW_SHARE > SAMPLE:
        return parse(text)
    keys = text.unique()
    return text.replace_strict(keys, parse(keys)).alias(text.name)


def matching(text: pl.Series, test: Parse, *, empty: bool = False) -> pl.Series:
    """Whether each text passes the test, asked once of each different one; `empty`: the answer where there is none.
    What no text passes costs no look at the rows."""
    keys = text.unique().drop_nulls()
    hits = keys.filter(test(keys))
    if hits.is_empty() and not (empty and text.null_count()):
        return pl.Series([False]).new_from_index(0, len(text))
    return text.is_in(hits.implode()).fill_null(value=empty)


def coded(text: pl.Series) -> tuple[pl.Series, pl.Series] | None:
    """The different texts, and for each row the place of its text among them; None where texts seldom repeat."""
    sample = text.head(SAMPLE)
    if len(text) < SAMPLE or sample.n_unique() * FEW_SHARE > SAMPLE:
        return None
    category = text.cast(pl.Categorical(pl.Categories.random()))
    keys = category.unique().drop_nulls()
    places = keys.to_physical()
    if places.is_empty() or places.max() != len(places) - 1:
        return None
    return keys.cast(pl.String).gather(places.arg_sort()), category.to_physical()


def _cleaned(text: pl.Series) -> pl.Series:
    stripped = text.str.strip_chars(SPACES)
    if stripped.str.starts_with("'").any():
        stripped = stripped.str.replace(r"^'([-−(\d])", "${1}")  # Excel's mark of a number that is to be text
    empty = stripped.str.to_lowercase().is_in(EMPTY_WORDS)
    return pl.select(pl.when(~empty).then(stripped)).to_series().alias(text.name)


def cleaned(text: pl.Series) -> pl.Series:
    """Without surrounding spaces; null for what the systems write where there is nothing (`#`, `Ikke tildelt`)."""
    return by_unique(text, _cleaned)


def _unique_or_all(text: pl.Series, build: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    return by_unique(text, lambda part: pl.select(build(pl.lit(part))).to_series()).alias(text.name)


def boolean(text: pl.Series) -> pl.Series:
    """ja/nej and their relatives."""

    def build(part: pl.Expr) -> pl.Expr:
        low = part.str.to_lowercase()
        return pl.when(low.is_in(YES)).then(pl.lit(True)).when(low.is_in(NO)).then(pl.lit(False))

    return _unique_or_all(text, build)
