"""What a refund account follows: the paragraphs that are refunded, the limits of dear cases, its function, its area."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.forecast import courses, prices, refund_base, refund_cases
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import (
    FRAME,
    HOME,
    MARCH,
    P107,
    REFUND,
    account,
    component,
    forecast,
    frame,
    grant,
    municipality,
    posting,
)

SHELTER, SHELTER_REFUND, DEAR_REFUND = "5384214000000005", "5384224000000006", "5220724000000007"
CHART = (
    account(HOME, "aktivitetsstyret"),
    account(FRAME, "rammestyret"),
    account(SHELTER, "rammestyret", function="5.38.42", paragraph="SEL § 109"),
    account(SHELTER_REFUND, "rammestyret", function="5.38.42", dranst="2", paragraph=None),
    account(DEAR_REFUND, "rammestyret", function="5.22.07", dranst="2", paragraph=None),
)


def placed(bills: list[dict[str, Any]], **datasets: Any) -> MunicipalityData:
    data = municipality(postings=bills, **datasets)
    return MunicipalityData(**{**vars(data), "accounts": frame("accounts", *CHART)})


def monthly(number: str, year: int, months: range, amount: int) -> list[dict[str, Any]]:
    return [posting(amount, f"{year}-{month:02d}", account=number, grant_id=None) for month in months]


def known(data: MunicipalityData) -> State:
    return prepare(data, MARCH, 2026, Settings())


def leaves(*lines: tuple[str, str, int, int]) -> pl.DataFrame:
    """Lines of function, paragraph, month and kr., all in the area *Voksne* and committed."""
    columns = ["function", "paragraph", "month", "amount_kr"]
    rows = pl.DataFrame(lines, schema=columns, orient="row")
    return rows.with_columns(area=pl.lit("Voksne"), component=pl.lit("committed"))


def shelters() -> MunicipalityData:
    """Last year 10,000 kr. a month of shelters beside 100,000 of other things, and half of it back each quarter. This
    year shelters cost twice as much."""
    bills = [*monthly(FRAME, 2025, range(1, 13), 100000), *monthly(FRAME, 2026, range(1, 4), 100000)]
    bills += [*monthly(SHELTER, 2025, range(1, 13), 10000), *monthly(SHELTER, 2026, range(1, 4), 20000)]
    return placed(
        bills + [posting(-15000, f"2025-{m:02d}", account=SHELTER_REFUND, grant_id=None) for m in (3, 6, 9, 12)]
    )


def ahead(expected: pl.DataFrame) -> pl.DataFrame:
    """What help is to be given after March."""
    return expected.filter(pl.col("month") > MARCH.month).select("area", kr=pl.col("amount_kr").cast(pl.Float64))


def growth(
    data: MunicipalityData, expected: pl.DataFrame, number: str, function: str, received: float = 60_000
) -> float:
    state = known(data)
    asked = pl.DataFrame({"account": [number], "area": ["Voksne"], "function": [function], "received": [received]})
    years = courses.closed_years(state)
    cases = refund_cases.compared(state, ahead(expected), years, prices.to_year(state))
    found = refund_base.growth(state, asked, expected, years, cases)
    return float(found["growth"].item())


def test_a_refund_follows_the_paragraphs_that_it_is_a_refund_of() -> None:
    """120,000 kr. of shelters last year, 240,000 expected: twice as much back; the area grows by a tenth only."""
    expected = leaves(("5.38.52", P107, 1, 1_200_000), ("5.38.42", "SEL § 109", 1, 240_000))
    assert growth(shelters(), expected, SHELTER_REFUND, "5.38.42") == pytest.approx(2.0)


def test_where_the_kind_has_no_spend_the_function_is_followed_and_then_the_area() -> None:
    """Function 5.38.52: 1,200,000 to 1,500,000. A function without spend: the area, 1,320,000 to 1,740,000."""
    expected = leaves(("5.38.52", P107, 1, 1_500_000), ("5.38.42", "SEL § 109", 1, 240_000))
    assert growth(shelters(), expected, "x", "5.38.52") == pytest.approx(1.25)
    assert growth(shelters(), expected, "x", "5.57.99") == pytest.approx(1_740_000 / 1_320_000)


def test_spend_that_was_placed_otherwise_last_year_is_not_followed() -> None:
    """Shelters at 600,000 kr. after 120,000 are five times as much: then the function's 120,000 to 600,000 is neither,
    and the area's 1,320,000 to 1,800,000 is."""
    expected = leaves(("5.38.52", P107, 1, 1_200_000), ("5.38.42", "SEL § 109", 1, 600_000))
    assert growth(shelters(), expected, SHELTER_REFUND, "5.38.42") == pytest.approx(1_800_000 / 1_320_000)


def dear() -> MunicipalityData:
    """One place at 100,000 kr. a month since 2022, and a hundred cheap ones that ended one by one. The limits that the
    controller has entered are 80,000, 150,000 and 200,000 kr. a month: 5,000 kr. back each month."""
    begun, of_month = {"start_date": dt.date(2022, 1, 1), "registered_on": dt.date(2022, 1, 1)}, {"price_unit": "måned"}
    ends = [dt.date(2023, 1, 31) + dt.timedelta(days=11 * number) for number in range(100)]
    cheap = [
        grant(f"e{number}", **begun, **of_month, end_date=end, unit_price=Decimal(1000), status="afsluttet")
        for number, end in enumerate(ends)
    ]
    place = grant("i1", **begun, **of_month, unit_price=Decimal(100000))
    bills = [*monthly(FRAME, 2025, range(1, 13), 1000), *monthly(FRAME, 2026, range(1, 4), 1000)]
    data = placed(bills, grants=[*cheap, place])
    limits = {"first": 960_000, "second": 1_800_000, "third": 2_400_000}
    rows = [(f"refund.sel_176.limit_{step}", dt.date(2026, 1, 1), Decimal(kr)) for step, kr in limits.items()]
    entered = pl.DataFrame(rows, schema=data.law_values.schema, orient="row")
    return MunicipalityData(**{**vars(data), "law_values": entered})


def test_the_refund_of_dear_cases_by_the_years_own_limits() -> None:
    """5,000 kr. in each month of 2025: 60,000. In 2026 15,000 until March; the place alone cost 300,000 of these three
    months' 300,000, so of 720,000 that help is expected to cost in the nine months to come 12,000 comes back per
    240,000: 36,000."""
    state = known(dear())
    expected = leaves(("5.38.52", P107, 4, 720_000))
    found = refund_cases.compared(state, ahead(expected), [2025], prices.to_year(state))
    assert found.select("name", "area").rows() == [("expensive", "Voksne")]
    assert found["then"].item() == pytest.approx(60_000)
    assert found["now"].item() == pytest.approx(51_000, rel=0.01), "the cheap ones that ran this year cost 1 % beside"


def test_dear_cases_that_do_not_explain_what_was_received_are_not_followed() -> None:
    """The limits give 60,000 kr. of 2025 and 50,000 of 2026. Had 300,000 kr. been received, something else is refunded:
    then the whole spend is followed, 12,000 kr. to 720,000."""
    expected = leaves(("5.38.52", P107, 4, 720_000))
    assert growth(dear(), expected, DEAR_REFUND, "5.22.07") == pytest.approx(51_000 / 60_000, rel=0.01)
    assert growth(dear(), expected, DEAR_REFUND, "5.22.07", received=300_000) == pytest.approx(60.0)


def test_a_list_of_active_grants_only_does_not_tell_what_last_years_dear_cases_were() -> None:
    data = dear()
    active = MunicipalityData(**{**vars(data), "grants": data.grants.filter(pl.col("status") == "aktiv")})
    state = known(active)
    expected = ahead(leaves(("5.38.52", P107, 4, 720_000)))
    assert refund_cases.compared(state, expected, [2025], prices.to_year(state)).is_empty()


def test_a_refund_goes_on_as_in_the_last_closed_year() -> None:
    """A child who came to the country has been refunded more each year; the spend has been the same throughout."""
    months = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(2023 * 12, 2026 * 12 + 3)]
    bills = [posting(60_000, month, month) for month in months]
    received = {2023: -10_000, 2024: -20_000, 2025: -60_000}
    bills += [posting(kr, f"{year}-06", account=REFUND, grant_id=None) for year, kr in received.items()]
    place = grant(unit_price=Decimal(60_000), price_unit="måned")
    assert component(forecast(municipality(grants=[place], postings=bills)), "refunds", month=6) == -60_000
