"""A printed table calculated again, line by line and total by total. Differences are shown, never mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cockpit.finance.published.formulas import Formula, formulas
from cockpit.finance.published.layout import Layout, Line, Numbers, Texts, find
from cockpit.finance.published.roles import roles
from cockpit.finance.published.totals import Total, parts_of, totals
from cockpit.finance.published.words import SHARES, TITLE, unit_of

ZERO = Decimal(0)
Cells = dict[str, Decimal | None]
Sign = Literal["overspend_positive", "underspend_positive"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed figure that is not what the others give. `difference` = calculated - printed, in the print's unit."""

    line: Line
    role: str
    printed: Decimal
    calculated: Decimal
    rule: str
    kind: Literal["formula", "footing"]

    @property
    def difference(self) -> Decimal:
        """What the calculation gives more than the print."""
        return self.calculated - self.printed


@dataclass(frozen=True, eq=False, slots=True)
class Published:
    """The table: printed and calculated cells of each line by role, in the print's unit (`factor` kr.; None = unsaid).

    `sign`: what plus means in the printed deviation; None where the figures do not tell. Total lines are in `sums`,
    lines that are *heraf* another in `parts`; neither is ever counted again.
    """

    title: str
    roles: dict[str, int]
    headings: dict[str, str]
    unread: tuple[str, ...]
    lines: tuple[Line, ...]
    printed: tuple[Cells, ...]
    calculated: tuple[Cells, ...]
    formulas: tuple[Formula, ...]
    sums: tuple[Total, ...]
    parts: frozenset[int]
    differences: tuple[Difference, ...]
    factor: int | None
    sign: Sign | None
    decimals: int


def check_published(
    texts: Texts, readings: Sequence[Numbers], *, named_totals: Sequence[str] = (), factor: int | None = None
) -> Published | None:
    """The table of a sheet, calculated again; None where there is none.

    `readings`: the same cells read as numbers in several ways (Danish, English); the one that the formulas fit best is
    taken, the first where they fit alike. `factor` overrides the unit that the words around the table tell.
    """
    found = [done for numbers in readings if (done := _checked(texts, numbers, named_totals, factor)) is not None]
    return min(found, key=_misfit, default=None)


def _misfit(table: Published) -> Decimal:
    """Differences in shares of the printed amounts, so that a reading a thousand times too small is not preferred."""
    size = sum((abs(v) for cells in table.printed for v in cells.values() if v is not None), ZERO)
    missed = sum((abs(one.difference) for one in table.differences if one.role not in SHARES), ZERO)
    return (missed / size).quantize(Decimal("0.000001")) if size else ZERO


def _checked(texts: Texts, numbers: Numbers, named: Sequence[str], factor: int | None) -> Published | None:
    layout = find(texts, numbers)
    columns = roles(layout) if layout else {}
    if layout is None or not columns:
        return None
    printed = tuple({role: line.cells[column] for role, column in columns.items()} for line in layout.lines)
    decimals = max(
        (_decimals(v) for c in printed for r, v in c.items() if v is not None and r not in SHARES), default=0
    )
    chosen = formulas(layout, columns, printed)
    calculated = tuple(_calculated(chosen, cells) for cells in printed)
    sums = totals(layout.lines, printed, Decimal(1).scaleb(-decimals), named)
    return Published(
        title=layout.title,
        roles=columns,
        headings={role: layout.headings[column] for role, column in columns.items()},
        unread=tuple(layout.headings[c] for c in layout.amounts if c not in columns.values() and layout.headings[c]),
        lines=layout.lines,
        printed=printed,
        calculated=calculated,
        formulas=tuple(chosen),
        sums=sums,
        parts=frozenset(parts_of(layout.lines)),
        differences=(*_formula_differences(layout, chosen, printed, calculated), *_footing(layout, printed, sums)),
        factor=factor or unit_of(layout.words) or _unit_in_lines(texts),
        sign=_sign(chosen, calculated, printed),
        decimals=decimals,
    )


def _unit_in_lines(texts: Texts) -> int | None:
    """The unit may stand below the table or beside it."""
    return unit_of(" ".join(text for row in texts for text in row))


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _calculated(chosen: Sequence[Formula], printed: Cells) -> Cells:
    """What the formulas give, each deviation from the calculated one before it."""
    cells, found = dict(printed), Cells()
    for formula in chosen:
        value = formula.value(cells)
        if value is not None and formula.share:
            value = _like_print(value, printed.get(formula.role))
        found[formula.role] = value
        if value is not None and (
            formula.role not in printed or formula.role not in ("adjusted", "adjusted_incl", *SHARES)
        ):
            cells[formula.role] = value
    return found


def _like_print(share: Decimal, printed: Decimal | None) -> Decimal:
    """The share as printed: of 100 or of 1, whichever lies nearer, with the print's decimals."""
    if printed is None:
        return share * 100
    scaled = share * 100 if abs(share * 100 - printed) <= abs(share - printed) else share
    return round(scaled, _decimals(printed))


def _formula_differences(
    layout: Layout, chosen: Sequence[Formula], printed: Sequence[Cells], calculated: Sequence[Cells]
) -> list[Difference]:
    rules = {formula.role: f"{TITLE[formula.role]} = {formula.text}" for formula in chosen}
    return [
        Difference(line, role, said, value, rules[role], "formula")
        for line, cells, ours in zip(layout.lines, printed, calculated, strict=True)
        for role, value in ours.items()
        if value is not None and (said := cells.get(role)) is not None and said != value
    ]


def _footing(layout: Layout, printed: Sequence[Cells], sums: Sequence[Total]) -> list[Difference]:
    """Totals against the lines that they sum, column by column; shares are never added."""
    found = []
    for one in sums:
        for role, said in printed[one.place].items():
            values = [value for place in one.covers if (value := printed[place][role]) is not None]
            if said is None or not values or role in SHARES or sum(values, ZERO) == said:
                continue
            rule = f"sum af {len(one.covers)} linjer"
            found.append(Difference(layout.lines[one.place], role, said, sum(values, ZERO), rule, "footing"))
    return found


def _sign(chosen: Sequence[Formula], calculated: Sequence[Cells], printed: Sequence[Cells]) -> Sign | None:
    """Plus is underspend where the budget comes first; turned where spending is printed with a minus."""
    formula = next((one for one in chosen if one.role in ("deviation", "deviation_original")), None)
    if formula is None or not any(cells.get(formula.role) for cells in calculated):
        return None
    budget_first = formula.terms[0][1] not in ("forecast", "posted")
    spend = [value for cells in printed if (value := cells.get("forecast") or cells.get("posted"))]
    negative = sum(value < 0 for value in spend) * 2 > len(spend)
    return "underspend_positive" if budget_first != negative else "overspend_positive"
