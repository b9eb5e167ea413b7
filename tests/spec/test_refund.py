"""Refusion af særligt dyre enkeltsager: måned for måned mod en tolvtedel af lovens grænser.

Kommunens nettoudgift til en borger gøres op for hver måned. Staten refunderer 25 pct. af det, der ligger over 1/12 af
første årsgrænse, 50 pct. over 1/12 af anden og 75 pct. over 1/12 af tredje. Enkeltstående udgifter fordeles ligeligt på
regnskabsårets 12 måneder. Alle indtægter er trukket fra, også anden refusion. Objektiv finansiering er ikke med. Børn
og unge i samme husstand lægges sammen. Den samme udgift indgår aldrig efter begge love.

En ujævn udgift giver mere end den samme udgift jævnt fordelt: derfor regnes der aldrig på årets sum.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.data import LAW_VALUES
from cockpit.finance.refund import COSTS_SCHEMA, expensive_refund
from cockpit.finance.refund_limits import all_limits, limits, rule_of
from tests.spec.handbook_tables import kr

NOTHING_ENTERED = pl.DataFrame(schema=LAW_VALUES)


def entered(*lines: tuple[str, int, str]) -> pl.DataFrame:
    rows = [(name, dt.date(year, 1, 1), value) for name, year, value in lines]
    told = pl.DataFrame(rows, schema=["name", "valid_from", "value"], orient="row")
    return told.select(pl.col(name).cast(dtype) for name, dtype in LAW_VALUES.items())


def costs(
    months: Mapping[int, object],
    one_offs: Mapping[int, object] | None = None,
    year: int = 2022,
    rule: str = "sel_176",
    unit: str = "b1",
) -> pl.DataFrame:
    rows = [(rule, unit, dt.date(year, month, 1), str(amount), "0") for month, amount in months.items()]
    rows += [(rule, unit, dt.date(year, month, 1), "0", str(amount)) for month, amount in (one_offs or {}).items()]
    frame = pl.DataFrame(rows, schema=list(COSTS_SCHEMA), orient="row")
    return frame.select(pl.col(name).cast(dtype) for name, dtype in COSTS_SCHEMA.items())


def refund(frame: pl.DataFrame, law_values: pl.DataFrame = NOTHING_ENTERED) -> Decimal:
    years = frame["month"].dt.year()
    known = all_limits(range(years.min(), years.max() + 1), law_values)
    total: Decimal = expensive_refund(frame, known)["refund_kr"].sum()
    return total


def evenly(yearly: int) -> dict[int, Decimal]:
    """The same every month in whole øre, as bills are; the twelve sum to the year."""
    reached = [round(Decimal(yearly) * month / 12, 2) for month in range(13)]
    return {month: reached[month] - reached[month - 1] for month in range(1, 13)}


EVEN = [
    (860_000, "0"),
    (1_000_000, "35.000"),  # 25 % of 140.000
    (1_680_000, "205.000"),  # 25 % of 820.000
    (2_120_000, "425.000"),  # and 50 % of 440.000
    (2_500_000, "710.000"),  # and 75 % of 380.000
]


@pytest.mark.parametrize(("yearly", "expected"), EVEN)
def test_an_even_year_gives_what_the_yearly_limits_give(yearly: int, expected: str) -> None:
    """Jævnt over 2022: 860.000 kr. giver 0, 1.000.000 giver 35.000, 1.680.000 giver 205.000, 2.120.000 giver
    425.000 og 2.500.000 giver 710.000."""
    # spread over the year's months by the rule itself: not an øre is lost
    assert refund(costs({}, {5: yearly})) == kr(expected)
    # billed by the month in whole øre: the same but for a few øre
    assert abs(refund(costs(evenly(yearly))) - kr(expected)) <= Decimal("0.05")


@pytest.mark.parametrize(
    ("months", "monthly", "expected"),
    [
        (6, 200_000, "317.500"),  # a month: 25 % of 68.333 + 50 % of 36.667 + 75 % of 23.333 = 52.917
        (9, 150_000, "198.750"),  # a month: 25 % of 68.333 + 50 % of 10.000 = 22.083
    ],
)
def test_an_uneven_year_is_counted_by_the_month(months: int, monthly: int, expected: str) -> None:
    """6 måneder a 200.000 kr. giver 317.500; 9 a 150.000 giver 198.750, regnet mod 1/12 af grænserne hver måned."""
    assert refund(costs(dict.fromkeys(range(1, months + 1), monthly))) == kr(expected)


def test_a_single_cost_is_spread_over_the_twelve_months_of_the_year() -> None:
    """60.000 kr. om måneden og 300.000 én gang er 85.000 om måneden: 25 % af 13.333 tolv gange er 40.000."""
    # 60.000 a month and 300.000 once: 85.000 a month, 13.333 above a twelfth of 860.000, of which 25 %, twelve times
    assert refund(costs(dict.fromkeys(range(1, 13), 60_000), {8: 300_000})) == kr("40.000")


def test_the_months_of_a_year_sum_to_its_refund_to_the_oere() -> None:
    """Månederne afrundes, så de summer til årets refusion på øren."""
    found = expensive_refund(costs(evenly(1_000_001)), all_limits(range(2022, 2023), NOTHING_ENTERED))
    assert found["refund_kr"].to_list()[:3] == [kr("2.916,69"), kr("2.916,68"), kr("2.916,69")]
    assert found["refund_kr"].sum() == kr("35.000,25")


def test_children_of_one_household_are_counted_together() -> None:
    """To børn a 40.000 kr. om måneden giver intet hver for sig; i samme husstand 25 % af 8.333 tolv gange: 25.000."""
    # 40.000 a month each gives nothing; together 80.000 a month gives 25 % of 8.333, twelve times
    alone = [costs(dict.fromkeys(range(1, 13), 40_000), unit=name) for name in ("barn 1", "barn 2")]
    assert refund(pl.concat(alone)) == 0
    assert refund(pl.concat([one.with_columns(unit=pl.lit("husstand")) for one in alone])) == kr("25.000")


def test_income_above_the_cost_of_a_month_takes_nothing_from_the_others() -> None:
    """En måned, hvor indtægten er større end udgiften, tager ikke refusion fra de andre."""
    assert refund(costs({1: 200_000, 2: -50_000})) == refund(costs({1: 200_000}))


def test_under_which_rule_a_year_is_refunded() -> None:
    """Børn: SEL § 176, i 2020 § 176 a, fra 2024 BL § 198. Voksne: SEL § 176."""
    assert [rule_of("children", year) for year in (2019, 2020, 2021, 2023, 2024)] == [
        "sel_176", "sel_176a", "sel_176", "sel_176", "bl_198",
    ]  # fmt: skip
    assert {rule_of("adults", year) for year in range(2015, 2030)} == {"sel_176"}


def test_2020_had_limits_of_its_own_for_children_and_no_third_limit() -> None:
    """2.000.000 kr. i 2020: voksne 25 % af 910.000 = 227.500; børn 25 % af 800.000 og 50 % af 370.000 = 385.000."""
    adults, children = limits("sel_176", 2020, NOTHING_ENTERED), limits("sel_176a", 2020, NOTHING_ENTERED)
    assert adults is not None
    assert children is not None
    assert [band.limit_kr for band in adults.bands] == [1_090_000, 2_050_000]
    assert [band.limit_kr for band in children.bands] == [830_000, 1_630_000]
    assert refund(costs({}, {1: 2_000_000}, year=2020, rule="sel_176")) == kr("227.500")
    # 25 % of 800.000 and 50 % of 370.000
    assert refund(costs({}, {1: 2_000_000}, year=2020, rule="sel_176a")) == kr("385.000")


def test_a_year_nobody_has_found_carries_the_last_known_limits_and_says_so() -> None:
    """2025 bruger grænserne fra 2022, mærket ikke verificeret; de kan højst være steget 4 % om året: 860.000 ·
    1,04³ = 967.383,04."""
    found = limits("sel_176", 2025, NOTHING_ENTERED)
    assert found is not None
    assert ([band.limit_kr for band in found.bands], found.known_year) == ([860_000, 1_680_000, 2_120_000], 2022)
    assert not found.verified
    # the limits may have risen 4 % a year since: 860.000 x 1,04^3
    assert found.raised().first_kr == kr("967.383,04")
    assert limits("bl_198", 2024, NOTHING_ENTERED).known_year == 2022  # type: ignore[union-attr]


def test_what_the_controller_enters_counts_from_its_year_on() -> None:
    """Indtastet 930.000 for 2025: 1.030.000 kr. giver 25 % af 100.000 = 25.000. 2024 er uændret, og 2026 fører den
    videre."""
    amounts = {"first": "930000", "second": "1820000", "third": "2290000"}
    told = entered(*((f"refund.bl_198.limit_{step}", 2025, amount) for step, amount in amounts.items()))
    before, own, after = (limits("bl_198", year, told) for year in (2024, 2025, 2026))
    assert before is not None
    assert own is not None
    assert after is not None
    assert (before.first_kr, before.entered, before.verified) == (860_000, False, False)
    assert (own.first_kr, own.entered, own.verified) == (930_000, True, True)
    assert (after.first_kr, after.known_year, after.verified) == (930_000, 2025, False)
    assert refund(costs({}, {1: 1_030_000}, year=2025, rule="bl_198"), told) == kr("25.000")


def test_a_year_before_there_were_limits_gives_no_refund_and_no_error() -> None:
    """Et år før de første grænser giver ingen refusion og ingen fejl."""
    assert limits("sel_176", 2005, NOTHING_ENTERED) is None
    found = expensive_refund(costs({1: 900_000}, year=2005), all_limits(range(2005, 2006), NOTHING_ENTERED))
    assert found["refund_kr"].to_list() == [None]


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.integers(1, 12), st.integers(0, 400_000), min_size=1), st.integers(0, 500_000))
def test_refund_is_never_more_than_three_quarters_and_rows_have_no_order(months: dict[int, int], single: int) -> None:
    """Refusionen er aldrig over 75 % af udgiften, og rækkernes orden er ligegyldig."""
    frame = costs(months, {3: single})
    found = refund(frame)
    assert 0 <= found <= Decimal("0.75") * (sum(months.values()) + single)
    assert refund(frame.reverse()) == found
