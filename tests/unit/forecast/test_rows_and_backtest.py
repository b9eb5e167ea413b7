import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.forecast import METHODS, backtest, rows
from tests.unit.forecast.world import (
    FRAME,
    HOME,
    MARCH,
    REFUND,
    budget,
    forecast,
    grant,
    municipality,
    posting,
)


def two_years() -> MunicipalityData:
    """A place at 2,000 kr. a day, billed in its own month in 2024 and 2025."""
    bills = []
    for year in (2024, 2025):
        for month in range(1, 13):
            first = dt.date(year, month, 1)
            days = ((first + dt.timedelta(days=31)).replace(day=1) - first).days
            bills.append(posting(days * 2000, f"{year}-{month:02d}", f"{year}-{month:02d}"))
    return municipality(grants=[grant()], postings=bills, budget=[budget(HOME, 700000, year=2025)])


def test_keys_are_sorted_with_ikke_fordelt_last() -> None:
    grants = [grant("i1", provider=None), grant("i2", provider="Åhuset"), grant("i3", provider="Bakken")]
    data = municipality(grants=grants)
    assert rows(forecast(data), data, "provider")["key"].to_list() == ["Bakken", "Åhuset", "-"]


def test_a_grant_is_called_by_its_number_paragraph_and_provider() -> None:
    data = municipality(grants=[grant("i1", provider="Åhuset"), grant("i2", provider=None)])
    assert rows(forecast(data), data, "grant")["label"].to_list() == ["i1 SEL § 107 · Åhuset", "i2 SEL § 107"]


def test_a_level_without_budgets_has_none() -> None:
    data = municipality(grants=[grant()], budget=[budget(HOME, 700000)])
    row = rows(forecast(data), data, "team").row(0, named=True)
    assert (row["original_budget"], row["adjusted_budget"], row["overspend"]) == (None, None, None)


def test_a_budget_without_spend_is_a_row_of_its_own() -> None:
    data = municipality(budget=[budget(HOME, 1000)])
    row = rows(forecast(data), data, "function").row(0, named=True)
    assert (row["key"], row["adjusted_budget"], row["forecast"]) == ("5.38.52", 1000, 0)
    assert row["overspend"] == -1000


def test_the_service_frame_leaves_out_refunds_and_their_budget() -> None:
    bills = [posting(62000, "2026-01", "2026-01"), posting(-10000, "2026-02", account=REFUND, grant_id=None)]
    data = municipality(grants=[grant()], postings=bills, budget=[budget(HOME, 700000), budget(REFUND, -40000)])
    result = forecast(data)
    everything = rows(result, data, "total").row(0, named=True)
    framed = rows(result, data, "total", frame_only=True).row(0, named=True)
    assert (everything["posted"], framed["posted"]) == (52000, 62000)
    assert (everything["adjusted_budget"], framed["adjusted_budget"]) == (660000, 700000)
    assert framed["refunds"] == 0


def test_persons_of_two_services_of_one_citizen_count_once_in_total() -> None:
    data = municipality(grants=[grant("i1", citizen="b1"), grant("i2", citizen="b1", paragraph="SEL § 85")])
    result = forecast(data)
    assert rows(result, data, "total")["full_year_persons"].to_list() == [1.0]
    assert rows(result, data, "paragraph")["full_year_persons"].to_list() == [1.0, 1.0]


def test_an_unknown_level_is_refused() -> None:
    data = municipality()
    with pytest.raises(ValueError, match="level nonsense"):
        rows(forecast(data), data, "nonsense")


def test_the_stamp_is_on_every_row() -> None:
    data = municipality(grants=[grant()], budget=[budget(FRAME, 1)])
    assert set(rows(forecast(data), data, "grant", stamp="abc")["stamp"]) == {"abc"}


def test_a_backtest_holds_every_method_against_the_final_accounts() -> None:
    """365 days at 2,000 kr. = 730,000 kr. At the close of June 181 days are booked (362,000 kr.)."""
    data, june = two_years(), dt.date(2025, 6, 30)
    found = backtest([(june, 2025, data)], data, Settings()).filter(pl.col("level") == "total")
    by_method = {row["method"]: row for row in found.iter_rows(named=True)}
    assert set(by_method) == set(METHODS) - {"linear_trend"}, "18 måneder er for få til en linje"
    assert {row["actual_kr"] for row in by_method.values()} == {Decimal(730000)}
    assert by_method["model"]["forecast_kr"] == 730000
    assert by_method["commitments"]["forecast_kr"] == 730000
    assert by_method["budget"]["forecast_kr"] == 700000
    assert by_method["last_year"]["forecast_kr"] == 732000, "2024 var skudår"
    assert by_method["ytd_scaled"]["forecast_kr"] == 724000
    expected = Decimal(362000) * 732000 / (182 * 2000)
    assert by_method["last_year_share"]["forecast_kr"] == expected.quantize(Decimal("0.01"))


def test_a_key_that_turned_up_later_is_a_miss_of_the_model() -> None:
    early = two_years()
    extra = posting(5000, "2025-11", account="9999", grant_id=None)
    later = municipality(grants=[grant()], postings=[*_bills(early), extra])
    found = backtest([(dt.date(2025, 6, 30), 2025, early)], later, Settings())
    miss = found.filter((pl.col("level") == "area") & (pl.col("key") == "-"))
    assert miss.select("method", "forecast_kr", "actual_kr").rows() == [("model", 0, 5000)]


def _bills(data: MunicipalityData) -> list[dict[str, object]]:
    return data.postings.to_dicts()


def test_an_empty_municipality_has_a_total_of_zeros() -> None:
    data = municipality()
    row = rows(forecast(data), data, "total").row(0, named=True)
    assert (row["key"], row["forecast"], row["posted"], row["adjusted_budget"]) == ("total", 0, 0, None)
    assert (row["low80"], row["high95"]) == (0, 0)
    assert rows(forecast(data), data, "paragraph").is_empty()


def test_the_trend_is_the_line_through_24_months() -> None:
    """1,000 kr. more every month: 1,000 in January 2024 ... 24,000 in December 2025. At the close of December the line
    goes on to 25,000 ... 36,000 kr. in 2026."""
    amounts = {(2024 + n // 12, n % 12 + 1): 1000 * (n + 1) for n in range(24)}
    bills = [posting(kr, f"{y}-{m:02d}", f"{y}-{m:02d}", grant_id=None) for (y, m), kr in amounts.items()]
    data, december = municipality(postings=bills), dt.date(2025, 12, 31)
    found = backtest([(december, 2026, data)], data, Settings())
    trend = found.filter((pl.col("level") == "total") & (pl.col("method") == "linear_trend"))
    assert trend["forecast_kr"].to_list() == [sum(range(25000, 37000, 1000))]


def test_no_states_no_backtest() -> None:
    assert backtest([], municipality(), Settings()).is_empty()


def test_next_year_can_be_forecast_before_it_begins() -> None:
    """2027 set fra marts 2026: 365 døgn a 2.000 kr."""
    data = municipality(grants=[grant()])
    row = rows(forecast(data, MARCH, 2027), data, "total").row(0, named=True)
    assert (row["posted"], row["accrued"], row["committed"]) == (0, 0, 730000)
