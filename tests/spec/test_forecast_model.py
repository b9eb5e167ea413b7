"""Fremskrivningens egne dele: det ingen har registreret endnu.

Afgang retter det disponerede: indsatser slutter før tid, og en slutdato uden afgørelse standser ikke regningerne.
Kendte på vej ind er navngivne sager ganget med chancen for at de starter. Ventet tilgang er hvad tidligere måneders nye
indsatser kostede, lagt på de måneder der kommer, fratrukket de navngivne. Øvrige konti følger budgettet. Refusion
følger tidligere års andel af udgiften.

Er der en måned, hvor intet som helst er bogført, mangler den i udtrækket. Den regnes ikke som sparet: budgettet for den
står under øvrige konti, og en regning, der endnu ikke er set, kan være bogført i den.

Til sidst holdes fremskrivningen op mod regnskabets egen gang: hvor stor en del af årets regnskab der i de afsluttede år
(mindst to) var bogført på samme tid af året. En del af forskellen tæller med, på øvrige konti: halvdelen gange
(måneder/12)⁴, og højst af 15 % af det, der endnu ventes.
"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from tests.unit.forecast.world import (
    ACCOUNTS,
    FRAME,
    HOME,
    P107,
    QUARTERLY,
    REFUND,
    account,
    budget,
    component,
    forecast,
    frame,
    grant,
    municipality,
    posting,
)


def kr(text: str) -> Decimal:
    """`118.000,00` as a number."""
    return Decimal(text.replace(".", "").replace(",", "."))


def test_an_applied_for_grant_counts_by_the_chance_of_the_settings() -> None:
    """Ansøgt fra 1. maj: 245 døgn a 1.000 kr. gange 0,7."""
    asked = grant(status="ansøgt", start_date=dt.date(2026, 5, 1), unit_price=Decimal(1000), registered_on=None)
    result = forecast(municipality(grants=[asked]))
    assert component(result, "pipeline") == kr("171.500,00")
    assert component(result, "committed") == 0


def test_a_named_case_counts_once_by_its_own_chance_and_not_after_it_became_a_grant() -> None:
    """Ventet start 1. december: 31 døgn a 1.000 kr. gange 0,5. Den anden sag er blevet til indsats i1."""
    case = {
        "pipeline_id": "k1",
        "paragraph": P107,
        "expected_start": dt.date(2026, 12, 1),
        "unit_price": Decimal(1000),
        "price_unit": "døgn",
        "probability": Decimal("0.5"),
    }
    data = municipality(grants=[grant()], pipeline=[case, {**case, "pipeline_id": "k2", "grant_id": "i1"}])
    result = forecast(data)
    assert component(result, "pipeline") == kr("15.500,00")
    assert component(result, "pipeline", account=HOME) == kr("15.500,00"), "på paragraffens sædvanlige konto"


def test_an_expected_start_that_has_passed_is_taken_as_tomorrow() -> None:
    case = {
        "pipeline_id": "k1",
        "paragraph": P107,
        "expected_start": dt.date(2026, 1, 1),
        "unit_price": Decimal(1000),
        "price_unit": "måned",
        "probability": Decimal(1),
    }
    assert component(forecast(municipality(pipeline=[case])), "pipeline") == kr("9.000,00")


def new_grants() -> MunicipalityData:
    """One grant a month that lasts that month, 24 months in a row until March 2026, 1,000 kr. each."""
    starts = [dt.date(2024 + (3 + n) // 12, (3 + n) % 12 + 1, 10) for n in range(24)]
    one_offs = [
        grant(f"n{start:%y%m}", start_date=start, registered_on=start, price_unit="engang", unit_price=Decimal(1000))
        for start in starts
    ]
    return municipality(grants=[{**row, "end_date": row["start_date"]} for row in one_offs])


def test_inflow_is_what_new_grants_used_to_cost_laid_on_the_months_to_come() -> None:
    """24 engangsydelser a 1.000 kr. på 24 måneder: 1.000 kr. i hver af årets ni resterende måneder."""
    result = forecast(new_grants())
    monthly = result.leaves.filter(pl.col("component") == "inflow").sort("month")
    assert monthly["month"].to_list() == list(range(4, 13))
    assert [float(amount) for amount in monthly["amount_kr"]] == pytest.approx([1000] * 9, rel=0.01)
    assert component(result, "inflow", paragraph=P107, grant_id="-") == component(result, "inflow")


@pytest.mark.parametrize(("price", "left"), [("4000", "5.000,00"), ("20000", "0,00")])
def test_the_named_cases_are_taken_out_of_the_inflow_never_to_below_nothing(price: str, left: str) -> None:
    case = {
        "pipeline_id": "k1",
        "paragraph": P107,
        "expected_start": dt.date(2026, 6, 1),
        "unit_price": Decimal(price),
        "price_unit": "engang",
        "probability": Decimal(1),
    }
    data = new_grants()
    named = MunicipalityData(grants=data.grants, accounts=data.accounts, pipeline=frame("pipeline", case))
    assert component(forecast(named), "inflow") == pytest.approx(kr(left), rel=Decimal("0.02"))


def test_a_grant_registered_late_is_inflow_with_what_it_cost_before_anybody_knew() -> None:
    """Hver måned siden maj 2024 bliver en indsats kendt, som løb måneden før: marts er også tilgang, og december, som
    først kendes i januar."""
    rows = [
        grant(
            f"s{n}",
            start_date=dt.date(2024 + (3 + n) // 12, (3 + n) % 12 + 1, 1),
            end_date=dt.date(2024 + (3 + n) // 12, (3 + n) % 12 + 1, 28),
            registered_on=dt.date(2024 + (4 + n) // 12, (4 + n) % 12 + 1, 15),
            price_unit="engang",
            unit_price=Decimal(1000),
        )
        for n in range(23)
    ]
    result = forecast(municipality(grants=rows))
    counted = Decimal(1000) * 10
    assert component(result, "inflow") == pytest.approx(counted, rel=Decimal("0.02")), "ti gange: marts til december"


def test_inflow_stands_on_the_paragraph_that_such_help_is_granted_under_now() -> None:
    """Kontaktpersoner blev bevilget efter serviceloven til juni 2025 og derefter efter barnets lov: de kommende ventes
    efter barnets lov, og ingen efter serviceloven. En paragraf, som blot ingen har fået nyt efter, beholder sit."""
    old, new = "SEL § 52, stk. 3, nr. 6", "BL § 32, stk. 1, nr. 3"
    once = {"price_unit": "engang", "unit_price": Decimal(1000)}
    rows = []
    for n in range(24):
        day = dt.date(2024 + (3 + n) // 12, (3 + n) % 12 + 1, 10)
        rows.append(grant(f"k{n}", paragraph=old if n < 15 else new, start_date=day, registered_on=day, **once))
    june = dt.date(2024, 6, 10)
    quiet = grant("q", paragraph="SEL § 85", start_date=june, registered_on=june, **once)
    result = forecast(municipality(grants=[*rows, quiet]))
    assert component(result, "inflow", paragraph=old) == 0
    assert component(result, "inflow", paragraph=new) == pytest.approx(Decimal(9000), rel=Decimal("0.03"))
    assert component(result, "inflow", paragraph="SEL § 85") == pytest.approx(Decimal(9000) / 24, rel=Decimal("0.03"))


def test_in_the_first_months_of_barnets_lov_the_inflow_is_barnets_lovs() -> None:
    """Kontaktpersoner blev bevilget efter serviceloven hver måned til december 2023, og ingen siden: loven selv siger,
    at de næste kommer efter barnets lov."""
    old, new = "SEL § 52, stk. 3, nr. 6", "BL § 32, stk. 1, nr. 3"
    once = {"paragraph": old, "price_unit": "engang", "unit_price": Decimal(1000)}
    days = [dt.date(2022 + n // 12, n % 12 + 1, 10) for n in range(24)]
    rows = [grant(f"k{n}", start_date=day, registered_on=day, **once) for n, day in enumerate(days)]
    result = forecast(municipality(grants=rows), dt.date(2024, 3, 31), 2024)
    assert component(result, "inflow", paragraph=old) == 0
    assert component(result, "inflow", paragraph=new) > 0


def test_an_end_without_a_decision_does_not_end_the_bills() -> None:
    """Slut 31. januar, stadig aktiv, og marts er faktureret: 550.000 kr. i afgang (plus), intet på indsatsen."""
    bills = [posting(62000, "2026-01", "2026-01"), posting(56000, "2026-02", "2026-02")]
    still = [*bills, posting(62000, "2026-03", "2026-03")]
    ended = grant(end_date=dt.date(2026, 1, 31))
    goes_on = forecast(municipality(grants=[ended], postings=still))
    assert component(goes_on, "committed") == 0
    assert component(goes_on, "outflow", grant_id="-", provider="-") == kr("550.000,00")
    assert component(goes_on, "outflow", grant_id="i1") == 0


def test_an_end_after_which_no_bill_came_is_an_end() -> None:
    ended = grant(end_date=dt.date(2026, 1, 31))
    result = forecast(municipality(grants=[ended], postings=[posting(62000, "2026-01", "2026-01")]))
    assert component(result, "outflow") == 0


def test_a_closed_grant_ends_whatever_is_billed_later() -> None:
    closed = grant(end_date=dt.date(2026, 1, 31), status="afsluttet")
    result = forecast(municipality(grants=[closed], postings=[posting(62000, "2026-03", "2026-03")]))
    assert component(result, "outflow") == 0


def short_lived() -> list[dict[str, object]]:
    """Thirty grants that each lasted a year, the last of them ending in 2025."""
    return [
        grant(
            f"k{n}",
            start_date=dt.date(2022 + n // 12, n % 12 + 1, 1),
            end_date=dt.date(2023 + n // 12, n % 12 + 1, 1) - dt.timedelta(days=1),
            registered_on=dt.date(2022 + n // 12, n % 12 + 1, 1),
            status="afsluttet",
        )
        for n in range(30)
    ]


def test_grants_that_use_to_end_early_make_the_outflow_negative_and_leave_the_commitment_alone() -> None:
    """Tredive indsatser varede ét år hver. En ny på ti måneder uden slutdato ventes at stoppe: hverken 0 eller alt."""
    young = grant("ny", start_date=dt.date(2025, 6, 1), registered_on=dt.date(2025, 6, 1))
    result = forecast(municipality(grants=[*short_lived(), young]))
    assert component(result, "committed", grant_id="ny") == kr("550.000,00")
    assert kr("-550.000,00") < component(result, "outflow") < 0
    alone = forecast(municipality(grants=[young]))
    assert component(alone, "outflow") == 0, "uden historie retter fremskrivningen ikke det disponerede"


def test_a_grant_that_has_served_long_is_expected_to_last_longer() -> None:
    """Betinget af den tid der er gået: den gamle har overlevet det år, hvor de andre stoppede."""
    old = grant("gammel", start_date=dt.date(2021, 1, 1), registered_on=dt.date(2021, 1, 1))
    young = grant("ny", start_date=dt.date(2025, 6, 1), registered_on=dt.date(2025, 6, 1))
    outflow = [
        component(forecast(municipality(grants=[*short_lived(), one])), "outflow", month=12) for one in (old, young)
    ]
    assert outflow[1] < outflow[0] <= 0


def test_an_end_far_off_is_a_plan_and_one_within_two_months_may_be_decided() -> None:
    """Disponeret standser ved den registrerede slutdato. Ligger den mere end to måneder ude, er den en plan: indsatsen
    ventes at løbe videre, som andre indsatser gør det, og afgangen er plus bagefter. Inden for to måneder kan den være
    en truffet afgørelse. Det læses af, om der er registreret flere slutdatoer så nær end længere ude; her er der kun
    den ene: (1 + 4 · 0,2) / 5 = 36 %. De otte slutdatoer fra et halvt til halvandet år tilbage faldt alle hele år efter
    starten. Denne gør ikke, og det taler for en plan: 36/64 · 10/18 = 5/16, altså afgjort med 5/21. Uden historie
    rettes intet."""
    old = {"start_date": dt.date(2021, 1, 1), "registered_on": dt.date(2021, 1, 1)}
    near, far = (grant("i1", end_date=dt.date(2026, month, 31), **old) for month in (5, 8))
    after_near = forecast(municipality(grants=[*short_lived(), near]))
    after_far = forecast(municipality(grants=[*short_lived(), far]))
    assert component(after_far, "committed") == Decimal(153 * 2000)
    december = [float(component(found, "outflow", month=12)) for found in (after_near, after_far)]
    assert 0 < december[1] < 62000
    assert december[0] == pytest.approx(16 / 21 * december[1], abs=0.02)
    assert component(forecast(municipality(grants=[far])), "outflow") == 0


def test_the_end_at_eighteen_stands() -> None:
    """Slutdatoen på 18-årsdagen er ingen plan."""
    ends = dt.date(2026, 8, 31)
    child = grant("i1", citizen="b1", start_date=dt.date(2021, 1, 1), registered_on=dt.date(2021, 1, 1), end_date=ends)
    citizen = {"citizen": "b1", "born_on": dt.date(2008, 9, 1)}
    result = forecast(municipality(grants=[*short_lived(), child], citizens=[citizen]))
    assert component(result, "outflow", month=10) == 0


def test_the_ledger_may_cost_more_than_the_grants_say() -> None:
    """Regningerne lå 10 % over i et år. Tolv indsatsmåneder vejer mod firehundrede uden forskel for hele kommunen,
    1 + 12/412 · 10 %, og for hjælpens art mod firehundrede som hele kommunens: (12 · 1,1 + 400 · 1,0029) / 412 =
    1,00574."""
    bills = []
    for n in range(15):
        year, month = 2025 + n // 12, n % 12 + 1
        days = ((dt.date(year, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)).day
        bills.append(posting(days * 2200, f"{year}-{month:02d}", f"{year}-{month:02d}"))
    result = forecast(municipality(grants=[grant()], postings=bills))
    assert component(result, "committed") == kr("550.000,00")
    assert component(result, "outflow") == pytest.approx(kr("3.157,00"), abs=Decimal(30))


def test_a_frame_account_follows_its_own_months() -> None:
    """Budgettet er lagt på måneder: 10.000 kr. til og med marts, 40.000 kr. i april og 50.000 kr. i december."""
    lines = [budget(FRAME, 10000, month=1), budget(FRAME, 40000, month=4), budget(FRAME, 50000, month=12)]
    data = municipality(postings=[posting(99000, "2026-02", account=FRAME, grant_id=None)], budget=lines)
    result = forecast(data)
    assert component(result, "other") == kr("90.000,00")
    assert component(result, "posted") == kr("99.000,00"), "det overskredne spares ikke ind af sig selv"


def last_year(number: str, monthly: dict[int, int], year: int = 2025) -> list[dict[str, object]]:
    """A closed year: something booked in each of the twelve periods, and in the supplement where it is named."""
    periods = sorted({*range(1, 13), *monthly})
    return [posting(monthly.get(m, 0) or "0.01", f"{year}-{m:02d}", account=number, grant_id=None) for m in periods]


def test_objective_financing_keeps_its_quarters() -> None:
    """Fire kvartaler a 25.000 kr. sidste år; i år 120.000 kr. i én sum: 30.000 kr. i juni, september og december."""
    bills = [*last_year(QUARTERLY, {3: 25000, 6: 25000, 9: 25000, 12: 25000})]
    bills += [posting(30000, "2026-03", account=QUARTERLY, grant_id=None)]
    result = forecast(municipality(postings=bills, budget=[budget(QUARTERLY, 120000)]))
    assert component(result, "other") == pytest.approx(kr("90.000,00"), abs=Decimal("0.20"))
    assert component(result, "other", month=6) == pytest.approx(kr("30.000,00"), abs=Decimal("0.10"))


def test_without_a_budget_last_years_same_months_count() -> None:
    """Sidste år 12.000 kr. hver måned. I år er der bogført det samme som i sidste års tre første måneder."""
    bills = last_year(FRAME, dict.fromkeys(range(1, 13), 12000))
    bills += [posting(12000, f"2026-0{m}", account=FRAME, grant_id=None) for m in (1, 2, 3)]
    assert component(forecast(municipality(postings=bills)), "other") == kr("108.000,00")


def test_without_a_budget_and_a_last_year_this_years_mean_counts() -> None:
    bills = [posting(12000, f"2026-0{m}", account=FRAME, grant_id=None) for m in (1, 2, 3)]
    assert component(forecast(municipality(postings=bills)), "other") == kr("108.000,00")


def test_a_pool_is_used_as_far_as_pools_were_used_before() -> None:
    """Sidste år blev en fjerdedel af puljen brugt. Af årets 400.000 kr. ventes 100.000 kr."""
    chart = [*ACCOUNTS, account("7", "pulje")]
    data = municipality(
        postings=last_year("7", {5: 100000}),
        budget=[budget("7", 400000, year=2025), budget("7", 400000)],
    )
    data = MunicipalityData(postings=data.postings, budget=data.budget, accounts=frame("accounts", *chart))
    assert component(forecast(data), "other") == pytest.approx(kr("100.000,00"), abs=Decimal(1))


def test_bills_of_earlier_years_still_to_come_are_those_that_used_to_come() -> None:
    """I 2025 kom der i juni en regning på 40.000 kr. for 2024. Sådan en ventes igen."""
    bills = [*last_year(HOME, {}), posting(40000, "2025-06", "2024-08", grant_id=None)]
    result = forecast(municipality(grants=[grant()], postings=bills))
    assert component(result, "other", month=6) == pytest.approx(kr("40.000,00"), abs=Decimal("0.1"))


def refunded(claimed_in_march: int) -> MunicipalityData:
    """Last year 1.2 m kr. and 30,000 kr. back each quarter; this year 110,000 kr. a month."""
    bills = last_year(FRAME, dict.fromkeys(range(1, 13), 100000))
    bills += last_year(REFUND, {3: -30000, 6: -30000, 9: -30000, 12: -30000})
    bills += [posting(110000, f"2026-0{m}", account=FRAME, grant_id=None) for m in (1, 2, 3)]
    bills += [posting(claimed_in_march, "2026-03", account=REFUND, grant_id=None)]
    return municipality(postings=bills, budget=[budget(FRAME, 1320000)])


def test_refund_follows_the_spend_and_last_years_quarters() -> None:
    """Udgiften stiger 10 %, så hvert kvartal ventes 33.000 kr.: 99.000 kr. endnu."""
    result = forecast(refunded(-33000))
    assert component(result, "refunds") == pytest.approx(kr("-99.000,00"), abs=Decimal("0.2"))
    assert component(result, "refunds", month=4) == pytest.approx(0, abs=Decimal("0.1"))


def test_at_new_year_the_refund_of_the_supplement_is_awaited() -> None:
    """Fjerde kvartals 30.000 kr. blev sidste år hjemtaget i periode 13. I år er udgiften 10 % højere hele året: den 31.
    december ventes 33.000 kr. endnu."""
    bills = last_year(FRAME, dict.fromkeys(range(1, 13), 100000))
    bills += last_year(REFUND, {3: -30000, 6: -30000, 9: -30000, 13: -30000})
    bills += [posting(110000, f"2026-{m:02d}", account=FRAME, grant_id=None) for m in range(1, 13)]
    bills += [posting(-33000, f"2026-0{m}", account=REFUND, grant_id=None) for m in (3, 6, 9)]
    result = forecast(municipality(postings=bills, budget=[budget(FRAME, 1320000)]), dt.date(2026, 12, 31))
    assert component(result, "refunds") == pytest.approx(kr("-33.000,00"), abs=Decimal("0.2"))
    assert component(result, "refunds", month=12) == component(result, "refunds")


def test_at_new_year_an_account_without_a_budget_awaits_its_supplement() -> None:
    """Sidste år kom der 6.000 kr. i periode 13 efter 12.000 kr. hver måned. I år er der bogført det samme."""
    bills = last_year(FRAME, {**dict.fromkeys(range(1, 13), 12000), 13: 6000})
    bills += [posting(12000, f"2026-{m:02d}", account=FRAME, grant_id=None) for m in range(1, 13)]
    result = forecast(municipality(postings=bills), dt.date(2026, 12, 31))
    assert component(result, "other") == kr("6.000,00")


def test_a_refund_claimed_far_too_high_is_paid_back() -> None:
    """Hele årets refusion er 132.000 kr. Der er hjemtaget 200.000 kr.: 68.000 kr. skal betales tilbage (plus)."""
    assert component(forecast(refunded(-200000)), "refunds") == pytest.approx(kr("68.000,00"), abs=Decimal("0.2"))


def test_without_a_closed_year_the_refund_is_the_rest_of_its_budget() -> None:
    data = municipality(budget=[budget(REFUND, -120000)])
    assert component(forecast(data), "refunds") == kr("-90.000,00")


def test_each_account_has_its_own_lateness() -> None:
    """Samme paragraf på to konti: egen løn bogføres i måneden, en nabokommunes regninger to måneder efter, så deres for
    december altid kommer for sent. To lukkede år vejer mod ét fælles år, hvor halvdelen nåede med: 2/3 + 1/3 · 1/2 =
    5/6 og 1/6. Sammen med det sædvanlige forløb (1/21) ventes 83,9 % af decembers løn og 16,2 % af nabokommunens
    regninger med i årets regnskab; resten af 60.000 kr. er afgang."""
    neighbour = "8"
    bills = []
    for n in range(2024 * 12, 2026 * 12 + 3):
        service, later = (f"{m // 12}-{m % 12 + 1:02d}" for m in (n, n + 2))
        bills.append(posting(60000, service, service))
        if n < 2026 * 12 + 1:
            bills.append(posting(60000, later, service, account=neighbour, grant_id="i2"))
    monthly = {"unit_price": Decimal(60000), "price_unit": "måned"}
    data = municipality(grants=[grant(**monthly), grant("i2", account=neighbour, **monthly)], postings=bills)
    chart = frame("accounts", *ACCOUNTS, account(neighbour, "aktivitetsstyret"))
    result = forecast(replace(data, accounts=chart))
    assert component(result, "outflow", month=12, account=HOME) == kr("-9.682,54")
    assert component(result, "outflow", month=12, account=neighbour) == kr("-50.304,76")


def a_ledger_without_february() -> MunicipalityData:
    """A place at 60,000 kr. a month, billed the month after; two months of 2024 never were. The frame spends 10,000 kr.
    a month. Nothing at all is booked in February 2026."""
    bills = []
    for n in range(2024 * 12, 2026 * 12 + 2):
        booked, service = (f"{m // 12}-{m % 12 + 1:02d}" for m in (n + 1, n))
        if booked != "2026-02":
            bills.append(posting(10000, booked, account=FRAME, grant_id=None))
            bills += [] if service in ("2024-06", "2024-09") else [posting(60000, booked, service)]
    place = grant(unit_price=Decimal(60000), price_unit="måned")
    return municipality(grants=[place], postings=bills, budget=[budget(FRAME, 120000)])


def test_a_bill_may_lie_in_the_month_that_the_ledger_lacks() -> None:
    """Januars regning plejer at komme i februar, som mangler. Af de 18 måneder, der kan læres af, fik 16 en regning
    måneden efter, og 2 fik ingen: januar regnes for leveret, ikke bogført, med 16/18 af 60.000 kr. Var februar bogført
    uden regningen, ville januar ikke ventes betalt. Februars kom i marts. Marts bedømmes også efter, hvad leverandøren
    plejer i måneder, der slutter et kvartal (4 af 6 fik en regning: (4 + 10 x 16/18) / 16 = 0,8056), i marts og
    september (2 af 3: (2 + 10 x 0,8056) / 13 = 0,7735) og i marts (1 af 1: (1 + 10 x 0,7735) / 11 = 0,7941 af 60.000
    kr.)."""
    result = forecast(a_ledger_without_february())
    by_month = [component(result, "accrued", month=number) for number in (1, 2, 3)]
    assert by_month == [kr("53.333,33"), 0, kr("47.645,69")]
    seen = a_ledger_without_february()
    other = frame("postings", posting(10000, "2026-02", account=FRAME, grant_id=None))
    booked = replace(seen, postings=pl.concat([seen.postings, other]))
    assert component(forecast(booked), "accrued", month=1) == 0


def test_the_budget_of_a_missing_month_is_not_saved() -> None:
    """Rammen ventes at bruge 10.000 kr. i februar, som mangler, og i hver af de ni måneder fra april; det siges med det
    beløb, der er skønnet for de lukkede måneder: 53.333 + 47.646 + 10.000 kr."""
    result = forecast(a_ledger_without_february())
    assert component(result, "other") == kr("100.000,00")
    assert component(result, "other", month=2) == kr("10.000,00")
    told = "Der er intet bogført i februar 2026; 110.979 kr. er skønnet for de lukkede måneder."
    assert told in result.weaknesses


def nine_months(*extra: dict[str, object]) -> MunicipalityData:
    """A place at 10,000 kr. a month, billed in its own month in 2024, 2025 and until September 2026."""
    periods = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)]
    bills = [posting(10_000, period, period) for period in periods if period <= "2026-09"]
    return municipality(grants=[grant(unit_price=Decimal(10_000), price_unit="måned")], postings=[*bills, *extra])


def test_a_part_of_the_difference_from_the_books_usual_course_counts() -> None:
    """Ni af tolv måneder er bogført, altså 75 % af regnskabet i 2024 og 2025. I år er 94.000 kr. bogført: 90.000 kr. og
    en regning på 4.000 kr. uden indsats. Det ville give 125.333,33 kr. mod 94.000 + 30.000 = 124.000 kr. Forskellen på
    1.333,33 kr. tæller 50 % x (9/12)⁴ = 15,8203 %: 210,94 kr."""
    result = forecast(nine_months(posting(4_000, "2026-05", "2026-05", grant_id=None)), dt.date(2026, 9, 30))

    assert component(result, "other", account=HOME) == kr("210,94")
    assert "75,0 % af årets regnskab bogført efter 9 måneder" in result.usual_share
    assert "tæller 15,8 %" in result.usual_share


def test_more_than_fifteen_percent_of_what_is_awaited_is_not_followed() -> None:
    """Er 130.000 kr. bogført, ville det give 173.333,33 kr. mod 160.000 kr. Der ventes 30.000 kr. endnu, og 15 % af dem
    er 4.500 kr., som tæller 15,8203 %: 711,91 kr."""
    result = forecast(nine_months(posting(40_000, "2026-05", "2026-05", grant_id=None)), dt.date(2026, 9, 30))

    assert component(result, "other", account=HOME) == kr("711,91")
    assert "dog højst 15 % af det, der endnu ventes" in result.usual_share


def test_a_year_that_goes_as_the_closed_ones_is_not_moved() -> None:
    """90.000 kr. er 75 % af 120.000 kr., og det siger indsatsen også."""
    result = forecast(nine_months(), dt.date(2026, 9, 30))

    assert component(result, "other") == 0
