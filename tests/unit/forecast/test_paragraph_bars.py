"""Paragraphs over the years, and the bars of this year's deviation."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.forecast import paragraph_bars, paragraph_years, rows
from cockpit.forecast.paragraphs import budget_homes
from tests.unit.forecast.world import FRAME, HOME, P107, budget, forecast, grant, municipality, posting

P85 = "SEL § 85"


def town(persons: Any = 2, **extra: Any) -> MunicipalityData:
    """A place all year at 2,000 kr. a day, billed until March, a bill of 2025 in February, and last year's ledger."""
    bills = [posting(kr, f"2026-{m:02d}", f"2026-{m:02d}") for m, kr in ((1, 62000), (2, 56000), (3, 62000))]
    bills += [posting(5000, "2026-02", "2025-11"), posting(600000, "2025-12", "2025-12")]
    lines = [budget(HOME, 700000, full_year_persons=persons), budget(FRAME, 90000)]
    return municipality(grants=[grant(), *extra.get("grants", [])], postings=bills, budget=lines)


def bars(data: MunicipalityData) -> tuple[dict[tuple[str, str], Decimal], str]:
    result = forecast(data)
    found, compared = paragraph_bars(result, data, rows(result, data, "paragraph"))
    return {(paragraph, bar): kr for paragraph, bar, kr in found.iter_rows()}, compared


def test_price_and_volume_by_hand() -> None:
    """Budget 350,000 kr. for each of two persons; 730,000 kr. for one. Volume (1 - 2) x 350,000; price 730,000 -
    350,000; the bill of 2025 apart. The frame account follows its budget."""
    found, compared = bars(town())
    assert compared == "budget"
    assert found[P107, "volume_kr"] == -350000
    assert found[P107, "price_kr"] == 380000
    assert found[P107, "prior_years_kr"] == 5000


def test_the_bars_of_a_paragraph_sum_to_its_deviation() -> None:
    support = grant("i2", paragraph=P85, unit_price=Decimal("333.33"))
    for data in (town(), town(grants=[support]), town(persons=None), town(persons=Decimal("1.37"))):
        result = forecast(data)
        shown = rows(result, data, "paragraph").filter(pl.col("adjusted_budget").is_not_null())
        found, _ = paragraph_bars(result, data, rows(result, data, "paragraph"))
        summed = dict(found.group_by("paragraph").agg(pl.col("amount_kr").sum()).iter_rows())
        for key, overspend in shown.select("key", "overspend").iter_rows():
            assert summed[key] == overspend, key


def test_a_measure_under_the_old_act_is_held_against_the_budget_of_the_new_one() -> None:
    assert budget_homes(["BL § 46", "SEL § 107"])["SEL § 52, stk. 3, nr. 7"] == "BL § 46"


def test_a_paragraph_with_a_budget_of_its_own_keeps_it_and_two_homes_are_none() -> None:
    assert "SEL § 52, stk. 3, nr. 7" not in budget_homes(["BL § 46", "SEL § 52, stk. 3, nr. 7"])
    assert budget_homes([]) == {}


def test_without_budgeted_persons_last_year_is_compared_with() -> None:
    assert bars(town(persons=None))[1] == "last_year"


def test_spend_persons_and_unit_price_over_the_years() -> None:
    """600,000 kr. in 2025 for one full-year person; 730,000 kr. in 2026, the bill of 2025 in the spend and not in the
    unit price."""
    data = town()
    result = forecast(data)
    years = paragraph_years(result, rows(result, data, "paragraph")).filter(pl.col("paragraph") == P107)
    told = {row["year"]: row for row in years.iter_rows(named=True)}
    assert (told[2025]["spend_kr"], told[2025]["full_year_persons"]) == (600000, 1.0)
    assert told[2025]["unit_price_kr"] == 600000
    assert told[2026]["full_year_persons"] == pytest.approx(1.0)
    assert told[2026]["unit_price_kr"] == 730000
