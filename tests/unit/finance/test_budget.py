"""Budget per level and month: mapped through the chart of accounts, and null where the budget has no such level."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.data import MunicipalityData
from cockpit.finance import budget_months, budget_rows
from tests.spec.handbook_tables import kr, table

ACCOUNTS = table(
    "accounts",
    """account | function | area   | committee | dranst | paragraph | steered
       A1      | 5.38.52  | Voksne | Social    | 1      | SEL § 107 |
       A2      | 5.38.59  | Voksne | Social    | 1      | SEL § 104 |
       A3      | 5.28.20  | Børn   | Børn      | 1      | BL § 46   |
       A4      | 0.10.01  | Andet  | Teknik    | 1      |           | nej""",
)
BUDGET = table(
    "budget",
    """year | account | original | reallocations | supplementary | carry_over | adjusted
       2026 | A1      | 1000     | 10            | 20            | 30         |
       2026 | A2      | 2000     |               |               |            | 1900
       2026 | A3      | 500      | -100          |               |            |
       2026 | A4      | 9999     |               |               |            |
       2025 | A1      | 7777     |               |               |            |""",
)
DATA = MunicipalityData(accounts=ACCOUNTS, budget=BUDGET)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("total", [("total", "I alt", kr("3.500"), kr("3.360"))]),
        ("committee", [("Børn", "Børn", kr("500"), kr("400")), ("Social", "Social", kr("3.000"), kr("2.960"))]),
        ("area", [("Børn", "Børn", kr("500"), kr("400")), ("Voksne", "Voksne", kr("3.000"), kr("2.960"))]),
    ],
)
def test_adjusted_is_original_and_changes_on_steered_accounts(level: str, expected: list[tuple[object, ...]]) -> None:
    assert budget_rows(DATA, 2026, level).rows() == expected


def test_functions_and_paragraphs_are_named() -> None:
    functions = budget_rows(DATA, 2026, "function")
    paragraphs = budget_rows(DATA, 2026, "paragraph")

    assert functions["label"].to_list()[1:] == [
        "5.38.52 Botilbud til midlertidigt ophold",
        "5.38.59 Aktivitets- og samværstilbud",
    ]
    assert dict(paragraphs.select("key", "adjusted_budget").iter_rows())["SEL § 107"] == kr("1.060")


@pytest.mark.parametrize("level", ["team", "provider", "grant"])
def test_levels_without_a_budget_have_none(level: str) -> None:
    assert budget_rows(DATA, 2026, level).is_empty()
    assert budget_rows(DATA, 2027, "total").is_empty()


def test_a_budget_on_areas_says_nothing_of_functions() -> None:
    data = MunicipalityData(accounts=ACCOUNTS, budget=table("budget", "year | area | original\n2026 | Voksne | 3000"))

    assert budget_rows(data, 2026, "area").rows() == [("Voksne", "Voksne", kr("3.000"), kr("3.000"))]
    assert budget_rows(data, 2026, "committee")["key"].to_list() == ["Social"]
    assert budget_rows(data, 2026, "function").is_empty()
    assert budget_rows(data, 2026, "paragraph").is_empty()


def test_a_budget_on_a_paragraph_reaches_the_levels_that_its_accounts_agree_on() -> None:
    lines = table("budget", "year | paragraph | original\n2026 | SEL § 107 | 300\n2026 | SEL § 96 | 50")
    data = MunicipalityData(accounts=ACCOUNTS, budget=lines)

    assert budget_rows(data, 2026, "area").select("key", "label", "original_budget").rows() == [
        ("-", "Ikke fordelt", kr("50")),
        ("Voksne", "Voksne", kr("300")),
    ]


def test_an_account_unknown_to_the_chart_keeps_its_budget() -> None:
    data = MunicipalityData(accounts=ACCOUNTS, budget=table("budget", "year | account | original\n2026 | NY | 40"))

    assert budget_rows(data, 2026, "total")["original_budget"].to_list() == [kr("40")]


def test_a_line_with_a_month_stands_there_and_the_others_in_twelfths() -> None:
    lines = table("budget", "year | account | original | month\n2026 | A1 | 1200 |\n2026 | A1 | 50 | 3")

    found = budget_months(MunicipalityData(accounts=ACCOUNTS, budget=lines), 2026, "area")

    assert found["original_budget"].to_list() == [100, 100, 150, *[100] * 9]
    assert found["month"].to_list() == list(range(1, 13))


@settings(max_examples=30, deadline=None)
@given(ore=st.integers(-(10**12), 10**12))
def test_twelfths_sum_to_the_year_to_the_oere(ore: int) -> None:
    lines = table("budget", f"year | account | original\n2026 | A1 | {ore / 100:.2f}")

    found = budget_months(MunicipalityData(accounts=ACCOUNTS, budget=lines), 2026, "total")

    assert found["adjusted_budget"].sum() == lines["original"].sum()
    assert found["adjusted_budget"].max() - found["adjusted_budget"].min() <= kr("0,01")


def test_money_stays_eighteen_digits_wide() -> None:
    assert budget_rows(DATA, 2026, "area").schema["adjusted_budget"] == pl.Decimal(18, 2)
    assert budget_months(DATA, 2026, "area").schema["adjusted_budget"] == pl.Decimal(18, 2)
