"""What the columns of a table say of each other: which day comes first, which year is meant, which numbers rise."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from cockpit.contracts.dataset import Dataset
from cockpit.ingest import dates
from cockpit.ingest.checks import SPANS
from cockpit.ingest.evidence import MOST, Evidence
from cockpit.ingest.headings import normal
from cockpit.ingest.layout import Table

MIN_PAIRS = 3
"""Fewer rows with both days tell nothing of their order."""
_YEAR = re.compile(r"\b20\d\d\b")


def reversed_span(fields: Mapping[str, str], table: Table, contract: Dataset) -> tuple[str, str] | None:
    """The dataset's first and last day, where the columns taken for them stand the wrong way round: `Flyttet ind` and
    `Flyttet ud` say which comes first by their days. `fields`: field -> column."""
    first, last, *_ = SPANS.get(contract.name, ("", ""))
    if first not in fields or last not in fields:
        return None
    begun, ended = (dates.date(table.frame.get_column(fields[name])) for name in (first, last))
    differing = int((begun != ended).sum())
    return (first, last) if differing >= MIN_PAIRS and int((begun > ended).sum()) >= MOST * differing else None


def of_other_years(table: Table, seen: Mapping[str, Evidence]) -> frozenset[str]:
    """Columns whose heading is another's but for the year, and whose year is not the one that titles, days and
    periods of the table speak of: of `Takst 2025` and `Takst 2026` one is last year's."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    for column, heading in table.headings.items():
        for year in _YEAR.findall(heading)[:1]:
            alike[normal(_YEAR.sub("", heading))].setdefault(year, column)
    if all(len(years) < 2 for years in alike.values()):
        return frozenset()
    told = _years_told(table, seen)
    return frozenset(column for years in alike.values() for column in _not_meant(years, told))


def _not_meant(years: Mapping[str, str], told: Counter[str]) -> list[str]:
    most = max(years, key=lambda year: told[year])
    return [column for year, column in years.items() if year != most and told[most] > told[year]]


def _years_told(table: Table, seen: Mapping[str, Evidence]) -> Counter[str]:
    timed = [one for one in seen.values() if max(one.date, one.period, one.year) >= MOST]
    texts = [text for one in timed for text in one.texts]
    return Counter(year for text in (*texts, *table.title_lines) for year in _YEAR.findall(text))


def rising(seen: Evidence) -> bool:
    """Numbers that only rise, as the numbers of vouchers and cases do in the order that they were made."""
    keys = [(len(text), text) for text in seen.texts]
    return len(keys) >= MIN_PAIRS and keys == sorted(keys) and seen.different > 1 / 2 and seen.like(r"\d") >= MOST


def numbering(table: Table, seen: Mapping[str, Evidence]) -> frozenset[str]:
    """Columns of small numbers that number the texts of another column, one to one: the number of an area, and no
    month, whose name would be the other column."""
    numbers = [column for column, one in seen.items() if one.month >= MOST]
    texts = [column for column, one in seen.items() if one.letters >= MOST and max(one.period, one.about) < MOST]
    return frozenset(number for number in numbers if any(_one_to_one(table, number, text) for text in texts))


def _one_to_one(table: Table, number: str, text: str) -> bool:
    pairs = table.frame.select(number, text).drop_nulls().unique()
    return pairs.height > 1 and all(pairs.get_column(column).n_unique() == pairs.height for column in (number, text))
