"""The tables of Kontrol af trykte tabeller: print beside calculation, every difference, how the columns were read."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.finance.published import Difference, Published
from cockpit.finance.published.words import SHARES, TITLE
from cockpit.views.table import Column, Kind, Table

_KIND = {"formula": "Beregning", "footing": "Sammentælling"}


_SHORT = {
    "original": "Opr. budget",
    "adjusted": "Korr. budget",
    "forecast": "Forventet",
    "corrections": "Korrektioner",
    "corrected": "Efter korr.",
    "final": "Efter overf.",
}
_CROWDED = 12
"""Columns; with more of them the screen has room for the print and the difference, from which the third follows."""


def scale(role: str, factor: int) -> int:
    """What a printed figure of the role is multiplied by to be kroner; 1 for shares."""
    return 1 if role in SHARES else factor


def line_kinds(found: Published) -> list[str]:
    """Per line of the print: `total`, `part` (of another line) or `line`."""
    sums = {one.place for one in found.sums}
    return [
        "total" if place in sums else "part" if place in found.parts else "line" for place in range(len(found.lines))
    ]


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
            short = _SHORT.get(role, heading if role in rules else "")
            columns.append(Column(role, f"{heading}, trykt" if role in rules else heading, kind, short=short))
        if role in rules:
            columns.append(
                Column(f"{role}_calculated", f"{heading}, beregnet", kind, rules[role].text, short="Beregnet")
            )
        if role in rules and printed:
            columns.append(
                Column(f"{role}_difference", f"{heading}, forskel", kind, "Beregnet minus trykt.", short="Forskel")
            )
    return columns


def main_table(name: str, found: Published, factor: int) -> Table:
    """The print, and beside each figure that has a rule the calculated one and the difference."""
    shown = {"total": "sum", "part": "heraf", "line": ""}
    lines = [
        {
            "block": line.block,
            "label": line.label or "(uden navn)",
            "kind": shown[kind],
            **_cells(printed, ours, factor),
        }
        for line, kind, printed, ours in zip(
            found.lines, line_kinds(found), found.printed, found.calculated, strict=True
        )
    ]
    columns = tuple(_columns(found))
    schema = {column.name: pl.String() if column.kind == "text" else _type(column.name) for column in columns}
    return Table(name, columns, pl.DataFrame([{key: line.get(key) for key in schema} for line in lines], schema=schema))


def on_screen(table: Table) -> Table:
    """The table without the calculated columns that agree with the print on every line, and where it is still too wide
    without those that differ, since their differences stand there; notes say so. The workbook has them all."""
    return _uncrowded(_without_agreeing(table))


def _uncrowded(table: Table) -> Table:
    told = {
        column.name.replace("_difference", "_calculated") for column in table.columns if "_difference" in column.name
    }
    if len(table.columns) <= _CROWDED or not told:
        return table
    shown = tuple(column for column in table.columns if column.name not in told)
    note = f"{table.note} De beregnede tal, der afviger fra de trykte, står under Forskelle og i Excel."
    return replace(table, columns=shown, note=note.strip())


def _without_agreeing(table: Table) -> Table:
    tail = "_difference"
    compared = [column for column in table.columns if column.name.endswith(tail)]
    equal = [column.name for column in compared if not (table.frame[column.name].drop_nulls() != 0).any()]
    agreeing = [name.removesuffix(tail) for name in equal]
    hidden = {f"{role}{part}" for role in agreeing for part in ("_calculated", tail)}
    if not agreeing:
        return table
    named = ", ".join(TITLE[role] for role in agreeing)
    shown = tuple(column for column in table.columns if column.name not in hidden)
    return replace(table, columns=shown, note=f"{table.note} Beregnet er lig trykt på alle linjer: {named}.".strip())


def _type(name: str) -> pl.DataType:
    return pl.Float64() if name.startswith(SHARES) else MONEY


def _cells(printed: dict[str, Decimal | None], ours: dict[str, Decimal | None], factor: int) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for role in dict.fromkeys((*printed, *ours)):
        said, value = printed.get(role), ours.get(role)
        difference = None if said is None or value is None else value - said
        for name, amount in ((role, said), (f"{role}_calculated", value), (f"{role}_difference", difference)):
            shown = None if amount is None else amount * scale(role, factor)
            cells[name] = float(shown) if shown is not None and role in SHARES else shown
    return cells


def differences(name: str, found: Published, factor: int) -> Table:
    """Every printed amount that is not what its rule gives."""
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


def reading(found: Published) -> Table:
    """Each heading, what it was read as, and by which rule it was calculated."""
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
