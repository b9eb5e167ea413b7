"""Årets forventede regnskab lægges sammen af ni dele, som hver kan regnes efter i hånden.

Bogført er alt på årets perioder 00-13. Leveret, ikke bogført er det borgerne har fået til og med opgørelsesdagen, og
som ingen har sendt regning for endnu. Disponeret er kendte indsatser resten af året til deres registrerede slutdato,
uvægtet og efter egenbetaling. En regning fra et tidligere år vises for sig. Et skøn lægges til og retter aldrig et tal.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.forecast_table import COMPONENTS, LEVELS, ROW_SCHEMA
from cockpit.forecast import months, rows
from tests.unit.forecast.world import (
    FRAME,
    HOME,
    MARCH,
    P107,
    budget,
    component,
    forecast,
    grant,
    municipality,
    posting,
    skoen,
)


def kr(text: str) -> Decimal:
    """`118.000,00` as a number."""
    return Decimal(text.replace(".", "").replace(",", "."))


def test_one_grant_one_bill_one_budget_line_at_the_close_of_march() -> None:
    """Et botilbud til 2.000 kr. i døgnet. Januar er bogført i februar. Rammen på 120.000 kr. er brugt med 25.000 kr."""
    data = municipality(
        grants=[grant()],
        postings=[posting(62000, "2026-02", "2026-01"), posting(25000, "2026-03", account=FRAME, grant_id=None)],
        budget=[budget(HOME, 700000), budget(FRAME, 120000)],
    )
    row = rows(forecast(data), data, "total").row(0, named=True)
    assert row["posted"] == kr("87.000,00")
    assert row["accrued"] == kr("118.000,00"), "februar 28 døgn og marts 31 døgn a 2.000 kr."
    assert row["committed"] == kr("550.000,00"), "275 døgn april-december a 2.000 kr."
    assert row["other"] == kr("90.000,00"), "ni tolvtedele af rammens budget"
    assert (row["outflow"], row["pipeline"], row["inflow"], row["refunds"], row["adjustment"]) == (0, 0, 0, 0, 0)
    assert row["forecast"] == kr("845.000,00")
    assert row["adjusted_budget"] == kr("820.000,00")
    assert row["overspend"] == kr("25.000,00"), "merforbrug er plus i beregningen"
    assert row["full_year_persons"] == 1.0
    assert row["unit_price"] == kr("730.000,00"), "365 døgn a 2.000 kr.; rammen tæller ikke med i enhedsprisen"


def test_a_bill_of_an_earlier_year_is_posted_but_stands_apart() -> None:
    """En regning for november 2025, bogført i februar 2026, er en del af det bogførte og vises for sig."""
    bills = [posting(62000, "2026-02", "2026-01"), posting(60000, "2026-02", "2025-11")]
    data = municipality(grants=[grant()], postings=bills)
    row = rows(forecast(data), data, "total").row(0, named=True)
    assert row["posted"] == kr("122.000,00")
    assert row["prior_years"] == kr("60.000,00")
    assert row["accrued"] == kr("118.000,00"), "den gamle regning betaler ikke for februar eller marts"
    assert row["unit_price"] == kr("730.000,00"), "og den gør ikke årets enhedspris dyrere"


def test_an_end_date_within_the_year_ends_the_commitment() -> None:
    """Slut 30. juni: 91 døgn april-juni a 2.000 kr."""
    result = forecast(municipality(grants=[grant(end_date=dt.date(2026, 6, 30))]))
    assert component(result, "committed") == kr("182.000,00")
    assert component(result, "committed", grant_id="i1") == kr("182.000,00"), "på den enkelte indsats"


def test_an_expected_end_counts_where_no_end_is_decided() -> None:
    result = forecast(municipality(grants=[grant(expected_end_date=dt.date(2026, 4, 30))]))
    assert component(result, "committed") == kr("60.000,00")


def test_the_commitment_is_net_of_what_the_citizen_pays() -> None:
    """Egenbetaling 3.000 kr. om måneden i ni måneder trækkes fra én gang."""
    result = forecast(municipality(grants=[grant(citizen_payment=Decimal(3000))]))
    assert component(result, "committed") == kr("523.000,00")


def test_a_month_that_is_booked_in_full_is_never_accrued_again() -> None:
    bills = [posting(62000, "2026-02", "2026-01"), posting(56000, "2026-03", "2026-02")]
    assert component(forecast(municipality(grants=[grant()], postings=bills)), "accrued") == kr("62.000,00")


def test_a_half_booked_month_accrues_the_other_half() -> None:
    bills = [
        posting(62000, "2026-01", "2026-01"),
        posting(56000, "2026-02", "2026-02"),
        posting(31000, "2026-03", "2026-03"),
    ]
    result = forecast(municipality(grants=[grant()], postings=bills))
    assert component(result, "accrued") == kr("31.000,00")
    assert result.accrual.rows() == [("i1", 3, 62000.0, 1.0, 31000.0, 1.0)], "(31 døgn a 2.000 - 31.000) x 100 %"


def test_what_a_grant_has_accrued_is_the_product_that_its_terms_say() -> None:
    """Fem indsatser, hvis regninger kommer måneden efter; den femtes for februar mangler endnu i marts. Hver linje i
    leveret, ikke bogført er prisen gange chancen for at den løber, mindre det bogførte, gange regningens chance."""
    grants = [grant(f"i{n}") for n in range(1, 6)]
    bills = [
        posting(2000 * days, f"2026-{month + 1:02d}", f"2026-{month:02d}", grant_id=f"i{n}")
        for n in range(1, 6)
        for month, days in ((1, 31), (2, 28))
        if (n, month) != (5, 2)
    ]
    result = forecast(municipality(grants=grants, postings=bills))
    terms = result.accrual.rows()
    assert [(grant_id, month) for grant_id, month, *_ in terms] == [
        ("i1", 3), ("i2", 3), ("i3", 3), ("i4", 3), ("i5", 2), ("i5", 3)
    ]  # fmt: skip
    for grant_id, month, price, runs, paid, chance in terms:
        line = component(result, "accrued", grant_id=grant_id, month=month)
        assert float(line) == pytest.approx((price * runs - paid) * chance, abs=0.005)


def test_a_ledger_booked_by_supplier_alone_is_behind_as_it_was_in_closed_years() -> None:
    """Tre borgere a 30.000 kr. om måneden, den tredje til og med 2025. Regningen for dem alle kommer måneden efter og
    siger hverken borger eller måned; decembers står i periode 13. I 2024 og 2025 var bøgerne derfor hele tiden en måned
    bagud, til året blev lukket. Det er de også i marts 2026: en måned mangler for de to, der er tilbage."""
    usual = {"unit_price": Decimal(30_000), "price_unit": "måned"}
    ended = grant("i3", end_date=dt.date(2025, 12, 31), status="afsluttet", **usual)
    grants = [grant("i1", **usual), grant("i2", **usual), ended]
    closed = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 14)]
    bills = [posting(90_000, booked, grant_id=None) for booked in closed if booked[5:] != "01"]
    bills += [posting(60_000, booked, grant_id=None) for booked in ("2026-02", "2026-03")]
    bills += [posting(1, f"{year}-01", account=FRAME, grant_id=None) for year in (2024, 2025, 2026)]
    data = municipality(grants=grants, postings=bills)
    assert component(forecast(data), "accrued") == kr("60.000"), "en måned for to borgere"
    steady = [posting(90_000, booked, grant_id=None) for booked in closed if booked[5:] != "13"]
    steady += [posting(60_000, f"2026-{month:02d}", grant_id=None) for month in (1, 2, 3)]
    assert component(forecast(municipality(grants=grants, postings=steady)), "accrued") == 0, "her er de ikke bagud"


def test_an_overpaid_month_gives_no_negative_accrual() -> None:
    bills = [
        posting(99000, "2026-01", "2026-01"),
        posting(56000, "2026-02", "2026-02"),
        posting(62000, "2026-03", "2026-03"),
    ]
    assert component(forecast(municipality(grants=[grant()], postings=bills)), "accrued") == kr("0,00")


def test_a_grant_on_a_frame_counts_in_persons_but_not_in_kroner() -> None:
    """Egen støtte på en ramme giver ingen regning: den er én helårsperson og 0 kr. fra indsatser."""
    data = municipality(grants=[grant(settlement="ramme", account=FRAME)], budget=[budget(FRAME, 120000)])
    row = rows(forecast(data), data, "total").row(0, named=True)
    assert (row["accrued"], row["committed"]) == (0, 0)
    assert row["other"] == kr("90.000,00")
    assert row["full_year_persons"] == 1.0
    assert row["unit_price"] is None


def test_a_skoen_is_added_and_spread_to_the_oere() -> None:
    """100.000 kr. på april-december: otte måneder a 11.111,11 kr. og resten, 11.111,12 kr., i december."""
    later = dt.date(2026, 12, 31)
    data = municipality(grants=[grant()], adjustments=skoen("100000", "paragraph", P107, (4, 12), later))
    without = municipality(grants=[grant()])
    result = forecast(data)
    amounts = result.leaves.filter(pl.col("component") == "adjustment").sort("month")["amount_kr"].to_list()
    assert amounts == [kr("11.111,11")] * 8 + [kr("11.111,12")]
    before = rows(forecast(without), without, "paragraph").row(0, named=True)
    after = rows(result, data, "paragraph").row(0, named=True)
    assert after["forecast"] - before["forecast"] == kr("100.000,00")
    assert after["committed"] == before["committed"], "et skøn retter aldrig et af fremskrivningens tal"


@pytest.mark.parametrize(("expires", "counted"), [("2026-03-30", "0,00"), ("2026-03-31", "500,00")])
def test_an_expired_skoen_does_not_count(expires: str, counted: str) -> None:
    adjustments = skoen("500", "area", "Voksne", (12, 12), dt.date.fromisoformat(expires))
    result = forecast(municipality(grants=[grant()], adjustments=adjustments))
    assert component(result, "adjustment") == kr(counted)


def test_postings_of_later_periods_do_not_count_whatever_they_are() -> None:
    bills = [posting(62000, "2026-03", "2026-01"), posting(56000, "2026-04", "2026-02")]
    assert component(forecast(municipality(grants=[grant()], postings=bills)), "posted") == kr("62.000,00")


def test_a_year_that_has_passed_is_its_books() -> None:
    data = municipality(grants=[grant()], postings=[posting(62000, "2026-02", "2026-01")])
    result = forecast(data, as_of=dt.date(2027, 2, 28))
    row = rows(result, data, "total").row(0, named=True)
    assert row["forecast"] == row["posted"] == kr("62.000,00")


def test_an_unknown_account_costs_no_krone() -> None:
    """En konto uden for kontoplanen står under Ikke fordelt, med alle sine kroner."""
    data = municipality(postings=[posting(1234, "2026-02", account="9999", grant_id=None)])
    row = rows(forecast(data), data, "area").row(-1, named=True)
    assert (row["key"], row["label"], row["posted"]) == ("-", "Ikke fordelt", kr("1.234,00"))


def test_actual_and_expected_months_sum_to_the_forecast() -> None:
    data = municipality(
        grants=[grant()], postings=[posting(62000, "2026-02", "2026-01"), posting(7000, "2026-00", "2026-01")]
    )
    result = forecast(data)
    course = months(result, data)
    assert course["actual_kr"].to_list()[:4] == [kr("7.000,00"), kr("62.000,00"), kr("0,00"), None]
    assert course["forecast_kr"].to_list()[2:4] == [None, kr("178.000,00")], "leveret, ikke bogført lander i april"
    total = rows(result, data, "total")["forecast"][0]
    assert course["actual_kr"].sum() + course["forecast_kr"].sum() == total


def test_what_is_expected_is_laid_to_the_open_months_as_last_year_was_booked_in_them() -> None:
    """Sidste år blev der bogført 10.000 kr. i hver af månederne april til november og 20.000 kr. i december og
    supplementet tilsammen: december får 20 af 100 dele af det, der ventes, og hver af de andre 10."""
    last_year = [posting(10000, f"2025-{month:02d}", voucher=f"v{month}") for month in range(4, 14)]
    data = municipality(grants=[grant()], postings=[posting(62000, "2026-02", "2026-01"), *last_year])
    result = forecast(data)
    course = months(result, data)
    still = rows(result, data, "total")["forecast"][0] - kr("62.000,00")
    assert course["forecast_kr"].sum() == still
    assert course["forecast_kr"][11] == pytest.approx(still / 5, abs=kr("0,01"))
    assert course["forecast_kr"].to_list()[3:11] == [pytest.approx(still / 10, abs=kr("0,01"))] * 8


GRANTS = st.lists(
    st.tuples(
        st.sampled_from([HOME, FRAME, None, "9999"]),
        st.sampled_from([P107, "SEL § 85", "BL § 46"]),
        st.sampled_from(["Solgården", "Bakkehuset", None]),
        st.dates(dt.date(2024, 1, 1), dt.date(2026, 8, 1)),
        st.none() | st.integers(0, 900),
        st.decimals("0.01", "9999", places=2),
        st.sampled_from(["aktiv", "ansøgt", "afsluttet", "afslag", None]),
    ),
    max_size=12,
)
BILLS = st.lists(
    st.tuples(
        st.sampled_from([HOME, FRAME, "9999", "5220724000000003"]),
        st.sampled_from(["2025-13", "2026-00", "2026-01", "2026-02", "2026-03", "2026-04", "2025-06"]),
        st.none() | st.sampled_from(["2024-12", "2025-11", "2026-01", "2026-02"]),
        st.decimals("-99999", "99999", places=2),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(drawn=GRANTS, bills=BILLS)
def test_every_level_sums_to_the_same_oere(drawn: list[tuple[Any, ...]], bills: list[tuple[Any, ...]]) -> None:
    """Hver komponent er den samme på øren, om man lægger den sammen pr. paragraf, leverandør, team eller indsats."""
    granted = [
        grant(
            f"g{number}",
            account=account,
            paragraph=paragraph,
            provider=provider,
            start_date=start,
            registered_on=start,
            end_date=None if days is None else start + dt.timedelta(days=days),
            unit_price=price,
            status=status,
        )
        for number, (account, paragraph, provider, start, days, price, status) in enumerate(drawn)
    ]
    booked = [
        posting(str(amount), str(period), None if service is None else str(service), account=account, voucher=str(n))
        for n, (account, period, service, amount) in enumerate(bills)
    ]
    data = municipality(grants=granted, postings=booked, budget=[budget(FRAME, 120000)])
    result = forecast(data)
    total = rows(result, data, "total")
    for level in LEVELS:
        found = rows(result, data, level)
        assert dict(found.schema) == ROW_SCHEMA
        for name in (*COMPONENTS, "prior_years", "forecast"):
            assert found[name].sum() == total[name].sum(), (level, name)
        for row in found.iter_rows(named=True):
            assert row["forecast"] == sum(row[name] for name in COMPONENTS)
            assert row["low95"] <= row["low80"] <= row["forecast"] <= row["high80"] <= row["high95"]


def test_the_same_rows_in_another_order_give_the_same_forecast() -> None:
    bills = [posting(62000, "2026-02", "2026-01"), posting(31000, "2026-03", "2026-02")]
    grants = [grant("i1"), grant("i2", provider="Bakkehuset"), grant("i3", paragraph="SEL § 85")]
    one = forecast(municipality(grants=grants, postings=bills))
    other = forecast(municipality(grants=grants[::-1], postings=bills[::-1]))
    assert one.leaves.equals(other.leaves)


def test_an_empty_municipality_has_a_forecast_of_nothing_and_says_why() -> None:
    data = municipality()
    result = forecast(data)
    assert result.leaves.is_empty()
    assert rows(result, data, "total")["forecast"].to_list() == [0], "I alt står der altid"
    assert rows(result, data, "paragraph").is_empty()
    assert any("ingen indsatser" in sentence for sentence in result.weaknesses)
    assert result.as_of == MARCH
