"""Egne tilbud: belægning, og hvad taksten dækker.

Belægningen er de pladser, der er brugt (egne og andre kommuners), af alle. Det, pladserne er værd, er taksten gange
månedens dage gange de pladser, der er brugt. Taksten er regnet ved en budgetteret belægning: står flere pladser tomme,
mangler taksten gange dagene gange forskellen. De måneder, der kommer, er som gennemsnittet af de seneste tre.

Dækningen er det, pladserne er værd i året, minus tilbuddets udgifter. Overdækning sænker senere takster, underdækning
hæver dem, men kun det, der er ud over en andel (rammeaftalens grænse) af tilbuddets budgetterede udgifter.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import allocate, coverage, own_accounts
from cockpit.views.own_providers import summed
from tests.spec.handbook_tables import kr, table

OCCUPANCY = """
provider | month | places | own | others | unit_price | budgeted_pct
Åparken | 2026-01-01 | 10 | 6 | 3 | 3000 | 95
Åparken | 2026-02-01 | 10 | 6 | 4 | 3000 | 95
Åparken | 2026-03-01 | 10 | 5 | 3 | 3000 | 95
"""
ACCOUNTS = """
account | name | function | dranst | area | steering | authority_or_provider | art
10 | Åparken, løn | 5.38.50 | 1 | Handicap | rammestyret | udfører | 1.0
11 | Åparken, salg af pladser | 5.38.50 | 1 | Handicap | rammestyret | udfører | 7.7
20 | Botilbud, private | 5.38.50 | 1 | Handicap | aktivitetsstyret | myndighed | 4.0
"""


def months() -> pl.DataFrame:
    return coverage(table("occupancy", OCCUPANCY), 2026)


def accounts() -> pl.DataFrame:
    data = MunicipalityData(
        accounts=table("accounts", ACCOUNTS),
        budget=table("budget", "year | account | original\n2026 | 10 | 11000000\n2026 | 11 | -4000000"),
        postings=table(
            "postings",
            "voucher | account | posting_date | period | amount\n"
            "v1 | 10 | 2026-03-31 | 2026-03 | 2500000\n"
            "v2 | 11 | 2026-03-31 | 2026-03 | -600000\n"
            "v3 | 10 | 2025-02-28 | 2025-02 | 800000\n"
            "v4 | 10 | 2025-04-30 | 2025-04 | 900000\n"
            "v5 | 20 | 2026-03-31 | 2026-03 | 700000",
        ),
    )
    return own_accounts(allocate(data, Settings()), data, 2026, 3)


def test_occupancy_and_what_it_is_worth() -> None:
    """9 af 10 pladser er 90 %. Takst 3.000 kr. · 31 dage · 9 = 837.000; en halv plads under de budgetterede 9,5 er
    −46.500."""
    january, february, march = months().filter(~pl.col("expected")).rows(named=True)
    assert (january["actual_pct"], january["worth_kr"], january["sold_kr"]) == (0.9, kr("837.000"), kr("279.000"))
    # 31 days x 3.000 kr. x (9 - 9,5 places)
    assert january["vacancy_kr"] == kr("-46.500")
    assert february["vacancy_kr"] == kr("42.000")  # 28 x 3.000 x 0,5
    assert march["actual_pct"] == 0.8


def test_the_months_to_come_are_as_full_as_the_last_three() -> None:
    """(9 + 10 + 8) / 3 = 9 pladser: april er 30 · 3.000 · 9 = 810.000 kr."""
    later = months().filter("expected")
    assert later["month"].to_list() == [dt.date(2026, month, 1) for month in range(4, 13)]
    april = later.row(0, named=True)
    # (9 + 10 + 8) / 3 = 9 places; 30 days x 3.000 x 9
    assert (round(april["actual_pct"], 6), april["worth_kr"]) == (0.9, kr("810.000"))


def test_an_own_provider_is_its_accounts_and_nothing_of_the_authority() -> None:
    """Tilbuddet er sine egne konti, udgifter og salg for sig; myndighedens er ikke med."""
    found = accounts()
    assert found.select("provider", "stream", "posted_kr", "last_year_kr", "adjusted_kr").rows() == [
        ("Åparken", "Salg af pladser", kr("-600.000"), 0, kr("-4.000.000")),
        ("Åparken", "Udgifter", kr("2.500.000"), kr("800.000"), kr("11.000.000")),
    ]


def test_coverage_of_the_year_is_what_places_are_worth_less_the_spend() -> None:
    """Dækningen er takst gange brugte pladser minus udgifterne på 11.500.000 kr.; belægning og udgifter forklarer
    den tilsammen. Solgt 894.000, bogført 600.000: 294.000 mangler."""
    forecast = pl.col("adjusted_kr") + pl.when(pl.col("stream") == "Udgifter").then(500_000).otherwise(400_000)
    row = summed(accounts().with_columns(forecast_kr=forecast.cast(pl.Decimal(18, 2))), months(), 0.05).row(
        0, named=True
    )
    # January to March: 31 x 9, 28 x 10, 31 x 8 places and days; April to December: 275 days x 9 places
    worth = Decimal(3000 * (31 * 9 + 28 * 10 + 31 * 8 + 275 * 9))
    assert row["worth_kr"] == worth
    assert row["coverage_kr"] == worth - kr("11.500.000")
    assert row["vacancy_kr"] + row["cost_part_kr"] == row["coverage_kr"]
    assert row["overspend_kr"] == kr("900.000")
    # 279.000 + 336.000 + 279.000 sold, 600.000 billed
    assert row["unbilled_kr"] == kr("294.000")


@pytest.mark.parametrize(
    ("spend", "regulated"),
    [
        (11_500_000, "-1.104.000"),  # -1.654.000, and 5 % of 11.000.000 = 550.000 stays
        (10_396_000, "0"),  # just within: -550.000
        (9_000_000, "296.000"),  # +846.000
    ],
)
def test_what_lies_beyond_the_limit_is_regulated_in_later_tariffs(spend: int, regulated: str) -> None:
    """Pladserne er 9.846.000 kr. værd. Af en underdækning på 1.654.000 kr. bliver 5 % af de budgetterede udgifter,
    550.000 kr., i tilbuddet; 1.104.000 kr. hæver senere takster."""
    told = pl.when(pl.col("stream") == "Udgifter").then(spend).otherwise(0).cast(pl.Decimal(18, 2))
    row = summed(accounts().with_columns(forecast_kr=told), months(), 0.05).row(0, named=True)
    assert row["regulated_kr"] == kr(regulated)


def test_without_occupancy_there_is_no_coverage() -> None:
    """Uden belægning er der ingen dækning, men budget og forbrug kan stadig sammenlignes."""
    nothing = coverage(table("occupancy", "provider | month | places"), 2026)
    row = summed(accounts().with_columns(forecast_kr="posted_kr"), nothing, 0.05).row(0, named=True)
    assert (row["coverage_kr"], row["actual_pct"], row["overspend_kr"]) == (None, None, kr("-5.100.000"))


def test_without_a_tariff_the_occupancy_still_counts() -> None:
    """7 af 10 pladser er 70 %, også når ingen takst kendes."""
    told = coverage(table("occupancy", "provider | month | places | own\nÅparken | 2026-12-01 | 10 | 7"), 2026)
    assert told.select("actual_pct", "worth_kr").rows() == [(0.7, None)]
