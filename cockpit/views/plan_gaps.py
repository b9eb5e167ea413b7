"""The gap to the budget before and after action plans, close by close: as chart and as table."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.figures import Bars
from cockpit.views.levels import NO_BUDGET, term
from cockpit.views.table import NO_VALUE, Column, Table
from cockpit.views.wording import money

ABOUT = (
    "Hver lukning viser handleplanerne, som de var skrevet da, og det forventede regnskab, som det så ud. Er måneden "
    "låst, er det de låste tal."
)


@dataclass(frozen=True, eq=False, slots=True)
class Gaps:
    """`frame`: `finance.GAPS`, a row a close. `missing`: the closes whose forecast nobody has asked for yet."""

    frame: pl.DataFrame
    missing: tuple[dt.date, ...] = ()


def gap_table(context: Context, found: Gaps) -> Table:
    """The gaps with the printed sign, the word of what is left after the plans, and the closes that lack."""
    gaps, missing = found.frame, found.missing
    words = [None if left is None else danish.deviation_word(left) for left in gaps["gap_kr"]]
    frame = gaps.with_columns(
        *((pl.col(name) * context.sign).cast(MONEY) for name in ("gap_before_kr", "gap_kr")),
        pl.Series("word", words, dtype=pl.String),
    )
    lacking = NO_BUDGET if gaps["adjusted_kr"].null_count() else NO_VALUE
    columns = (
        Column("as_of", "Lukning", "date"),
        Column("before_kr", "Før handleplaner", context.unit, term("forecast").definition),
        Column("counted_kr", "Tæller efter", context.unit, "Ventet effekt, som tallene ikke viser endnu."),
        Column("after_kr", "Efter handleplaner", context.unit),
        Column("adjusted_kr", term("adjusted_budget").title, context.unit, missing=lacking),
        Column("gap_before_kr", "Afvigelse før", context.unit),
        Column("gap_kr", "Afvigelse efter", context.unit),
        Column("word", "Mer-/mindreforbrug efter", "text"),
        Column("expected_kr", "Ventet i alt", context.unit),
        Column("realised_kr", "Dokumenteret", context.unit, "Målt på de nævnte indsatser og konti."),
    )
    days = ", ".join(map(danish.date, missing))
    note = f"{ABOUT} Endnu ikke regnet: {days}." if missing else ABOUT
    return Table("Før og efter handleplaner, måned for måned", columns, frame, note=note)


def gap_bars(gaps: pl.DataFrame) -> Bars:
    """Two bars a close: merforbrug or mindreforbrug before the plans and after them. Empty without a budget."""
    rows: list[tuple[str, Decimal, str, str]] = []
    for as_of, before, after in gaps.select("as_of", "gap_before_kr", "gap_kr").drop_nulls().iter_rows():
        month = f"{danish.MONTHS_SHORT[as_of.month - 1]} {as_of.year}"
        rows += [(f"{month}, {when}", left, *_told(left)) for when, left in (("før", before), ("efter", after))]
    schema = {"label": pl.String(), "value": MONEY, "word": pl.String(), "text": pl.String()}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Bars(_message(gaps), frame, "merforbrug", "mindreforbrug", source=("as_of", "gap_before_kr", "gap_kr"))


def _told(left: Decimal) -> tuple[str, str]:
    word = danish.deviation_word(left)
    return word, f"{money(abs(left))} {word}" if left else word


def _message(gaps: pl.DataFrame) -> str:
    left = gaps["gap_kr"][-1] if gaps.height else None
    if left is None:
        return f"Handleplanerne kan ikke holdes op mod et budget: {NO_BUDGET}"
    if left <= 0:
        return "Efter handleplanerne holder budgettet" if left else "Efter handleplanerne er der balance"
    first = gaps["gap_kr"][0]
    course = "" if gaps.height == 1 or first is None else f", mod {money(first)} ved {danish.date(gaps['as_of'][0])}"
    return f"Handleplanerne lukker ikke hullet: {money(left)} mangler{course}"
