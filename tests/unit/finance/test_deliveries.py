"""Which exports are here, missing, old, or shorter than the same source's earlier ones."""

import datetime as dt

import polars as pl
import pytest

from cockpit.finance import IMPORTS_SCHEMA, deliveries

SEPTEMBER = dt.date(2026, 9, 30)
ENOUGH = [
    ("postings", "opus", SEPTEMBER, 100),
    ("grants", "dubu", SEPTEMBER, 50),
    ("accounts", "plan", dt.date(2026, 1, 1), 9),
    ("budget", "budget", dt.date(2026, 1, 1), 9),
]


def status(*extra: tuple[str, str, dt.date, int], until: dt.date = SEPTEMBER) -> dict[str, str]:
    """Source -> status, of a whole month's exports and `extra`."""
    frame = pl.DataFrame([*ENOUGH, *extra], schema=IMPORTS_SCHEMA, orient="row")
    return dict(deliveries(frame, until).select(pl.concat_str("dataset", "source", separator=" "), "status").rows())


def test_a_whole_months_exports_are_here() -> None:
    assert status() == {
        "postings opus": "received",
        "grants dubu": "received",
        "accounts plan": "standing",
        "budget budget": "standing",
    }


def test_what_no_forecast_can_do_without_is_missing_where_it_was_never_exported() -> None:
    empty = deliveries(pl.DataFrame(schema=IMPORTS_SCHEMA), SEPTEMBER)
    assert empty["dataset"].to_list() == ["accounts", "budget", "grants", "postings"]
    assert empty["status"].unique().to_list() == ["missing"]


def test_a_monthly_source_without_this_month_is_old() -> None:
    assert status(("grants", "sensum", dt.date(2026, 8, 31), 70))["grants sensum"] == "old"


@pytest.mark.parametrize(("rows", "found"), [(89, "short"), (90, "received"), (500, "received")])
def test_under_nine_tenths_of_the_median_of_the_last_three_is_short(rows: int, found: str) -> None:
    """100 is the median of 60, 100 and 400; the 5,000 of May are too long ago to count."""
    earlier = [("grants", "sensum", dt.date(2026, m, 28), n) for m, n in ((5, 5000), (6, 60), (7, 400), (8, 100))]
    assert status(*earlier, ("grants", "sensum", SEPTEMBER, rows))["grants sensum"] == found


def test_a_corrected_export_of_the_same_day_is_no_earlier_one() -> None:
    assert status(("grants", "dubu", SEPTEMBER, 500))["grants dubu"] == "received"


def test_a_month_before_the_first_export_is_known_from_a_later_one_only() -> None:
    assert status(until=dt.date(2026, 3, 31))["postings opus"] == "later"


def test_a_chart_of_last_year_is_old_in_january_and_one_without_a_year_never() -> None:
    new_year = dt.date(2027, 1, 31)
    found = status(("prices", "liste", dt.date(2000, 1, 1), 3), until=new_year)
    assert (found["accounts plan"], found["prices liste"]) == ("old", "standing")


def test_any_list_that_comes_monthly_is_waited_for() -> None:
    months = [("occupancy", "tilbud", dt.date(2026, month, 28), 10) for month in (7, 8)]
    assert status(months[0])["occupancy tilbud"] == "standing"
    assert status(*months)["occupancy tilbud"] == "old"


def test_a_list_that_comes_once_a_year_is_not_waited_for_every_month() -> None:
    decembers = [("past_forecasts", "egne", dt.date(year, 12, 31), 10) for year in (2023, 2024, 2025)]
    assert status(*decembers)["past_forecasts egne"] == "standing"
