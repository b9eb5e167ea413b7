"""Økonomi -> Kontrol af trykte tabeller: a published table calculated again beside its print."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cockpit.contracts import danish
from cockpit.finance.published import Published
from cockpit.finance.published.words import SHARES
from cockpit.views import published_tables as tables
from cockpit.views.context import Context
from cockpit.views.table import Table
from cockpit.views.wording import plural

UNIT: dict[int, str] = {1: "kr.", 1_000: "1.000 kr.", 1_000_000: "mio. kr."}
_UNIT_AFTER = {**UNIT, 1_000: "(i 1.000 kr.)"}
NO_TABLE = (
    "Der er ingen tabel at regne efter i {name}. En tabel skal have en linje med overskrifter – for eksempel "
    "Oprindeligt budget, Korrigeret budget, Forventet regnskab, Afvigelse – og derunder linjer med navn og beløb."
)
_SIGN = {
    "underspend_positive": "I tabellen er plus mindreforbrug: budget minus forventet regnskab.",
    "overspend_positive": "I tabellen er plus merforbrug: forventet regnskab minus budget.",
    None: "Tallene viser ikke, om plus er mer- eller mindreforbrug.",
}


@dataclass(frozen=True, eq=False, slots=True)
class PublishedView:
    """One sheet's table: as calculated beside the print, every difference, and how the columns were read."""

    context: Context
    headline: str
    table: Table
    differences: Table
    reading: Table
    totals: tuple[str, ...]
    labels: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def on_screen(self) -> Table:
        """The main table as a screen has room for it."""
        return tables.on_screen(self.table)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.table, self.differences, self.reading)


def build(context: Context, name: str, found: Published) -> PublishedView:
    """The view of one table of the file or sheet `name`."""
    factor = found.factor or 1
    return PublishedView(
        context=context,
        headline=_headline(found),
        table=tables.main_table(name, found, factor),
        differences=tables.differences(name, found, factor),
        reading=tables.reading(found),
        totals=tuple(found.lines[one.place].label for one in found.sums),
        labels=tuple(dict.fromkeys(line.label for line in found.lines if line.label)),
        notes=tuple(_notes(found)),
    )


def rows(found: Published) -> list[dict[str, Any]]:
    """The lines for programs: label, block, what the line is, and per role kr. printed, calculated and their
    difference (calculated - printed); shares as printed."""
    factor = found.factor or 1
    return [
        {"row": line.row, "label": line.label, "block": line.block, "kind": kind, **_flat(printed, ours, factor)}
        for line, kind, printed, ours in zip(
            found.lines, tables.line_kinds(found), found.printed, found.calculated, strict=True
        )
    ]


def difference_rows(found: Published) -> list[dict[str, Any]]:
    """The differences for programs, in kr. (shares as printed)."""
    return [
        {
            "row": one.line.row,
            "label": one.line.label,
            "column": one.role,
            "kind": one.kind,
            "rule": one.rule,
            "printed": one.printed * tables.scale(one.role, found.factor or 1),
            "calculated": one.calculated * tables.scale(one.role, found.factor or 1),
            "difference": one.difference * tables.scale(one.role, found.factor or 1),
        }
        for one in found.differences
    ]


def _flat(printed: dict[str, Decimal | None], ours: dict[str, Decimal | None], factor: int) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for role in dict.fromkeys((*printed, *ours)):
        unit, by = ("", 1) if role in SHARES else ("_kr", factor)
        said, value = printed.get(role), ours.get(role)
        flat[f"{role}{unit}"] = None if said is None else said * by
        if role in ours:
            flat[f"{role}_calculated{unit}"] = None if value is None else value * by
            both = value is not None and said is not None
            flat[f"{role}_difference{unit}"] = (value - said) * by if both else None  # type: ignore[operator]  # both are known
    return flat


def _headline(found: Published) -> str:
    lines = plural(len(found.lines) - len(found.sums), "linje", "linjer")
    sums = plural(len(found.sums), "sumlinje", "sumlinjer") if found.sums else "ingen sumlinje"
    start = f"{lines} og {sums} er regnet efter"
    money = [one for one in found.differences if one.role not in SHARES] or list(found.differences)
    if not money:
        return f"{start}: alle trykte tal stemmer"
    largest = max(money, key=lambda one: abs(one.difference))
    unit = "procentpoint" if largest.role in SHARES else _UNIT_AFTER[found.factor or 1]
    count = plural(len(found.differences), "trykt tal stemmer ikke", "trykte tal stemmer ikke")
    return f"{start}: {count}, den største forskel er {danish.number(largest.difference, found.decimals)} {unit}"


def _notes(found: Published) -> list[str]:
    unit = (
        f"Beløbene er læst som {UNIT[found.factor]}"
        if found.factor
        else "Enheden står ikke i tabellen; beløbene er læst som kr. Vælg en anden enhed, hvis det er forkert."
    )
    whole = [one for one in found.sums if not one.fits]
    sums = [f"Sumlinjen {found.lines[one.place].label} er ikke summen af nogen af tabellens linjer." for one in whole]
    none = [] if found.sums else ["Tabellen har ingen sumlinje, så der er ikke regnet nogen sum."]
    parts = ["Linjer med heraf er dele af en anden linje og tæller ikke med i summer."] if found.parts else []
    unread = [f"Kolonner der ikke er regnet efter: {', '.join(found.unread)}."] if found.unread else []
    return [_SIGN[found.sign], unit, *sums, *none, *parts, *unread]
