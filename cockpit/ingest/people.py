"""People at the door: CPR numbers become keyed pseudonyms, and CPR-like strings leave every text.

Numbers come as `ddmmyy-xxxx`, ten digits, nine after Excel has eaten a zero, and as replacement numbers with letters
or with 60 added to the day. Modulus 11 has not held for every number since October 2007, so it only warns.
"""

import datetime as dt
import hmac
import re
from collections.abc import Callable, Mapping

import polars as pl

from cockpit.ingest.values import by_unique

MASK = "xxxxxx-xxxx"
PSEUDONYM_HEX = 20
PROVIDER_HEX = 6
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_BIRTH = rf"{_DAY}{_MONTH}(?:19|20)?\d\d"
_PLAIN = rf"^{_DAY}{_MONTH}[0-9]{{6}}$".replace(r"\d", "[0-9]")
_NUMBER = re.compile(rf"{_DAY}{_MONTH}\d\d[0-9A-Z]{{4}}")
_HIDDEN = re.compile(rf"{_DAY}{_MONTH}\d\d([X*#.•?_])\1{{3}}")
_SCIENTIFIC = re.compile(r"(\d)[.,](\d+)E\+?0*(\d+)")
LIKE_CPR = rf"(^|[^0-9A-Za-z]){_BIRTH}(?:\s?[-–/]?\s?\d{{4}}|[-–]?[0-9A-Za-z]{{4}})(\b|_)"
HYPHENATED = rf"(^|[^0-9A-Za-z]){_BIRTH}\s?[-–]\s?[0-9A-Za-z]{{4}}(\b|_)"
WHOLE_CPR = rf"^{_BIRTH}\s?[-–]?\s?[0-9]{{4}}$"
_HOUSEHOLD_WORDS = re.compile(
    r"^(plejefamilien?|netværksfamilien?|aflastningsfamilien?|familien?)\b[\s:,-]*", re.IGNORECASE
)


def canonical(text: str) -> str:
    """Ten upper-case characters where it is a CPR number, else the text without spaces, in upper case."""
    bare = re.sub(r"[\s\-–]|\.0+$", "", text).upper()
    if not _NUMBER.fullmatch(bare) and (mended := _mended(bare)):
        bare = mended
    if len(bare) == 12 and re.match(rf"{_DAY}{_MONTH}(19|20)", bare):
        bare = bare[:4] + bare[6:]
    return bare.zfill(10) if re.fullmatch(r"\d{9}", bare) else bare


def _mended(bare: str) -> str:
    """Digits in the dress that Excel and people give them: a leading apostrophe, `,0`, scientific notation, points and
    strokes; nothing where it is none of these, or scientific notation has lost a digit."""
    if parts := _SCIENTIFIC.fullmatch(bare):
        return parts[1] + parts[2] if len(parts[2]) == int(parts[3]) else ""
    plain = re.sub(r"^['’]|[.,]0+$|[./]", "", bare)
    return plain if re.fullmatch(r"\d{9,12}|\d{6}[0-9A-Z]{4}", plain) else ""


def canonicals(texts: pl.Series) -> dict[str, str]:
    """Text -> canonical number, of different texts. Those written as ten digits, with a hyphen or without, are told in
    one go; the rest one by one."""
    bare = texts.str.replace_all(r"[ \-–]", "")
    plain = bare.str.contains(_PLAIN)
    told = dict(zip(texts.filter(plain), bare.filter(plain), strict=True))
    return told | {text: canonical(text) for text in texts.filter(~plain)}


def is_cpr(number: str) -> bool:
    """Whether a canonical text has the shape of a CPR or replacement number."""
    return _NUMBER.fullmatch(number) is not None


def is_hidden(number: str) -> bool:
    """Whether a canonical text is a CPR number whose last four characters have been made unreadable: only the day of
    birth is left."""
    return _HIDDEN.fullmatch(number) is not None


def failing_modulus_11(numbers: pl.Series) -> pl.Series:
    """Whether each number of ten digits lacks a valid check digit; numbers with letters have none and are never it."""
    digits = numbers.cast(pl.Int64, strict=False)
    places = (digits // 10 ** (9 - place) % 10 * weight for place, weight in enumerate(WEIGHTS))
    return (sum(places, pl.repeat(0, len(numbers), eager=True)) % 11 != 0).fill_null(value=False)


def born_on(number: str) -> dt.date | None:
    """Date of birth with the century by the 7th digit; None for replacement numbers without one."""
    if not is_cpr(number) or not number[6].isdigit():
        return None
    day, month, year, mark = int(number[:2]) % 60, int(number[2:4]), int(number[4:6]), int(number[6])
    if mark <= 3 or (mark in (4, 9) and year >= 37):
        century = 1900
    elif mark in (4, 9) or year <= 57:
        century = 2000
    else:
        century = 1800
    try:
        return dt.date(century + year, month, day)
    except ValueError:
        return None


def _digest(key: bytes, text: str, length: int) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()[:length]


def pseudonym(text: str, key: bytes) -> str:
    """`b` and twenty hexadecimal characters, the same for every way of writing one number."""
    return _pseudonym(canonical(text), key)


def _pseudonym(number: str, key: bytes) -> str:
    return "b" + _digest(key, number, PSEUDONYM_HEX)


def pseudonyms(text: pl.Series, key: bytes, numbers: Mapping[str, str] | None = None) -> pl.Series:
    """One pseudonym a citizen; null stays null. The keyed hash is computed once per different value. `numbers`: the
    canonical one of each text, where they are known already."""
    names = text.drop_nulls().unique()
    known = numbers if numbers is not None else canonicals(names)
    made = pl.Series([_pseudonym(known[name], key) for name in names], dtype=pl.String)
    return text.replace_strict(names, made, default=None, return_dtype=pl.String).alias(text.name)


def private_provider(name: str, key: bytes) -> str:
    """`Plejefamilie 4f3a1c`: a family is told from other families, and by nothing else."""
    bare = _HOUSEHOLD_WORDS.sub("", name.strip()).casefold()
    return f"Plejefamilie {_digest(key, 'provider:' + bare, PROVIDER_HEX)}"


def _where(text: pl.Series, suspects: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`change` on the few texts that may need it: searching is much dearer than looking for a sign of it."""
    places = suspects.fill_null(value=False).arg_true()
    return text if places.is_empty() else text.scatter(places, change(text.gather(places)))


def _mask(text: pl.Series) -> pl.Series:
    suspects = text.str.contains(r"\d{6}")
    return _where(text, suspects, lambda part: part.str.replace_all(LIKE_CPR, "${1}" + MASK + "${2}"))


def mask(text: pl.Series) -> pl.Series:
    """Free text without CPR-like strings."""
    return by_unique(text, _mask).alias(text.name)


def mask_text(text: str) -> str:
    """One text (a file name, a title) without CPR-like strings."""
    return re.sub(LIKE_CPR, rf"\g<1>{MASK}\g<2>", text)


def mask_hyphenated(text: pl.Series) -> pl.Series:
    """Numbers of vouchers and accounts: only what is written as a CPR number goes. Ten bare digits are their own."""

    def parse(part: pl.Series) -> pl.Series:
        suspects = part.str.contains("-", literal=True) | part.str.contains("–", literal=True)
        return _where(part, suspects, lambda few: few.str.replace_all(HYPHENATED, "${1}" + MASK + "${2}"))

    return by_unique(text, parse).alias(text.name)


def mask_identifiers(text: pl.Series, key: bytes) -> pl.Series:
    """Numbers of cases, grants and households: one that *is* a CPR number becomes its pseudonym, so that it still
    joins; one that holds a number is masked."""

    def parse(part: pl.Series) -> pl.Series:
        named = _where(part, part.str.contains(WHOLE_CPR), lambda few: pseudonyms(few, key))
        return _mask(named)

    return by_unique(text, parse).alias(text.name)
