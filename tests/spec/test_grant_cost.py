"""Hvad en indsats koster i en måned.

En indsats koster fra og med sin første dag til og med sin sidste. Uden slutdato løber den videre. Prisen for en måned
afhænger af takstenheden:

- døgn: taksten gange alle kalenderdage i indsatsen
- åbningsdag: taksten gange hverdage, der ikke er helligdage (heller ikke 5. juni, 24. og 31. december)
- fremmødedag: taksten gange de planlagte dage om ugen gange dage delt med 7
- uge: taksten gange dage delt med 7
- måned: taksten gange dage delt med månedens dage
- år: taksten gange dage delt med årets dage (366 i skudår)
- time: taksten gange timer om ugen gange dage delt med 7
- engang: taksten én gang, på startdatoen

Antal ganges på, undtagen for timer, hvor antallet er timerne om ugen. Tom betyder 1.

En dags takst er indsatsens egen fra den dag, taksten gælder fra. Ellers er den takstlistens pris den dag for
leverandøren og ydelsen, ellers taksten i udtrækket, ellers den nærmeste pris på takstlisten. Findes ingen, tæller
dagen 0 kr. og vises som uden pris.

Borgerens egenbetaling er kroner om måneden og sin egen linje: den trækkes ikke fra i taksten. Beløbet afrundes én
gang, til hele øre, når måneden er talt sammen.
"""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.dataset import dataset
from cockpit.finance import grant_months, grant_spans
from tests.spec.handbook_tables import kr, table

YEAR = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
HEADING = "grant_id | provider | service | start_date | end_date | unit_price | price_unit | quantity | rate_from\n"


def costs(lines: str, first: dt.date = YEAR[0], last: dt.date = YEAR[1], prices: str = "") -> dict[str, object]:
    """Month -> kroner of the one grant in the lines."""
    listed = table("prices", "provider | service | unit_price | price_unit | valid_from | valid_to\n" + prices)
    months = grant_months(table("grants", HEADING + lines), first, last, listed if prices else None)
    return dict(months.select(pl.col("month").dt.strftime("%Y-%m"), "cost_kr").iter_rows())


def test_a_place_by_the_day_costs_every_calendar_day_with_both_ends_counted() -> None:
    """15. januar til 14. februar a 1.000 kr. pr. døgn: 17 døgn i januar = 17.000 kr. og 14 i februar = 14.000 kr."""
    found = costs("g1 | | | 2026-01-15 | 2026-02-14 | 1000 | døgn | |")

    assert found == {"2026-01": kr("17.000,00"), "2026-02": kr("14.000,00")}


def test_april_2026_has_nineteen_opening_days() -> None:
    """April 2026 har 22 hverdage; skærtorsdag, langfredag og 2. påskedag går fra: 19 åbningsdage a 500 kr. = 9.500
    kr."""
    # 22 weekdays less Maundy Thursday 2, Good Friday 3 and Easter Monday 6 April
    found = costs("g1 | | | 2026-04-01 | 2026-04-30 | 500 | åbningsdag | |")

    assert found == {"2026-04": kr("9.500,00")}


def test_day_services_are_closed_on_constitution_day_and_new_years_eve() -> None:
    """1.-5. juni 2026 er fem hverdage, og grundlovsdag er lukket: 4 x 100 kr. 28.-31. december er fire, og nytårsaften
    er lukket: 3 x 100 kr."""
    # 1-5 June 2026 is Monday to Friday, the fifth is closed; 28-31 December is Monday to Thursday, the last is closed
    assert costs("g1 | | | 2026-06-01 | 2026-06-05 | 100 | åbningsdag | |") == {"2026-06": kr("400")}
    assert costs("g1 | | | 2026-12-28 | 2026-12-31 | 100 | åbningsdag | |") == {"2026-12": kr("300")}


def test_ten_hours_a_week_cost_the_rate_times_hours_times_weeks() -> None:
    """150 kr. x 10 timer x 30/7 uger i april = 6.428,57 kr."""
    # 150 x 10 x 30/7 = 6.428,571...
    found = costs("g1 | | | 2026-04-01 | 2026-04-30 | 150 | time | 10 |")

    assert found == {"2026-04": kr("6.428,57")}


@pytest.mark.parametrize(
    ("unit", "quantity", "expected"),
    [
        ("døgn", "2", "56.000,00"),  # 28 days x 1.000 x 2
        ("uge", "", "4.000,00"),  # 28/7 weeks
        ("fremmødedag", "3", "12.000,00"),  # 3 days a week in 4 weeks
        ("måned", "", "1.000,00"),
        ("måned", "0.5", "500,00"),
        ("time", "2.5", "10.000,00"),  # 2,5 hours a week in 4 weeks
        ("engang", "3", "3.000,00"),
    ],
)
def test_february_2026_has_twenty_eight_days_and_four_weeks(unit: str, quantity: str, expected: str) -> None:
    assert costs(f"g1 | | | 2026-02-01 | 2026-02-28 | 1000 | {unit} | {quantity} |") == {"2026-02": kr(expected)}


def test_half_a_month_costs_its_share_of_the_months_days() -> None:
    """3.100 kr. om måneden fra 16. april til 10. maj: 15/30 = 1.550 kr. og 10/31 = 1.000 kr."""
    # 15 of 30 days and 10 of 31 days
    assert costs("g1 | | | 2026-04-16 | 2026-05-10 | 3100 | måned | |") == {
        "2026-04": kr("1.550,00"),
        "2026-05": kr("1.000,00"),
    }


def test_a_leap_year_has_a_day_more() -> None:
    """Februar 2028 har 29 døgn a 1.000 kr. En årstakst på 366.000 kr. giver 31.000 kr. i januar 2028; i 2026 skal
    taksten være 365.000 kr. for det samme."""
    by_day = costs("g1 | | | 2028-02-01 | 2028-02-29 | 1000 | døgn | |", dt.date(2028, 1, 1), dt.date(2028, 12, 31))
    by_year = costs("g1 | | | 2028-01-01 | 2028-01-31 | 366000 | år | |", dt.date(2028, 1, 1), dt.date(2028, 12, 31))
    plain = costs("g1 | | | 2026-01-01 | 2026-01-31 | 365000 | år | |")

    assert by_day == {"2028-02": kr("29.000,00")}
    assert by_year == {"2028-01": kr("31.000,00")}
    assert plain == {"2026-01": kr("31.000,00")}


def test_a_one_off_costs_on_its_start_date_only_and_has_no_days() -> None:
    """18.000 kr. én gang med start 20. maj: hele beløbet i maj, intet i juni, og ingen døgn."""
    lines = table("grants", HEADING + "g1 | | | 2026-05-20 | 2026-06-30 | 18000 | engang | |")

    found = grant_months(lines, *YEAR)

    assert found["days"].to_list() == [0, 0]
    assert found["cost_kr"].to_list() == [kr("18.000"), kr("0")]
    assert costs("g1 | | | 2025-12-20 | 2026-01-31 | 18000 | engang | |") == {"2026-01": kr("0")}


def test_an_open_grant_runs_on_to_the_end_of_the_period() -> None:
    """Uden slutdato a 100 kr. pr. døgn: 3.000 kr. i november og 3.100 kr. i december."""
    found = costs("g1 | | | 2025-06-01 | | 100 | døgn | |", dt.date(2026, 11, 1), dt.date(2026, 12, 31))

    assert found == {"2026-11": kr("3.000"), "2026-12": kr("3.100")}


def test_the_price_list_of_the_day_goes_before_the_exports_rate() -> None:
    """Takstlisten siger 2.000 kr. til 15. juni og 2.100 kr. derefter: 15 x 2.000 + 15 x 2.100 = 61.500 kr. Udtrækkets
    1.900 kr. bruges ikke."""
    listed = "Solgården | Botilbud | 2000 | døgn | 2025-01-01 | 2026-06-15\n"
    listed += "Solgården | Botilbud | 2100 | døgn | 2026-06-16 |"

    found = costs("g1 | Solgården | Botilbud | 2026-06-01 | 2026-06-30 | 1900 | døgn | |", prices=listed)

    assert found == {"2026-06": kr("61.500,00")}  # 15 x 2.000 + 15 x 2.100


def test_the_grants_own_rate_counts_from_its_date_and_the_list_before_it() -> None:
    """Egen takst 2.500 kr. fra 21. juni, listens 2.000 kr. før: 20 x 2.000 + 10 x 2.500 = 65.000 kr."""
    listed = "Solgården | Botilbud | 2000 | døgn | 2025-01-01 |"

    found = costs("g1 | Solgården | Botilbud | 2026-06-01 | 2026-06-30 | 2500 | døgn | | 2026-06-21", prices=listed)

    assert found == {"2026-06": kr("65.000,00")}  # 20 x 2.000 + 10 x 2.500


def test_the_exports_rate_counts_where_the_list_has_run_out() -> None:
    """Listen slutter 10. juni: 10 x 2.000 kr. derefter udtrækkets takst, 20 x 1.900 = 58.000 kr. i alt."""
    listed = "Solgården | Botilbud | 2000 | døgn | 2025-01-01 | 2026-06-10"

    found = costs("g1 | Solgården | Botilbud | 2026-06-01 | 2026-06-30 | 1900 | døgn | |", prices=listed)

    assert found == {"2026-06": kr("58.000,00")}  # 10 x 2.000 + 20 x 1.900


def test_without_a_rate_of_its_own_the_nearest_listed_price_is_carried() -> None:
    """Kun februar står på listen, 2.000 kr.; januar og marts bruger den også: 62.000, 56.000 og 62.000 kr."""
    listed = "Solgården | Botilbud | 2000 | døgn | 2026-02-01 | 2026-02-28"

    found = costs("g1 | Solgården | Botilbud | 2026-01-01 | 2026-03-31 | | | |", prices=listed)

    assert found == {"2026-01": kr("62.000"), "2026-02": kr("56.000"), "2026-03": kr("62.000")}


def test_a_grant_without_any_price_counts_nothing_and_says_so() -> None:
    """Uden takst, eller med takst uden enhed: 0 kr., og måneden er mærket som uden pris."""
    lines = table(
        "grants", HEADING + "g1 | | | 2026-01-01 | 2026-01-31 | | døgn | |\ng2 | | | 2026-01-01 | 2026-01-31 | 5 | | |"
    )

    found = grant_months(lines, *YEAR)

    assert found["cost_kr"].to_list() == [kr("0"), kr("0")]
    assert found["priced"].to_list() == [False, False]


def test_price_lines_of_one_grant_are_added_and_its_days_counted_once() -> None:
    """Ophold 31 x 1.000 kr. og støtte 400 kr. x 7 timer x 31/7 uger = 43.400 kr.; dagene tæller én gang, 31."""
    lines = table(
        "grants",
        HEADING
        + """g1 | | Ophold  | 2026-01-01 | 2026-01-31 | 1000 | døgn | |
             g1 | | Støtte  | 2026-01-01 | 2026-01-31 | 400  | time | 7 |""",
    )

    found = grant_months(lines, *YEAR)

    assert found["days"].to_list() == [31]
    assert found["cost_kr"].to_list() == [kr("43.400,00")]  # 31.000 + 400 x 7 x 31/7


def test_lines_with_dates_succeed_each_other() -> None:
    """1.000 kr. til 10. januar og 1.100 kr. fra 11.: 10 x 1.000 + 21 x 1.100 = 33.100 kr."""
    lines = table(
        "grants",
        HEADING
        + """g1 | | Ophold | 2026-01-01 | 2026-01-31 | 1000 | døgn | | 2025-01-01
             g1 | | Ophold | 2026-01-01 | 2026-01-31 | 1100 | døgn | | 2026-01-11""",
    )

    found = grant_months(lines, *YEAR)

    assert found["days"].to_list() == [31]
    assert found["cost_kr"].to_list() == [kr("33.100,00")]  # 10 x 1.000 + 21 x 1.100


def test_the_citizens_payment_is_a_line_of_its_own() -> None:
    """Egenbetaling 3.100 kr. om måneden, 15. januar til 14. februar: 3.100 x 17/31 = 1.700 kr. og 3.100 x 14/28 = 1.550
    kr. Taksten er uændret."""
    lines = table(
        "grants",
        "grant_id | start_date | end_date | unit_price | price_unit | citizen_payment\n"
        "g1 | 2026-01-15 | 2026-02-14 | 1000 | døgn | 3100",
    )

    found = grant_months(lines, *YEAR)

    assert found["cost_kr"].to_list() == [kr("17.000"), kr("14.000")]
    assert found["citizen_payment_kr"].to_list() == [kr("1.700"), kr("1.550")]


def test_half_an_oere_is_rounded_up() -> None:
    """0,07 kr. om ugen x 0,5 er en halv øre om dagen og bliver 1 øre; 0,03 kr. om ugen er under en halv og bliver 0."""
    # 0,01 kr. for one day of a week of seven is nothing; 0,07 kr. a week x 0,5 is half an oere a day
    assert costs("g1 | | | 2026-01-01 | 2026-01-01 | 0.07 | uge | 0.5 |") == {"2026-01": kr("0,01")}
    assert costs("g1 | | | 2026-01-01 | 2026-01-01 | 0.03 | uge | 1 |") == {"2026-01": kr("0,00")}


def test_no_grants_cost_nothing() -> None:
    assert grant_months(dataset("grants").empty(), *YEAR).is_empty()


UNITS = st.sampled_from(["døgn", "åbningsdag", "fremmødedag", "uge", "måned", "år", "time"])
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@settings(max_examples=40, deadline=None)
@given(unit=UNITS, ore=st.integers(1, 900_000), days=st.lists(DAYS, min_size=3, max_size=3, unique=True))
def test_splitting_a_grant_in_two_changes_at_most_an_oere(unit: str, ore: int, days: list[dt.date]) -> None:
    start, cut, end = sorted(days)
    whole = f"g | | | {start} | {end} | {ore / 100:.2f} | {unit} | 1.25 |"
    parts = (
        f"g | | | {start} | {cut - dt.timedelta(days=1)} | {ore / 100:.2f} | {unit} | 1.25 |",
        f"g | | | {cut} | {end} | {ore / 100:.2f} | {unit} | 1.25 |",
    )

    together = sum(costs(whole).values())
    apart = sum(sum(costs(part).values()) for part in parts)

    assert abs(together - apart) <= kr("0,01")


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_order_of_the_rows_is_irrelevant(seed: int) -> None:
    lines = table(
        "grants",
        HEADING
        + """g1 | P | Y | 2026-01-05 | 2026-03-31 | 1000 | døgn | |
             g2 | P | Y | 2026-01-01 |            |      |      | |
             g3 |   | Y | 2026-02-01 | 2026-08-31 | 500 | time | 4 |
             g3 |   | Y | 2026-02-01 | 2026-08-31 | 520 | time | 4 | 2026-05-01"""
    )  # fmt: skip
    listed = table(
        "prices",
        "provider | service | unit_price | price_unit | valid_from\n"
        "P | Y | 900 | døgn | 2026-01-01\nP | Y | 950 | døgn | 2026-03-01",
    )

    shuffled = grant_months(lines.sample(fraction=1, shuffle=True, seed=seed), *YEAR, listed)

    assert shuffled.equals(grant_months(lines, *YEAR, listed))


def test_a_month_is_the_sum_of_its_terms() -> None:
    """Taksten stiger fra 1.000 til 1.100 kr. den 16. januar: 15 døgn a 1.000 kr. og 16 døgn a 1.100 kr. er 32.600
    kr."""
    month = "g1 | | | 2026-01-01 | 2026-01-31"
    lines = f"{month} | 1000 | døgn | |\n{month} | 1100 | døgn | | 2026-01-16"
    terms = grant_spans(table("grants", HEADING + lines), *YEAR)

    assert terms.select("days", "rate", "cost_kr").rows() == [
        (15, kr("1.000,00"), kr("15.000,00")),
        (16, kr("1.100,00"), kr("17.600,00")),
    ]
    assert costs(lines) == {"2026-01": kr("32.600,00")}
