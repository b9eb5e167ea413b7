"""Which column is what: by its heading, and where the heading alone leaves a doubt by what stands around it."""

import re

from cockpit.finance.published.layout import Layout
from cockpit.finance.published.words import ACCOUNTS, BUDGET, UNSURE_CARRY, UNSURE_DEVIATION, role_of

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def roles(layout: Layout) -> dict[str, int]:
    """Role -> column. A column that names nothing known, or the same as a better one, has no role."""
    first = {column: role for column in layout.amounts if (role := role_of(layout.headings[column]))}
    named = _by_formula(_settled(first, layout), layout)
    best: dict[str, int] = {}
    for column, role in named.items():
        held = best.get(role)
        if held is None or _year(layout.headings[column]) > _year(layout.headings[held]):
            best[role] = column
    return best


def _year(heading: str) -> int:
    """The newest year that a heading names; one that names none is of the year of the table."""
    return max(map(int, _YEAR.findall(heading)), default=9_999)


def _settled(found: dict[int, str], layout: Layout) -> dict[int, str]:
    sure = set(found.values())
    newest = max((int(year) for c in layout.amounts for year in _YEAR.findall(layout.headings[c])), default=0)
    settled: dict[int, str] = {}
    deviations = 0
    for column, role in found.items():
        standing = set(settled.values())
        settled[column] = role
        if role == UNSURE_DEVIATION:
            settled[column] = _deviation(deviations, standing, sure)
            deviations += 1
        elif role == UNSURE_CARRY:
            settled[column] = "carry_over_out" if {"forecast", "deviation"} & standing else "carry_over"
        elif role == ACCOUNTS:
            earlier = bool(_YEAR.search(layout.headings[column])) and _year(layout.headings[column]) < newest
            settled[column] = "" if "forecast" in sure or earlier else "forecast"
        elif role == BUDGET:
            settled[column] = next((name for name in ("original", "adjusted") if name not in sure), "")
    if "forecast" not in settled.values() and "posted" in settled.values() and "deviation" in settled.values():
        settled = {column: "forecast" if role == "posted" else role for column, role in settled.items()}
    return {column: role for column, role in settled.items() if role}


def _by_formula(named: dict[int, str], layout: Layout) -> dict[int, str]:
    """A column whose heading is but a formula (`D = B-C`) is what the formula makes it."""
    found = dict(named)
    for column in layout.amounts:
        if column in found:
            continue
        letters = {layout.letters[c]: role for c, role in found.items() if layout.letters[c]}
        terms = frozenset(letters.get(letter, "") for _, letter in layout.stated(column))
        role = _made_of(terms, set(found.values()))
        if role:
            found[column] = role
    return found


def _made_of(terms: frozenset[str], taken: set[str]) -> str:
    if terms & {"forecast", "posted"} and terms & {"original", "adjusted", "adjusted_incl"}:
        wanted = "deviation" if "deviation" not in taken else "deviation_original"
    elif "corrections" in terms:
        wanted = "corrected"
    elif terms & {"deviation", "corrected"} and terms & {"carry_over", "carry_over_out"}:
        wanted = "final"
    elif "adjusted" in terms:
        wanted = "adjusted_incl"
    else:
        wanted = "adjusted" if "original" in terms else ""
    return "" if wanted in taken else wanted


def _deviation(number: int, standing: set[str], sure: set[str]) -> str:
    """The first bare deviation is that of the budget; later ones follow what stands before them."""
    if number == 0 and "deviation" not in sure:
        return "deviation"
    if "carry_over_out" in standing:
        return "final"
    return "corrected" if "corrections" in standing else ""
