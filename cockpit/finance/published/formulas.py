"""How each derived column came about: the formula that the print states, else the one that fits the figures best."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from cockpit.finance.published.layout import Layout
from cockpit.finance.published.words import DERIVED, SHARES, TITLE

Term = tuple[int, str]
Cells = Mapping[str, Decimal | None]
ZERO = Decimal(0)
UNPRINTED = ("adjusted", "deviation", "corrected", "final")
"""Calculated also where the table does not print them."""
_CHANGES = ("supplementary", "reallocations", "carry_over")


@dataclass(frozen=True, slots=True)
class Formula:
    """`role` = the signed sum of other roles; a share is the first term over the second."""

    role: str
    terms: tuple[Term, ...]
    share: bool = False
    stated: bool = False
    """Printed with the table, not found by us."""

    @property
    def text(self) -> str:
        """`Korrigeret budget − Forventet regnskab`."""
        if self.share:
            return " / ".join(TITLE[role] for _, role in self.terms)
        first, *others = self.terms
        words = ("−" if first[0] < 0 else "") + TITLE[first[1]]
        return words + "".join(f" {'+' if sign > 0 else '−'} {TITLE[role]}" for sign, role in others)

    def value(self, cells: Cells) -> Decimal | None:
        """The figure that the formula gives; None where its main part is not printed. An empty addend is 0."""
        if self.share:
            part, whole = (cells.get(role) for _, role in self.terms)
            return None if part is None or not whole else part / abs(whole)
        if all(cells.get(role) is None for _, role in self.terms) or cells.get(self.terms[0][1]) is None:
            return None
        needed = [role for _, role in self.terms if role in ("forecast", "posted")]
        if any(cells.get(role) is None for role in needed):
            return None
        values = ((sign, cells.get(role)) for sign, role in self.terms)
        return sum((sign * value for sign, value in values if value is not None), ZERO)


def formulas(layout: Layout, roles: Mapping[str, int], lines: Sequence[dict[str, Decimal | None]]) -> list[Formula]:
    """The formula of every derived column, in the order of the calculation: of those that are printed, and of
    `UNPRINTED` where the printed ones give them.

    Chosen by the smallest sum of misses over the lines; a deviation that a later one rests on counts as calculated.
    """
    known = [dict(line) for line in lines]
    chosen: list[Formula] = []
    for role in (*DERIVED, *SHARES):
        stated = _stated(layout, roles, role) if role in roles else None
        options = [stated] if stated else _options(role, {*roles, *(formula.role for formula in chosen)})
        if role not in roles:
            options = [one for one in options[:1] if role == "adjusted" or _from_print(role, one)]
        if not options:
            continue
        best = min(options, key=_misses(role, known))
        chosen.append(best)
        if role not in roles or role not in ("adjusted", "adjusted_incl", *SHARES):
            for line in known:
                line[role] = value if (value := best.value(line)) is not None else line.get(role)
    return chosen


def _from_print(role: str, formula: Formula) -> bool:
    """Whether a deviation that is not printed may be calculated: last year's carry-over leads to no later one."""
    return role in UNPRINTED and formula.terms[-1][1] != "carry_over"


def _misses(role: str, lines: Sequence[Cells]) -> Callable[[Formula], Decimal]:
    def summed(formula: Formula) -> Decimal:
        pairs = [(line.get(role), formula.value(line)) for line in lines]
        both = [(printed, value) for printed, value in pairs if printed is not None and value is not None]
        if formula.share:
            return sum((min(abs(p - v), abs(p - v * 100)) for p, v in both), ZERO)
        return sum((abs(printed - value) for printed, value in both), ZERO)

    return summed


def _stated(layout: Layout, roles: Mapping[str, int], role: str) -> Formula | None:
    """`D=B-C` under the heading, where all its letters are columns with a role."""
    parts = layout.stated(roles[role])
    letters = {layout.letters[column]: name for name, column in roles.items() if layout.letters[column]}
    if not parts or any(letter not in letters for _, letter in parts):
        return None
    return Formula(role, tuple((sign, letters[letter]) for sign, letter in parts), stated=True)


def _options(role: str, present: set[str]) -> list[Formula]:
    """Every formula that the role may have with the columns that are there, the likelier ones first."""
    if role == "adjusted":
        changes = [name for name in _CHANGES if name in present]
        return _sums(role, "original", changes) if "original" in present else []
    if role == "adjusted_incl":
        return _sums(role, "adjusted", [name for name in ("applied_for", "carry_over") if name in present])
    if role in ("deviation", "deviation_original"):
        return _deviations(role, present)
    if role in SHARES:
        return _shares(role, present)
    before = ("deviation",) if role == "corrected" else ("corrected", "deviation")
    start = [name for name in before if name in present][:1]
    added = ["corrections"] if role == "corrected" else ["carry_over_out", "carry_over"]
    return [
        Formula(role, ((1, base), (sign, name))) for base in start for name in added if name in present
        for sign in (1, -1)
    ]  # fmt: skip


def _sums(role: str, base: str, addends: Sequence[str]) -> list[Formula]:
    """The base with all addends, then with ever fewer of them."""
    groups = [group for size in range(len(addends), 0, -1) for group in combinations(addends, size)]
    return [Formula(role, ((1, base), *((1, name) for name in group))) for group in groups]


def _deviations(role: str, present: set[str]) -> list[Formula]:
    budgets = ("original",) if role == "deviation_original" else ("adjusted_incl", "adjusted", "original")
    spends = [name for name in ("forecast", "posted") if name in present]
    pairs = [(budget, spend) for budget in budgets if budget in present for spend in spends]
    return [
        Formula(role, terms)
        for budget, spend in pairs
        for terms in (((1, budget), (-1, spend)), ((1, spend), (-1, budget)))
    ]


def _shares(role: str, present: set[str]) -> list[Formula]:
    parts = ("posted", "forecast") if role == "rate" else ("deviation", "deviation_original")
    wholes = [name for name in ("adjusted_incl", "adjusted", "original") if name in present]
    return [Formula(role, ((1, part), (1, whole)), share=True) for part in parts if part in present for whole in wholes]
