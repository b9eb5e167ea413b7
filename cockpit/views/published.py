"""Økonomi -> Kontrol af trykte tabeller: a published table calculated again beside its print."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.finance.published import Difference, Published
from cockpit.finance.published.words import SHARES, TITLE
from cockpit.views.context import Context
from cockpit.views.table import Column, Kind, Table
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
_KIND = {"formula": "Beregning", "footing": "Sammentælling"}


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
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.table, self.differences, self.reading)


def build(context: Context, name: str, found: Published) -> PublishedView:
    """The view of one table of the file or sheet `name`."""
    factor = found.factor or 1
    return PublishedView(
        context=context,
        headline=_headline(found),
        table=_table(name, found, factor),
        differences=_differences(name, found, factor),
        reading=_reading(found),
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
            found.lines, _line_kinds(found), found.printed, found.calculated, strict=True
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
            "printed": one.printed * _scale(one.role, found.factor or 1),
            "calculated": one.calculated * _scale(one.role, found.factor or 1),
            "difference": one.difference * _scale(one.role, found.factor or 1),
        }
        for one in found.differences
    ]


def _scale(role: str, factor: int) -> int:
    return 1 if role in SHARES else factor


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


def _line_kinds(found: Published) -> list[str]:
    sums = {one.place for one in found.sums}
    return [
        "total" if place in sums else "part" if place in found.parts else "line" for place in range(len(found.lines))
    ]


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


def _money_kind(found: Published) -> Kind:
    """The print's unit, or the next smaller where the print has more decimals than the unit is written with."""
    kinds: dict[int, tuple[Kind, Kind]] = {
        1: ("kr", "kr_exact"),
        1_000: ("thousand_kr", "kr"),
        1_000_000: ("million_kr", "thousand_kr"),
    }
    plain, finer = kinds[found.factor or 1]
    return finer if found.decimals > (1 if plain == "million_kr" else 0) else plain


def _columns(found: Published) -> list[Column]:
    columns = [Column("label", "Linje", "text"), Column("kind", "Slags", "text", "Sumlinjer tæller aldrig med igen.")]
    if any(line.block for line in found.lines):
        columns.insert(0, Column("block", "Blok", "text"))
    money, rules = _money_kind(found), {formula.role: formula for formula in found.formulas}
    for role in TITLE:
        kind: Kind = "number" if role in SHARES else money
        heading, printed = TITLE[role], role in found.roles
        if printed:
            columns.append(Column(role, f"{heading}, trykt" if role in rules else heading, kind))
        if role in rules:
            columns.append(Column(f"{role}_calculated", f"{heading}, beregnet", kind, rules[role].text))
        if role in rules and printed:
            columns.append(Column(f"{role}_difference", f"{heading}, forskel", kind, "Beregnet minus trykt."))
    return columns


def _table(name: str, found: Published, factor: int) -> Table:
    shown = {"total": "sum", "part": "heraf", "line": ""}
    lines = [
        {
            "block": line.block,
            "label": line.label or "(uden navn)",
            "kind": shown[kind],
            **_cells(printed, ours, factor),
        }
        for line, kind, printed, ours in zip(
            found.lines, _line_kinds(found), found.printed, found.calculated, strict=True
        )
    ]
    columns = tuple(_columns(found))
    schema = {column.name: pl.String() if column.kind == "text" else _type(column.name) for column in columns}
    return Table(name, columns, pl.DataFrame([{key: line.get(key) for key in schema} for line in lines], schema=schema))


def _type(name: str) -> pl.DataType:
    return pl.Float64() if name.startswith(SHARES) else MONEY


def _cells(printed: dict[str, Decimal | None], ours: dict[str, Decimal | None], factor: int) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for role in dict.fromkeys((*printed, *ours)):
        said, value = printed.get(role), ours.get(role)
        difference = None if said is None or value is None else value - said
        for name, amount in ((role, said), (f"{role}_calculated", value), (f"{role}_difference", difference)):
            shown = None if amount is None else amount * _scale(role, factor)
            cells[name] = float(shown) if shown is not None and role in SHARES else shown
    return cells


def _differences(name: str, found: Published, factor: int) -> Table:
    kind = _money_kind(found)
    columns = (
        Column("label", "Linje", "text"),
        Column("column", "Kolonne", "text"),
        Column("kind", "Hvad", "text", "Beregning på linjen, eller sammentælling af linjerne til en sum."),
        Column("printed", "Trykt", kind),
        Column("calculated", "Beregnet", kind),
        Column("difference", "Forskel", kind, "Beregnet minus trykt."),
        Column("rule", "Regel", "text"),
    )
    lines = [_difference(one, factor) for one in found.differences if one.role not in SHARES]
    schema = {column.name: pl.String() if column.kind == "text" else MONEY for column in columns}
    note = "Trykte tal er ofte afrundet hver for sig. Forskelle vises og rettes ikke."
    return Table(f"Forskelle, {name}", columns, pl.DataFrame(lines, schema=schema), note=note)


def _difference(one: Difference, factor: int) -> dict[str, Any]:
    return {
        "label": one.line.label,
        "column": TITLE[one.role],
        "kind": _KIND[one.kind],
        "printed": one.printed * factor,
        "calculated": one.calculated * factor,
        "difference": one.difference * factor,
        "rule": one.rule,
    }


def _reading(found: Published) -> Table:
    rules = {formula.role: formula for formula in found.formulas}
    lines: Sequence[tuple[str, str, str]] = [
        (found.headings.get(role) or "(ikke trykt)", TITLE[role], _rule(rules.get(role)))
        for role in TITLE
        if role in found.roles or role in rules
    ]
    columns = (
        Column("heading", "Overskrift i tabellen", "text"),
        Column("title", "Læst som", "text"),
        Column("rule", "Regnes efter som", "text"),
    )
    names = [column.name for column in columns]
    return Table("Sådan er tabellen læst", columns, pl.DataFrame(lines, schema=names, orient="row"))


def _rule(formula: Any) -> str:
    if formula is None:
        return "som trykt"
    return f"{formula.text} ({'står i tabellen' if formula.stated else 'passer bedst på tallene'})"
