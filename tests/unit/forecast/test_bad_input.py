"""Bad input gives a forecast with a stated weakness: never a traceback, never a silent zero."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cockpit.forecast import ForecastResult, paragraph_bars, paragraph_years, rows
from tests.unit.forecast.world import (
    FRAME,
    HOME,
    P107,
    REFUND,
    budget,
    component,
    forecast,
    grant,
    municipality,
    posting,
)

MONTHS = range(2023 * 12, 2026 * 12 + 3)


def period(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def bills(numbers: Any = MONTHS, amount: int = 60000, **extra: Any) -> list[dict[str, Any]]:
    return [posting(amount, period(n), period(n), **extra) for n in numbers]


def total(result: ForecastResult) -> Decimal:
    return Decimal(result.leaves["amount_kr"].sum())


def said(result: ForecastResult, words: str) -> bool:
    return any(words in sentence for sentence in result.weaknesses)


def test_nothing_at_all() -> None:
    result = forecast(municipality())
    assert total(result) == 0
    assert said(result, "ingen indsatser")


def test_one_month_of_one_export() -> None:
    """The first month of use: what is committed stands, and what is lacking is said."""
    result = forecast(municipality(grants=[grant()], postings=bills([2026 * 12 + 2])))
    assert component(result, "committed") == Decimal("550000.00")
    assert said(result, "intet afsluttet regnskabsår")
    assert said(result, "intet bogført i januar, februar 2026")


def test_a_month_without_postings_is_said_and_accrued() -> None:
    gap = [n for n in MONTHS if n != 2026 * 12 + 1]
    result = forecast(municipality(grants=[grant()], postings=bills(gap)))
    assert said(result, "intet bogført i februar 2026")
    assert component(result, "accrued", month=2) > 0, "february was delivered, and its bill is expected"


def test_a_ledger_that_stops_early_is_said() -> None:
    result = forecast(municipality(grants=[grant()], postings=bills(range(2023 * 12, 2025 * 12 + 10))))
    assert said(result, "intet bogført i januar, februar, marts 2026")
    assert component(result, "accrued") > Decimal("0.85") * 90 * 2000, (
        "three months were delivered, and no bill could come"
    )
    assert component(result, "committed") > 0


def test_a_ledger_without_grants_still_forecasts() -> None:
    result = forecast(municipality(postings=bills(grant_id=None)))
    assert component(result, "other") == pytest.approx(Decimal(9 * 60000), rel=Decimal("0.01"))
    assert said(result, "ingen indsatser")


def test_grants_without_a_ledger_still_forecast() -> None:
    result = forecast(municipality(grants=[grant()]))
    assert component(result, "committed") == Decimal("550000.00")
    assert said(result, "intet bogført")


def test_a_paragraph_that_vanishes_and_one_that_appears() -> None:
    """§ 85 had its last bill in 2024; § 104 is new this year: the first expects nothing, the second goes on."""
    old = grant(
        "gl", paragraph="SEL § 85", start_date=dt.date(2022, 1, 1), end_date=dt.date(2024, 6, 30), status="afsluttet"
    )
    new = grant("ny", paragraph="SEL § 104", start_date=dt.date(2026, 1, 1), registered_on=dt.date(2026, 1, 5))
    before = bills(range(2023 * 12, 2024 * 12 + 6), grant_id="gl", paragraph="SEL § 85")
    now = bills(range(2026 * 12, 2026 * 12 + 3), grant_id="ny", paragraph="SEL § 104")
    result = forecast(municipality(grants=[grant(), old, new], postings=[*bills(), *before, *now]))
    assert component(result, "committed", paragraph="SEL § 85") == 0
    assert component(result, "committed", paragraph="SEL § 104") == Decimal("550000.00")
    by = rows(result, municipality(grants=[grant(), old, new]), "paragraph")
    assert by["forecast"].null_count() == 0


def test_negative_months_leave_no_negative_forecast() -> None:
    """A year's correction lies in March: minus 500,000 kr. What is to come is still the place's price."""
    wrong = [*bills(), posting(-500000, "2026-03", "2026-03")]
    result = forecast(municipality(grants=[grant()], postings=wrong))
    ahead = sum(component(result, name) for name in ("committed", "outflow", "inflow"))
    assert ahead > Decimal(250000)


def test_a_frame_account_with_negative_months() -> None:
    monthly = {n: (-9000 if n % 12 == 5 else 10000) for n in MONTHS}
    books = [posting(kr, period(n), account=FRAME, grant_id=None) for n, kr in monthly.items()]
    result = forecast(municipality(postings=books, budget=[budget(FRAME, 120000)]))
    assert 0 < component(result, "other") < Decimal(200000)


def test_one_grant_of_eight_million_is_not_spread_over_the_others() -> None:
    """Twenty ordinary places and one of 8 m kr. a year, all new within the last years: the great one is committed as it
    stands, and the small kinds of help beside it do not take its price."""
    usual = [
        grant(f"u{n}", paragraph="SEL § 85", start_date=dt.date(2024 + n // 12, n % 12 + 1, 1), unit_price=Decimal(100),
              registered_on=dt.date(2024 + n // 12, n % 12 + 1, 1))
        for n in range(20)
    ]  # fmt: skip
    great = grant("stor", unit_price=Decimal(21918), start_date=dt.date(2025, 9, 1), registered_on=dt.date(2025, 9, 1))
    result = forecast(municipality(grants=[*usual, great]))
    assert component(result, "committed", grant_id="stor") == Decimal(275 * 21918)
    assert component(result, "inflow", paragraph="SEL § 85") < Decimal(300000)


@pytest.mark.parametrize(
    "broken",
    [
        {"start_date": dt.date(2027, 1, 1)},
        {"end_date": dt.date(2019, 1, 1)},
        {"citizen": None, "provider": None, "team": None, "service": "?"},
        {"unit_price": None, "price_unit": None},
        {"unit_price": Decimal(-500)},
        {"paragraph": "-"},
        {"registered_on": dt.date(2030, 1, 1), "decided_on": dt.date(2030, 1, 1)},
        {"status": None, "account": None},
    ],
)
def test_a_strange_grant_never_stops_the_forecast(broken: dict[str, Any]) -> None:
    """Beside an ordinary one, whose figures it leaves alone."""
    result = forecast(municipality(grants=[grant(), grant("sær", **broken)], postings=bills()))
    assert component(result, "committed", grant_id="i1") == Decimal("550000.00")


def test_every_citizen_on_one_pseudonym_and_every_grant_on_one_day() -> None:
    """A mapping that put the same citizen on all rows: chains of a thousand pairs, and still an answer."""
    alike = [grant(f"g{n}", citizen="b", start_date=dt.date(2025, 1, 1)) for n in range(200)]
    result = forecast(municipality(grants=alike, postings=bills()))
    assert component(result, "committed") == 200 * Decimal("550000.00")


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_of_the_year(month: int) -> None:
    last = dt.date(2026, month, 28)
    data = municipality(
        grants=[grant(), grant("i2", end_date=dt.date(2026, 6, 30))],
        postings=[
            *bills(range(2023 * 12, 2026 * 12 + month)),
            posting(-9000, "2025-05", account=REFUND, grant_id=None),
        ],
        budget=[budget(FRAME, 120000), budget(HOME, 700000)],
    )
    result = forecast(data, as_of=last)
    assert total(result) > Decimal(500000)
    assert component(result, "committed", paragraph=P107) == pytest.approx(
        Decimal(2000) * sum((dt.date(2026 + m // 12, m % 12 + 1, 1) - dt.date(2026, m, 1)).days * (1 + (m < 7))
                            for m in range(month + 1, 13)), abs=Decimal(1)
    )  # fmt: skip


def test_row_order_moves_no_figure() -> None:
    grants = [grant(f"g{n}", start_date=dt.date(2024 + n % 2, n % 12 + 1, 1)) for n in range(30)]
    lines = [line for n in range(30) for line in bills(range(2025 * 12, 2026 * 12 + 3), grant_id=f"g{n}")]
    first = forecast(municipality(grants=grants, postings=lines))
    again = forecast(municipality(grants=grants[::-1], postings=lines[::-1]))
    assert first.leaves.equals(again.leaves)
    assert isinstance(first.leaves, pl.DataFrame)


def test_a_budget_on_what_the_ledger_does_not_have_counts_and_is_told_of() -> None:
    """An area, a paragraph and an account that nobody else knows: 50.000 + 7.000 + 3.000."""
    loose: list[dict[str, Any]] = [
        {"year": 2026, "area": "Kultur", "original": Decimal(50_000)},
        {"year": 2026, "paragraph": "SEL § 999", "original": Decimal(7_000)},
        {"year": 2026, "account": "999999", "original": Decimal(3_000)},
    ]
    data = municipality(grants=[grant()], postings=bills(), budget=[budget(HOME, 200_000), *loose])
    result = forecast(data)
    assert said(result, "60.000 kr. af budgettet står på steder")
    assert said(result, "999999, Kultur, SEL § 999")
    assert rows(result, data, "total")["adjusted_budget"].to_list() == [Decimal(260_000)]
    by_area = dict(rows(result, data, "area").select("key", "adjusted_budget").iter_rows())
    assert by_area["Kultur"] == Decimal(50_000)
    assert sum(by_area.values()) == Decimal(260_000)
    assert rows(result, data, "provider")["adjusted_budget"].null_count() == rows(result, data, "provider").height


def test_a_budget_on_an_area_that_the_chart_has_is_nothing_to_tell() -> None:
    data = municipality(
        grants=[grant()], postings=bills(), budget=[{"year": 2026, "area": "Voksne", "original": Decimal(5)}]
    )
    assert not said(forecast(data), "af budgettet står på steder")


def test_a_hole_in_the_ledger_is_filled_where_bills_usually_come_and_nothing_is_taken_for_silence() -> None:
    """As ever, but December 2025's books are missing, and in another town February 2026's. The place costs 2,000 kr. a
    day: nearly a year's 730,000 kr. are expected, not one month less."""
    for hole in (2025 * 12 + 11, 2026 * 12 + 1):
        gap = [n for n in MONTHS if n != hole]
        result = forecast(municipality(grants=[grant()], postings=bills(gap, amount=61000)))
        ahead = sum(component(result, name) for name in ("committed", "outflow"))
        assert ahead == pytest.approx(550000, rel=0.05), "a month without an export says nothing of the price"
        assert total(result) == pytest.approx(730000, rel=0.05)


@pytest.mark.parametrize("lacking", [["2026-02"], ["2025-06", "2025-07"]])
def test_months_without_an_export_end_nobody_and_make_nobody_cheaper(lacking: list[str]) -> None:
    """Sixty places, each month billed at once, a month or two months late. Without February 2026 one place in nine is
    unheard of since December, as it would be in any year that lacked that month; without June and July 2025 most bills
    of June are lacking, so that June tells nothing of the price."""
    places = [grant(f"g{n}") for n in range(60)]
    late = [(n, m, m + (7 * n + 5 * m + n // 9) % 3) for n in range(60) for m in MONTHS]
    whole = [
        posting(60833, period(booked), period(month), grant_id=f"g{n}") for n, month, booked in late if booked in MONTHS
    ]
    ahead = []
    for books in (whole, [line for line in whole if line["period"] not in lacking]):
        result = forecast(municipality(grants=places, postings=books))
        ahead.append(float(sum(component(result, name) for name in ("committed", "outflow"))))
    assert ahead[1] == pytest.approx(ahead[0], rel=0.02)


def test_months_that_an_earlier_year_lacks_are_said() -> None:
    """Ten months of 60,000 kr. are there."""
    books = bills(n for n in MONTHS if n not in (2025 * 12 + 5, 2025 * 12 + 6))
    result = forecast(municipality(grants=[grant()], postings=books))
    assert said(result, "Der er intet bogført i juni 2025, juli 2025; der plejer at være 60.000 kr. om måneden.")
    assert not said(forecast(municipality(grants=[grant()], postings=bills())), "plejer at være")


def test_a_frame_account_keeps_its_missing_months() -> None:
    """A budget of 120,000 kr., 10,000 kr. a month since July; the export of February is missing, or of all since
    December: the year is 120,000 kr. nevertheless."""
    for missing in ({2026 * 12 + 1}, set(range(2026 * 12, 2026 * 12 + 3))):
        numbers = [n for n in range(2025 * 12 + 6, 2026 * 12 + 3) if n not in missing]
        books = [posting(10000, period(n), account=FRAME, grant_id=None) for n in numbers]
        result = forecast(municipality(postings=books, budget=[budget(FRAME, 120000)]))
        assert total(result) == Decimal(120000)
        assert said(result, "er skønnet for de lukkede måneder")


def test_a_month_below_zero_is_said_and_counts() -> None:
    result = forecast(municipality(grants=[grant()], postings=[*bills(), posting(-500000, "2026-03", "2026-03")]))
    assert said(result, "Der er bogført −440.000 kr. netto på")
    assert said(result, "i marts 2026")


def test_a_correction_of_last_autumn_is_said_since_grants_are_compared_with_it() -> None:
    corrected = [*bills(), posting(-500000, "2025-10", "2025-10")]
    assert said(forecast(municipality(grants=[grant()], postings=corrected)), "i oktober 2025")
    older = [*bills(), posting(-500000, "2025-03", "2025-03")]
    assert not said(forecast(municipality(grants=[grant()], postings=older)), "netto på")


def test_a_ledger_with_its_sign_turned_is_said() -> None:
    """Three months of minus 60,000 kr.; a correction of plus 3,000 kr. hides nothing."""
    books = [*bills(amount=-60000), posting(3000, "2026-03", "2026-03")]
    result = forecast(municipality(grants=[grant()], postings=books))
    assert said(result, "Årets udgifter er bogført med −177.000 kr. i alt: er fortegnet i posteringerne vendt?")
    one_month = [*bills(), posting(-500000, "2026-03", "2026-03")]
    assert not said(forecast(municipality(grants=[grant()], postings=one_month)), "fortegnet")


@pytest.mark.parametrize("numbers", [[], [2026 * 12 + 2]])
def test_paragraphs_over_the_years_without_a_year_before(numbers: list[int]) -> None:
    """No ledger, and the first month of use: this year's 550,000 kr. stand alone, at 2,000 kr. a day."""
    data = municipality(grants=[grant()], postings=bills(numbers), budget=[budget(HOME, 700000)])
    result = forecast(data)
    by = rows(result, data, "paragraph")
    assert paragraph_years(result, by)["year"].to_list() == [2026]
    bars, compared = paragraph_bars(result, data, by)
    assert compared == "last_year"
    assert bars["amount_kr"].sum() == by["overspend"].sum()


def test_one_grant_that_swings_everything_is_said() -> None:
    small = [grant(f"u{n}", unit_price=Decimal(100)) for n in range(10)]
    result = forecast(municipality(grants=[*small, grant("stor", unit_price=Decimal(21900))]))
    assert said(result, "En enkelt indsats er 96 % af det disponerede resten af 2026 (6,0 mio. kr.)")
    assert not said(forecast(municipality(grants=[*small, *(grant(f"v{n}") for n in range(20))])), "enkelt indsats")


def test_a_paragraph_that_is_new_and_one_that_is_gone_are_said() -> None:
    new = grant("ny", paragraph="SEL § 104", start_date=dt.date(2026, 1, 1))
    before = bills(range(2025 * 12, 2025 * 12 + 3), grant_id=None, paragraph="SEL § 85")
    now = bills(range(2026 * 12, 2026 * 12 + 3), grant_id="ny", paragraph="SEL § 104")
    result = forecast(municipality(grants=[grant(), new], postings=[*bills(), *before, *now]))
    assert said(result, "SEL § 104 er ny i 2026")
    assert said(result, "SEL § 85 har intet i 2026; der var 180.000 kr. i de samme måneder sidste år.")
