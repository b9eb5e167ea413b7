import datetime as dt
from decimal import Decimal

import polars as pl

from cockpit import law
from cockpit.views import InterventionsView, interventions
from views.samples import context

SCHEMA = {"month": pl.Date, "paragraph": pl.String, "active": pl.Int64, "inflow": pl.Int64, "outflow": pl.Int64}
NOW, BEFORE, YEAR_AGO = dt.date(2026, 3, 1), dt.date(2026, 2, 1), dt.date(2025, 3, 1)
MONTHS = pl.DataFrame(
    [
        (YEAR_AGO, "SEL § 52, stk. 3, nr. 6", 60, 1, 2),
        (YEAR_AGO, "SEL § 107", 48, 0, 0),
        (BEFORE, "BL § 32, stk. 1, nr. 3", 70, 4, 1),
        (BEFORE, "SEL § 107", 50, 1, 2),
        (NOW, "BL § 32, stk. 1, nr. 3", 72, 3, 1),
        (NOW, "SEL § 107", 49, 1, 2),
        (dt.date(2026, 4, 1), "SEL § 107", 999, 9, 9),
    ],
    schema=SCHEMA,
    orient="row",
)
BUDGET = pl.DataFrame({"paragraph": ["SEL § 107"], "full_year_persons": [Decimal("52.5")]})


def view(months: pl.DataFrame = MONTHS, budget: pl.DataFrame = BUDGET) -> InterventionsView:
    return interventions.build(context(), months=months, budget=budget, crosswalk=law.paragraphs())


def test_the_headline_counts_the_month_of_the_close() -> None:
    assert view().headline == "121 aktive indsatser ved udgangen af marts 2026: 4 kom til, 3 gik fra"


def test_now_last_month_and_a_year_ago() -> None:
    figures = [(kpi.label, kpi.value_text, kpi.delta_text, kpi.delta_word) for kpi in view().kpis]
    assert figures == [
        ("Aktive indsatser nu", "121", "4 til, 3 fra", "i måneden"),
        ("Sidste måned", "120", "+1", "flere nu end sidste måned"),
        ("For et år siden", "108", "+13", "flere nu end for et år siden"),
    ]


def test_one_row_a_paragraph_with_the_budgeted_persons() -> None:
    table = view().table
    assert table.frame["label"].to_list()[-1] == "I alt"
    line = table.danish().filter(pl.col("Paragraf").str.starts_with("SEL § 107")).row(0)
    assert line == ("SEL § 107 Midlertidigt botilbud", "49", "50", "−1", "48", "1", "1", "2", "52,5")
    assert table.frame["active_now"].to_list()[-1] == 121
    assert table.frame["budget_persons"].to_list()[-1] is None


def test_both_acts_are_one_kind_so_a_year_ago_can_be_compared() -> None:
    line = view().kinds.danish().filter(pl.col("Slags indsats") == "Kontaktperson").row(0)
    assert line == ("Kontaktperson", "72", "70", "2", "60", "12", "3", "1", "Børn og unge")


def test_months_that_the_data_do_not_reach_are_unknown_and_not_zero() -> None:
    found = view(MONTHS.filter(pl.col("month") == NOW))
    assert found.kpis[2].value_text == "–"
    assert found.table.danish()["For et år siden"].to_list() == ["–", "–", "–"]


def test_flow_per_month_newest_first_and_never_after_the_close() -> None:
    assert view().flow_table.danish().rows() == [
        ("marts 2026", "4", "3", "1"),
        ("februar 2026", "5", "3", "2"),
        ("marts 2025", "1", "2", "−1"),
    ]
    assert view().flow.message == "2 flere er kommet til end gået fra på et år"


def test_lines_of_the_largest_kinds() -> None:
    found = view().active
    assert set(found.frame["label"]) == {"Kontaktperson", "Midlertidigt botilbud"}
    assert found.frame.filter(pl.col("label") == "Kontaktperson")["value"].to_list() == [60.0, 70.0, 72.0]


def test_without_data_there_are_words_and_no_rows() -> None:
    found = view(MONTHS.clear(), BUDGET.clear())
    assert found.headline == "0 aktive indsatser ved udgangen af marts 2026: 0 kom til, 0 gik fra"
    assert [table.danish().height for table in found.tables] == [0, 0, 0]
