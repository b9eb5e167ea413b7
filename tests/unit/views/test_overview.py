from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.scope import Role
from cockpit.views import OverviewView, overview
from views.samples import MILLION, areas, context, months, movements, row, rows, total


def view(**changes: object) -> OverviewView:
    given = {
        "total": total(),
        "areas": areas(),
        "paragraphs": areas(),
        "months": months(),
        "movements": movements(),
        "weaknesses": ("Prislisten mangler for 3 leverandører.",),
    }
    reader = changes.pop("context", context())
    return overview.build(reader, **(given | changes))


def test_headline_and_range() -> None:
    found = view()
    assert found.headline == (
        "Forventet regnskab 2026 er 462,3 mio. kr. – 7,1 mio. kr. over korrigeret budget (merforbrug 1,6 %)"
    )
    assert found.range_sentence == (
        "Regnskabet ventes at ende på 455,0 til 470,0 mio. kr. (80 % sikkerhed) "
        "og på 450,5 til 474,7 mio. kr. (95 % sikkerhed), set fra 31. marts 2026."
    )


@pytest.mark.parametrize(("sign", "printed"), [("underspend_positive", "−7,1"), ("overspend_positive", "+7,1")])
def test_the_sign_follows_the_setting_and_the_word_does_not(sign: str, printed: str) -> None:
    kpis = {kpi.label: kpi for kpi in view(context=context(deviation_sign=sign)).kpis}
    assert kpis["Afvigelse"].value_text == f"{printed} mio. kr."
    assert kpis["Afvigelse"].delta_word == "merforbrug"
    assert kpis["Forventet regnskab"].delta_text == f"{printed} mio. kr."


def test_key_figures() -> None:
    figures = [(kpi.label, kpi.value_text, kpi.delta_text, kpi.delta_word) for kpi in view().kpis]
    assert figures == [
        ("Forventet regnskab", "462,3 mio. kr.", "−7,1 mio. kr.", "merforbrug"),
        ("Oprindeligt budget", "450,0 mio. kr.", "−12,3 mio. kr.", "merforbrug"),
        ("Korrigeret budget", "455,2 mio. kr.", "+5,2 mio. kr.", "siden vedtagelsen"),
        ("Afvigelse", "−7,1 mio. kr.", "1,6 %", "merforbrug"),
        ("Interval (80 %)", "455,0 til 470,0 mio. kr.", "450,5 til 474,7 mio. kr.", "95 %"),
        ("Forbrugsprocent", "26,4 %", "120,0 mio. kr.", "bogført"),
    ]


def test_without_budget_and_range_it_says_so() -> None:
    bare = rows(row("total", "total", posted=3))
    found = view(total=bare, areas=bare, paragraphs=bare)
    assert found.headline == "Forventet regnskab 2026 er 3,0 mio. kr. Der er intet budget på dette niveau."
    assert found.range_sentence == "Der er endnu ikke historik nok til et interval om forventet regnskab."
    words = {kpi.label: kpi.delta_word for kpi in found.kpis}
    assert words["Korrigeret budget"] == "intet budget på dette niveau"
    assert words["Interval (80 %)"] == "for lidt historik"
    assert found.areas.message == "Intet budget pr. politikområde"


def test_the_months_add_up_and_periods_00_and_13_are_in_january_and_december() -> None:
    found = view().development
    assert found.monthly["month"].to_list() == list(range(1, 13))
    assert found.monthly["actual_kr"].to_list()[:4] == [41 * MILLION, 40 * MILLION, 40 * MILLION, None]
    assert found.accumulated["forecast_kr"].to_list()[:5] == [None, None, None, 38 * MILLION, 76 * MILLION]
    last = found.accumulated.row(-1, named=True)
    assert last["actual_kr"] == 121 * MILLION
    assert last["forecast_kr"] == 9 * 38 * MILLION
    assert last["budget_kr"] == 450 * MILLION
    assert last["last_year_kr"] == (12 * 36 + 2) * MILLION
    assert (
        found.message == "121,0 mio. kr. er bogført til og med marts; yderligere 342,0 mio. kr. ventes bogført på 2026"
    )


def test_a_closed_month_shows_no_forecast_of_zero() -> None:
    """Marts er lukket: fremskrivningen begynder i april, også hvor der lægges sammen fra januar."""
    table = view().months_accumulated.danish()
    assert table["Fremskrivning"].to_list()[:4] == ["–", "–", "–", "38.000.000"]
    assert table["Bogført og fremskrevet"].to_list()[2:4] == ["121.000.000", "159.000.000"]


def test_a_series_without_values_stays_empty() -> None:
    without = months().with_columns(pl.lit(None, dtype=MONEY).alias("budget_kr"))
    assert view(months=without).development.accumulated["budget_kr"].null_count() == 12


def test_deviations_run_from_overspend_to_underspend_and_end_in_the_total() -> None:
    found = view().areas
    assert found.frame["key"].to_list() == ["Børn", "Voksne"]
    assert found.frame["overspend_kr"].to_list() == [Decimal("17300000.00"), Decimal("-10700000.00")]
    assert found.frame["text"].to_list() == ["−17,3 mio. kr. merforbrug", "+10,7 mio. kr. mindreforbrug"]
    assert found.message == "Størst afvigelse: Børn – merforbrug 17,3 mio. kr."
    table = found.table.danish()
    assert table["Politikområde"].to_list() == ["Børn", "Voksne", "Ikke fordelt", "I alt"]
    assert table["Korrigeret budget"].to_list() == [
        "210.000.000",
        "245.200.000",
        "intet budget på dette niveau",
        "455.200.000",
    ]
    assert table["Afvigelse"].to_list() == ["−17.300.000", "10.700.000", "–", "−7.100.000"]
    assert table["Afvigelse i pct."].to_list() == ["−8,2 %", "4,4 %", "–", "−1,6 %"]
    assert found.table.totals == 1


def test_small_paragraphs_are_one_line_and_nothing_is_lost() -> None:
    many = rows(*(row(f"SEL § {100 + number}", "paragraph", adjusted=10, posted=10 + number) for number in range(15)))
    found = view(paragraphs=many).paragraphs
    assert found.frame.height == 11
    assert found.frame["label"].to_list()[-1] == "Øvrige (5)"
    assert found.frame["overspend_kr"].sum() == sum(range(15)) * MILLION


def test_paragraphs_without_a_budget_do_not_hide_the_deviation_of_the_others() -> None:
    budgeted = [row(f"SEL § {100 + number}", "paragraph", adjusted=10, posted=11) for number in range(13)]
    found = view(paragraphs=rows(*budgeted, row("SEL § 140", "paragraph", posted=2))).paragraphs
    assert found.frame["overspend_kr"].sum() == 13 * MILLION
    assert found.table.danish()["Paragraf"].to_list()[-3:] == ["Øvrige (3)", "Øvrige uden budget (1)", "I alt"]
    body = found.table.frame.head(found.table.frame.height - 1)
    assert body["forecast"].sum() == (13 * 11 + 2) * MILLION


def test_what_is_not_allocated_is_a_weakness_with_its_kroner() -> None:
    found = view().weaknesses
    assert found[0] == "Prislisten mangler for 3 leverandører."
    assert found[1] == (
        "500 t.kr. (0,1 % af forventet regnskab) kan ikke henføres til politikområde og står under Ikke fordelt."
    )


def test_the_ten_largest_movements_by_size() -> None:
    table = view().movements
    assert table.danish()["Ændring"].to_list() == ["−2.500.000", "1.200.000", "100.000"]
    assert table.danish()["Team"].to_list() == ["Team 2", "Team 1", "Ikke fordelt"]


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.ADMIN])
def test_roles_without_cases_get_no_movement(role: Role) -> None:
    table = view(context=context(role=role)).movements
    assert table.frame.is_empty()
    assert "vises ikke for rollen" in table.note


def test_every_table_goes_into_the_workbook() -> None:
    assert [table.title for table in view().tables] == [
        "Afvigelse pr. politikområde",
        "Afvigelse pr. paragraf",
        "Udvikling 2026, pr. måned",
        "Udvikling 2026, akkumuleret",
        "Største bevægelser siden sidste måned",
    ]
