"""Afstemning: indsatser mod bogføring, måned for måned.

For hver borger hos hver leverandør og hver måned sammenlignes det bevilgede med det bogførte. Forskellen er bogført
minus bevilget: minus er det, der mangler, plus er det, der er for meget. Forskelle i nabomåneder udligner hinanden, og
en regning, der dækker flere måneder, dækker dem, der følger. Små forskelle (under 1.000 kr. eller 2 pct.) er ingen.

En manglende regning *venter*, når den ikke er senere, end ni ud af ti af leverandørens regninger plejer at være: den
regner fremskrivningen allerede med. Resten, lagt sammen pr. leverandør, er usikkert.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import LINE_SCHEMA, allocate, reconcile, uncertain_kr
from cockpit.finance.reconcile import Reconciled
from cockpit.forecast import open_sd, with_open
from tests.spec.handbook_tables import kr, table

MARCH = dt.date(2026, 3, 31)
ACCOUNTS = """
account | name | function | dranst | area | steering
10 | Botilbud § 108 | 5.38.50 | 1 | Handicap | aktivitetsstyret
20 | Botilbud § 107 | 5.38.52 | 1 | Handicap | aktivitetsstyret
30 | Løn | 5.38.50 | 1 | Handicap | rammestyret
"""
GRANT = (
    "grant_id | citizen | paragraph | service | provider | start_date | end_date | unit_price | price_unit | account"
    " | case_id"
)
BILL = "voucher | account | posting_date | period | amount | citizen | provider | service_from"
GRANTS = "g1 | b1 | SEL § 108 | Botilbud | Elmely | 2026-01-01 | | 50000 | måned | 10 | S-1"


def bill(
    number: int,
    month: str,
    amount: int,
    service: str,
    citizen: str = "b1",
    provider: str = "Elmely",
    account: str = "10",
) -> str:
    return f"v{number} | {account} | 2026-{month}-20 | 2026-{month} | {amount} | {citizen} | {provider} | {service}"


def lines(bills: list[str], grants: str = GRANTS) -> pl.DataFrame:
    data = MunicipalityData(
        grants=table("grants", f"{GRANT}\n{grants}"),
        accounts=table("accounts", ACCOUNTS),
        postings=table("postings", "\n".join([BILL, *bills])),
    )
    return reconcile(allocate(data, Settings()), MARCH, dt.date(2026, 1, 1)).lines


def told(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    """Kind, month and kroner of each line, by month."""
    return frame.sort("month", "kind").select("kind", pl.col("month").dt.month(), "amount_kr").rows()


PAID = [bill(1, "01", 50_000, "2026-01-01"), bill(2, "02", 50_000, "2026-02-01"), bill(3, "03", 50_000, "2026-03-01")]


def test_where_all_is_paid_there_is_nothing_to_do() -> None:
    """Er hver måned betalt som bevilget, er der ingen forskel."""
    assert lines(PAID).is_empty()


def test_a_missing_bill_is_late_when_it_usually_comes_in_its_month() -> None:
    """50.000 kr. mangler for februar hos en leverandør, der plejer at fakturere i måneden: regningen er senere end
    sædvanligt."""
    found = lines([PAID[0], PAID[2]])
    assert told(found) == [("granted_not_invoiced", 2, kr("-50.000"))]
    line = found.row(0, named=True)
    assert (line["waits"], line["age_months"], line["case_id"], line["area"]) == (False, 1, "S-1", "Handicap")
    assert line["reason"].startswith("Regningen er senere")


def test_a_missing_bill_waits_when_the_provider_is_usually_that_late() -> None:
    """Plejer regningen at komme måneden efter, venter martsregningen blot og er ingen usikkerhed."""
    found = lines([bill(1, "02", 50_000, "2026-01-01"), bill(2, "03", 50_000, "2026-02-01")])
    assert told(found) == [("granted_not_invoiced", 3, kr("-50.000"))]
    assert found["waits"].to_list() == [True]
    assert uncertain_kr(found).row(0) == (0, 0, 0)


def test_a_bill_in_the_wrong_month_is_no_difference() -> None:
    """En regning på to måneder dækker begge."""
    assert lines([PAID[0], bill(2, "03", 100_000, "2026-03-01")]).is_empty()


def test_a_ledger_without_service_months_is_held_against_the_sum() -> None:
    """Siger bilagene intet om måneden, holdes summen op mod det bevilgede: 50.000 mangler."""
    # every bill stands a month late, and says nothing of the month that it is for
    assert lines([bill(1, "02", 50_000, ""), bill(2, "03", 50_000, "")])["amount_kr"].to_list() == [kr("-50.000")]


def test_a_quarters_bill_covers_its_months() -> None:
    """En kvartalsregning på 150.000 kr. dækker tre måneder a 50.000."""
    assert lines([bill(1, "01", 150_000, "2026-01-01")]).is_empty()


def test_billed_twice() -> None:
    """Februar faktureret to gange: 50.000 for meget."""
    found = lines([*PAID, bill(4, "02", 50_000, "2026-02-01")])
    assert told(found) == [("twice", 2, kr("50.000"))]


def test_another_rate_from_a_month_on_is_a_price_step_that_nobody_registered() -> None:
    """52.000 kr. fra februar mod bevilget 50.000: 2.000 hver måned, en prisstigning, der ikke er registreret."""
    steps = [PAID[0], bill(2, "02", 52_000, "2026-02-01"), bill(3, "03", 52_000, "2026-03-01")]
    found = lines(steps)
    assert told(found) == [("other_rate", 2, kr("2.000")), ("other_rate", 3, kr("2.000"))]
    assert set(found["reason"]) == {"Prisen er ændret fra en måned og fremefter: prisstigning, der ikke er registreret"}


def test_a_small_difference_is_none() -> None:
    """50.900 mod 50.000 kr. er inden for bagatelgrænsen."""
    assert lines([*PAID[:2], bill(3, "03", 50_900, "2026-03-01")]).is_empty()


def test_billed_after_the_end_date() -> None:
    """Marts er faktureret efter slutdatoen 28. februar: 50.000 uden for perioden."""
    ended = GRANTS.replace("2026-01-01 | |", "2026-01-01 | 2026-02-28 |")
    found = lines(PAID, ended)
    assert told(found) == [("outside_period", 3, kr("50.000"))]
    assert found["grant_id"].to_list() == ["g1"]


def test_a_bill_without_a_grant_and_one_that_names_nobody() -> None:
    """En regning på en borger uden indsats, og en, der ikke nævner nogen borger, får hver sin årsag."""
    found = lines([*PAID, bill(4, "03", 30_000, "2026-03-01", "b2", "Nyborg"), bill(5, "03", 7_000, "2026-03-01", "")])
    assert set(found["kind"]) == {"invoiced_without_grant"}
    assert sorted(found["amount_kr"]) == [kr("7.000"), kr("30.000")]
    reasons = dict(found.select("provider", "reason").iter_rows())
    assert reasons["Nyborg"].startswith("Indsatsen mangler i fagsystemet")
    assert reasons["Elmely"].startswith("Bilaget nævner ingen borger")


def test_booked_on_another_function() -> None:
    """Bogført på en anden funktion: ingen krone mangler, men den står et andet sted."""
    found = lines([*PAID[:2], bill(3, "03", 50_000, "2026-03-01", account="20")])
    assert told(found) == [("other_account", 3, kr("50.000"))]
    assert uncertain_kr(found).row(0) == (0, 0, 0)  # no krone is missing


def test_two_grants_with_one_provider_are_held_together() -> None:
    """To indsatser hos samme leverandør holdes samlet op mod regningerne."""
    both = f"{GRANTS}\ng2 | b1 | SEL § 104 | Dagtilbud | Elmely | 2026-01-01 | | 10000 | måned | 10 | S-1"
    bills = [bill(month, f"0{month}", 60_000, f"2026-0{month}-01") for month in (1, 2, 3)]
    assert lines(bills, both).is_empty()


def test_accounts_that_no_grant_steers_are_not_asked() -> None:
    """Konti, som ingen indsats styrer, afstemmes ikke."""
    assert lines([*PAID, bill(4, "03", 900_000, "2026-03-01", "", "", "30")]).is_empty()


def test_what_is_uncertain_is_the_net_of_each_provider() -> None:
    """50.000 kr. mangler, og 45.000 er bogført uden borger hos samme leverandør: 5.000 er usikre."""
    found = lines([PAID[0], PAID[2], bill(4, "02", 45_000, "2026-02-01", "")])
    # b1's February lacks, and the provider has a bill that names nobody: 5.000 are uncertain
    assert uncertain_kr(found).row(0) == (kr("50.000"), kr("45.000"), kr("5.000"))


def test_a_line_keeps_its_name_from_import_to_import() -> None:
    """En linje beholder sit navn fra indlæsning til indlæsning, så en forklaring bliver ved den."""
    first, again = lines([PAID[0], PAID[2]]), lines([PAID[2], PAID[0]])
    assert again["key"].to_list() == first["key"].to_list()
    more = lines([PAID[0], PAID[2], bill(4, "03", 30_000, "2026-03-01", "b2", "Nyborg")])
    assert set(first["key"]) < set(more["key"])


def still_open(**net_kr: int) -> pl.DataFrame:
    """One open difference a provider, in t.kr.; `uden` is no provider."""
    rows = [
        {
            "kind": "other_rate",
            "provider": "-" if name == "uden" else name,
            "amount_kr": kr(f"{net}.000"),
            "waits": False,
        }
        for name, net in net_kr.items()
    ]
    return pl.DataFrame(rows, schema={name: LINE_SCHEMA[name] for name in ("kind", "provider", "amount_kr", "waits")})


@pytest.mark.parametrize(
    ("net_kr", "down", "up"),
    [
        ({"A": -300, "B": -400}, 0, 250),  # mangler: halvdelen af roden af 300² + 400²
        ({"A": -300, "B": -400, "C": 120}, 60, 250),
        ({"A": -300, "B": -400, "C": 120, "uden": 350}, 60, 125),  # 350 af de 700, der mangler, er måske dem
        ({"A": -300, "uden": 700}, 200, 0),  # de 300 er dækket; 400 er for meget
        ({"A": 300, "B": 400, "uden": -350}, 125, 0),
        ({}, 0, 0),
    ],
)
def test_what_is_open_may_move_the_forecast(net_kr: dict[str, int], down: int, up: int) -> None:
    """Hver leverandørs nettoforskel bliver enten rettet eller stående: halvdelen er en standardafvigelse. Det, der
    mangler, kan trække regnskabet op, og det, der er for meget, ned. Regninger uden leverandør trækkes først fra."""
    assert open_sd(still_open(**net_kr)).row(0) == pytest.approx((down * 1000, up * 1000))


def test_what_is_open_is_a_part_of_the_range() -> None:
    """80 %: ned 1,28 × 60 = 76,8 og op 1,28 × 125 = 160 t.kr. Intervallets egne 102,4 og 120 bliver til
    √(102,4² + 76,8²) = 128 og √(120² + 160²) = 200. 95 %: op 1,96 × 125 = 245, √(588² + 245²) = 637."""
    own = {"forecast": 10_000, "low80": 10_000 - 102.4, "high80": 10_120, "low95": 9_000, "high95": 10_588}
    row = pl.DataFrame({name: [Decimal(str(value)) * 1000] for name, value in own.items()})
    wider = with_open(row, pl.DataFrame({"down_kr": [60_000.0], "up_kr": [125_000.0]}))
    assert wider.select("low80", "high80", "high95").row(0) == (kr("9.872.000"), kr("10.200.000"), kr("10.637.000"))
    assert with_open(row, open_sd(still_open())).row(0) == row.row(0)


PSYCHIATRY = """
40 | Botilbud § 107, psykiatri | 5.38.52 | 1 | Psykiatri | aktivitetsstyret
"""


def both(bills: list[str], grants: str) -> Reconciled:
    data = MunicipalityData(
        grants=table("grants", f"{GRANT}\n{grants}"),
        accounts=table("accounts", ACCOUNTS.rstrip() + PSYCHIATRY),
        postings=table("postings", "\n".join([BILL, *bills])),
    )
    return reconcile(allocate(data, Settings()), MARCH, dt.date(2026, 1, 1))


def test_an_area_without_grants_is_not_compared_and_its_kroner_are_told() -> None:
    """Psykiatrien er ikke indlæst fra sit fagsystem: 80.000 kr. bogført dér er ingen forskel, men kan ikke afstemmes.
    På Handicap, som har indsatser, er en regning uden indsats stadig en forskel."""
    stray = bill(4, "02", 7_000, "2026-02-01", citizen="b9", provider="Ukendt")
    found = both([*PAID, stray, bill(5, "02", 80_000, "2026-02-01", "b8", "Fyrren", "40")], GRANTS)
    assert told(found.lines) == [("invoiced_without_grant", 2, kr("7.000"))]
    assert found.one_sided.rows() == [("invoiced_without_grant", "Psykiatri", "-", kr("80.000"))]


def test_grants_of_an_area_without_any_bill_are_not_compared_either() -> None:
    """Uden en eneste postering er 3 x 50.000 kr. bevilget ikke en manglende regning."""
    found = both([], GRANTS)
    assert found.lines.is_empty()
    assert found.one_sided.rows() == [("granted_not_invoiced", "Handicap", "-", kr("-150.000"))]
