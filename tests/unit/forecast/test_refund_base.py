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
FEW = {"function": "5.28.22", "paragraph": None, "in_service_frame": False}
QUARTERS = ("03", "06", "09", "12")
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
    return float(grown(data, expected, number, function, received)["growth"].item())


def grown(
    data: MunicipalityData, expected: pl.DataFrame, number: str, function: str, received: float, claimed: float = 0.0
) -> pl.DataFrame:
    state = known(data)
    asked = {"account": number, "area": "Voksne", "function": function, "received": received, "claimed": claimed}
    years = courses.closed_years(state)
    cases = refund_cases.compared(state, ahead(expected), years, prices.to_year(state))
    return refund_base.growth(state, pl.DataFrame([asked]), expected, years, cases)


def test_a_refund_follows_the_paragraphs_that_it_is_a_refund_of() -> None:
    """120,000 kr. of shelters last year, 240,000 expected: twice as much back; the area grows by a tenth only."""
    expected = leaves(("5.38.52", P107, 1, 1_200_000), ("5.38.42", "SEL § 109", 1, 240_000))
    assert growth(shelters(), expected, SHELTER_REFUND, "5.38.42") == pytest.approx(2.0)


def test_what_is_to_come_follows_the_spend_of_the_months_that_nothing_was_claimed_of_yet() -> None:
    """Last year a quarter was claimed by March: that of the three first months. This year shelters cost 60,000 kr. in
    them and 45,000 in the nine months after, where last year's nine had 90,000: half as much comes, though the whole
    year has 105,000 to 120,000."""
    expected = leaves(
        ("5.38.52", P107, 1, 1_200_000), ("5.38.42", "SEL § 109", 3, 60_000), ("5.38.42", "SEL § 109", 7, 45_000)
    )
    booked = expected.with_columns(component=pl.when(pl.col("month") < 4).then(pl.lit("posted")).otherwise("component"))
    found = grown(shelters(), booked, SHELTER_REFUND, "5.38.42", 60_000, claimed=0.25)
    assert found.select("explained", "growth", "tail").row(0) == (True, pytest.approx(105 / 120), pytest.approx(0.5))


def test_an_account_that_received_more_than_its_own_kind_can_give_is_of_all_kinds() -> None:
    """Half of 120,000 kr. for shelters is 60,000; 110,000 were received on the account of the family expenses, which
    cost 100,000: half of both explains it. They become 240,000 and 100,000: 170,000 to 110,000."""
    data = shelters()
    bills = monthly(HOME, 2025, range(1, 13), 100_000 // 12)
    chart = pl.concat(
        [
            data.accounts.filter(pl.col("account") != HOME),
            frame("accounts", account(HOME, "aktivitetsstyret", function="5.57.72", paragraph="SEL § 42")),
        ]
    )
    data = MunicipalityData(
        **{**vars(data), "postings": pl.concat([data.postings, frame("postings", *bills)]), "accounts": chart}
    )
    expected = leaves(("5.57.72", "SEL § 42", 4, 99_996), ("5.38.42", "SEL § 109", 4, 240_000))
    found = grown(data, expected, "x", "5.57.72", 110_000)
    assert found.select("explained", "growth").row(0) == (True, pytest.approx(169_998 / 109_998))
    assert grown(data, expected, "x", "5.57.72", 40_000)["growth"].item() == pytest.approx(1.0)


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
    assert found.select("name", "area").unique().rows() == [("expensive", "Voksne")]
    assert found.sort("month")["then"].to_list() == [pytest.approx(5_000)] * 12
    assert found["now"].sum() == pytest.approx(51_000, rel=0.01), "the cheap ones that ran this year cost 1 % beside"
    assert found.filter(pl.col("month") <= 3)["now"].to_list() == [pytest.approx(5_000)] * 3


def test_dear_cases_that_do_not_explain_what_was_received_are_not_followed() -> None:
    """The limits give 60,000 kr. of 2025 and 50,000 of 2026. Had 300,000 kr. been received, something else is refunded:
    then the whole spend is followed, 12,000 kr. to 720,000."""
    expected = leaves(("5.38.52", P107, 4, 720_000))
    assert growth(dear(), expected, DEAR_REFUND, "5.22.07") == pytest.approx(51_000 / 60_000, rel=0.01)
    assert growth(dear(), expected, DEAR_REFUND, "5.22.07", received=300_000) == pytest.approx(60.0)


def test_of_dear_cases_the_whole_year_counts_as_much_as_what_is_left_of_it() -> None:
    """A quarter was claimed by March: of last year's other 45,000 kr. 36,000 come again, four fifths; of the whole year
    51 sixtieths do. Half-way between."""
    expected = leaves(("5.38.52", P107, 4, 720_000))
    found = grown(dear(), expected, DEAR_REFUND, "5.22.07", 60_000, claimed=0.25)
    assert found["tail"].item() == pytest.approx((36 / 45 + 51 / 60) / 2, rel=0.01)


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


def claimed(this_year: dict[int, int], *earlier: tuple[int, dict[int, int]], other: int = -30_000) -> MunicipalityData:
    """The refund of one function's few citizens, and another account's `other` each quarter of all years. The ledger
    begins in 2024; the spend is the same throughout."""
    months = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(2024 * 12, 2026 * 12 + 3)]
    bills = [posting(100_000, month, account=FRAME, grant_id=None) for month in months]
    bills += [posting(other, month, account=DEAR_REFUND, grant_id=None) for month in months if month[5:] in QUARTERS]
    for year, lines in [*earlier, (2026, this_year)]:
        bills += [posting(kr, f"{year}-{month:02d}", account=REFUND, grant_id=None) for month, kr in lines.items()]
    data = municipality(postings=bills)
    return MunicipalityData(
        **{**vars(data), "accounts": frame("accounts", *CHART, account(REFUND, "rammestyret", dranst="2", **FEW))}
    )


def of_few(data: MunicipalityData, **where: Any) -> Decimal:
    return component(forecast(data), "refunds", account=REFUND, **where)


def test_a_refund_that_is_new_goes_on_as_refunds_do() -> None:
    """Claimed 50,000 kr. in March, as others claim a quarter a quarter: 50,000 in each that comes, but a quarter of a
    year weighs 0.25 / (0.25 + 0.6) beside the nothing of last year."""
    assert of_few(claimed({3: -50_000}), month=9) == pytest.approx(Decimal(-50_000 * 25 / 85), abs=1)


def test_the_year_in_which_a_refund_began_tells_nothing_of_its_course() -> None:
    """It began last December. A claim in March is no sign that the whole year's was far too high."""
    found = claimed({3: -50_000}, (2025, {12: -30_000}))
    assert of_few(found, month=6) == pytest.approx(Decimal(-50_000 * 25 / 85), abs=1)
    assert of_few(found, month=12) == pytest.approx(Decimal(-50_000 * 25 / 85 - 30_000 * 60 / 85), abs=1)


def test_a_refund_stands_under_the_paragraph_that_its_account_has_this_year() -> None:
    data = claimed({}, (2024, {12: -30_000}), (2025, {12: -30_000}))
    then = frame("accounts", account(REFUND, "rammestyret", dranst="2", year=2025, **{**FEW, "paragraph": "SEL § 42"}))
    now = frame("accounts", account(REFUND, "rammestyret", dranst="2", year=2026, **{**FEW, "paragraph": "BL § 87"}))
    rest = data.accounts.filter(pl.col("account") != REFUND)
    changed = MunicipalityData(**{**vars(data), "accounts": pl.concat([rest, then, now])})
    assert of_few(changed, paragraph="BL § 87") == pytest.approx(Decimal(-30_000), abs=1)


def first_year(*claims: tuple[int, str]) -> MunicipalityData:
    """`dear` in the ledger's first year: shelters cost 10,000 kr. a month, and nobody has closed a year yet."""
    data = dear()
    bills = [*monthly(SHELTER, 2026, range(1, 4), 10_000)]
    bills += [posting(kr, "2026-03", account=number, grant_id=None) for kr, number in claims]
    return MunicipalityData(**{**vars(data), "postings": frame("postings", *bills)})


def test_in_a_first_year_the_refund_is_what_the_law_gives_of_it() -> None:
    """5,000 kr. a month of the dear place: 60,000 of the year. Half of 120,000 kr. of shelters: 60,000."""
    result = forecast(first_year())
    assert component(result, "refunds", account=DEAR_REFUND) == pytest.approx(Decimal(-60_000), rel=Decimal("0.02"))
    assert component(result, "refunds", account=SHELTER_REFUND) == pytest.approx(Decimal(-60_000), rel=Decimal("0.02"))
    in_may = component(result, "refunds", account=SHELTER_REFUND, month=5)
    assert in_may == pytest.approx(Decimal(-60_000) / 9, rel=Decimal("0.02"))


def test_what_is_claimed_of_it_does_not_come_again() -> None:
    claimed = first_year((-25_000, SHELTER_REFUND), (-90_000, DEAR_REFUND))
    result = forecast(claimed)
    assert component(result, "refunds", account=SHELTER_REFUND) == pytest.approx(Decimal(-35_000), rel=Decimal("0.04"))
    assert component(result, "refunds", account=DEAR_REFUND) == 0, (
        "more than the year gives is not paid back on no year"
    )


def test_an_account_with_a_budget_keeps_it_in_a_first_year() -> None:
    data = first_year()
    planned = frame("budget", {"year": 2026, "account": SHELTER_REFUND, "original": Decimal(-120_000)})
    result = forecast(MunicipalityData(**{**vars(data), "budget": planned}))
    assert component(result, "refunds", account=SHELTER_REFUND) == Decimal(-90_000)
    assert component(result, "refunds", account=DEAR_REFUND) == pytest.approx(Decimal(-60_000), rel=Decimal("0.02"))


def test_claims_that_were_all_paid_back_are_no_course() -> None:
    """What was claimed last March was paid back in June: nothing was received, and nothing is expected."""
    cancelled = claimed({}, (2024, {12: -1}), (2025, {3: -30_000, 6: 30_000}), other=0)
    assert of_few(cancelled) == 0
    again = claimed({3: -50_000}, (2025, {3: -30_000, 6: 30_000}), other=0)
    assert of_few(again, month=12) == 0
