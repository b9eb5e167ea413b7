from decimal import Decimal

import polars as pl

from cockpit.contracts.scope import Role
from cockpit.views import overview
from views.samples import areas, context, row, rows, total


def test_everything_is_in_whole_thousands_and_each_line_adds_up() -> None:
    odd = rows(row("Børn", original="1.0004", adjusted="1.0005", posted="2.0014999"))
    found = overview.protected(context(role=Role.POLITICIAN), total=odd, areas=odd)
    line = found.areas.table.frame.row(0, named=True)
    assert line["forecast"] == Decimal(2_001_000)
    assert line["adjusted_budget"] == Decimal(1_001_000)
    assert line["overspend"] == Decimal(1_000_000)
    assert found.kpis[0].value_text == "2.001 t.kr."
    assert found.areas.table.units == "Beløb i 1.000 kr."


def test_a_politician_gets_no_counts_components_paragraphs_or_movements() -> None:
    found = overview.protected(context(role=Role.POLITICIAN), total=total(), areas=areas(), notes=("Note.",))
    assert found.headline == (
        "Forventet regnskab 2026 er 462,3 mio. kr. – 7,1 mio. kr. over korrigeret budget (merforbrug 1,6 %)"
    )
    shown = {name for table in found.tables for name in table.frame.columns}
    allowed = {"key", "label", "original_budget", "adjusted_budget", "forecast", "overspend"}
    assert shown == allowed | {"deviation", "deviation_word", "deviation_pct"}
    assert found.notes[0] == "Note."


def test_too_few_citizens_show_no_figure() -> None:
    found = overview.protected(context(role=Role.POLITICIAN), total=total().clear(), areas=areas().clear())
    assert found.headline.startswith("Der er for få borgere")
    assert found.kpis == ()
    assert found.areas.table.danish().is_empty()


def test_a_politician_is_told_what_not_allocated_is_where_it_stands_in_the_table() -> None:
    loose, known = areas(), areas().filter(pl.col("key") != "-")
    told, silent = (
        overview.protected(context(role=Role.POLITICIAN), total=total(), areas=rows).notes for rows in (loose, known)
    )
    assert any("Ikke fordelt er beløb" in note for note in told)
    assert not any("Ikke fordelt" in note for note in silent)
