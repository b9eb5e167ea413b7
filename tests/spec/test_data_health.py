"""Datakvalitet.

Hver regel peger på indsatser eller regninger, som nogen kan rette, og siger, hvad de vejer i kroner. Reglerne, der
holder indsatser op mod bogføringen, er afstemningens egne: den måned, som regningen mangler i, tæller først, når den er
senere end leverandørens regninger plejer at være.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import HEALTH_SCHEMA, allocate, health, known_at
from tests.spec.handbook_tables import kr, table

MARCH = dt.date(2026, 3, 31)
ACCOUNTS = table(
    "accounts",
    """account | area   | dranst | steering         | paragraph
       A107    | Voksne | 1      | aktivitetsstyret | SEL § 107""",
)
GRANT = (
    "grant_id|case_id|citizen|paragraph|service|provider|start_date|end_date|unit_price|price_unit|account"
    "|registered_on|team|caseworker|status\n"
)
ONE = "g1|V-1|b1|SEL § 107|Botilbud|Solgården|2026-01-01|2026-12-31|1000|døgn|A107|2025-12-20|Nord|Ida|aktiv"
POSTING = "voucher|account|citizen|provider|posting_date|period|service_from|amount\n"
BILLS = [
    f"v{month}|A107|b1|Solgården|2026-0{month}-28|2026-0{month}|2026-0{month}-01|{days * 1000}"
    for month, days in ((1, 31), (2, 28), (3, 31))
]


def lines(grants: list[str], bills: list[str] = BILLS) -> pl.DataFrame:
    """What the rules find at the close of March 2026."""
    data = MunicipalityData(
        accounts=ACCOUNTS,
        grants=table("grants", GRANT + "\n".join(grants)),
        postings=table("postings", POSTING + "\n".join(bills)),
    )
    settings = Settings()
    return health(allocate(known_at(data, MARCH, settings), settings, first_year=2025), MARCH)


def found(grants: list[str], bills: list[str] = BILLS) -> list[tuple[str, str, Decimal]]:
    return [*lines(grants, bills).select("rule", "grant_id", "amount_kr").iter_rows()]


def test_what_is_registered_as_it_should_be_is_no_line() -> None:
    assert found([ONE]) == []
    assert lines([ONE]).schema == HEALTH_SCHEMA


def test_a_grant_without_an_end_weighs_what_it_costs_in_the_year() -> None:
    """Fem af seks ens indsatser har en slutdato: den sjette er usædvanlig."""
    like = [ONE.replace("g1|", f"g{number}|").replace("|b1|", f"|b{number}|") for number in range(2, 7)]
    bills = [
        bill.replace("|b1|", f"|b{number}|").replace("v", f"v{number}") for number in range(1, 7) for bill in BILLS
    ]
    assert found([ONE.replace("2026-12-31", ""), *like], bills) == [("no_end_date", "g1", kr("365.000,00"))]


def test_a_grant_may_run_on_for_good_where_its_like_do() -> None:
    """Med fire af seks er det sædvanligt (to af tre), med tre af seks ikke; og fem indsatser siger intet."""

    def open_ones(count: int, of: int) -> list[str]:
        rows = [ONE.replace("g1|", f"g{number}|").replace("|b1|", f"|b{number}|") for number in range(1, of + 1)]
        rows = [row.replace("2026-12-31", "") if place < count else row for place, row in enumerate(rows)]
        shown = lines(rows, [])
        return sorted(shown.filter(pl.col("rule") == "no_end_date")["grant_id"])

    assert open_ones(2, 6) == ["g1", "g2"]
    assert open_ones(3, 6) == []
    assert open_ones(1, 5) == []


def test_a_rare_service_is_held_against_its_paragraph() -> None:
    rare = ONE.replace("Botilbud", "Særforanstaltning").replace("2026-12-31", "")
    like = [ONE.replace("g1|", f"g{number}|").replace("|b1|", f"|b{number}|") for number in range(2, 7)]
    assert [row["grant_id"] for row in lines([rare, *like], []).to_dicts() if row["rule"] == "no_end_date"] == ["g1"]


def test_a_bill_without_a_grant_carries_no_grant_and_no_citizen() -> None:
    (line,) = lines([ONE], [*BILLS, "x|A107|b9|Ukendt|2026-03-28|2026-03|2026-03-01|5000"]).to_dicts()
    assert (line["rule"], line["provider"], line["months"], line["amount_kr"]) == (
        "ledger_without_grant",
        "Ukendt",
        1,
        Decimal(5000),
    )
    assert "citizen" not in line


def test_a_grant_that_ended_in_january_and_is_billed_in_february_and_march() -> None:
    ended = ONE.replace("2026-12-31", "2026-01-31")
    assert found([ended]) == [("ended_still_billed", "g1", kr("59.000,00"))]


def test_a_grant_that_nobody_has_sent_a_bill_for() -> None:
    """Januar er to måneder gammel og forsinket: hvad der er bogført på en anden borger hos leverandøren, viser, hvor
    hurtigt dens regninger kommer."""
    other = ONE.replace("g1|V-1|b1", "g2|V-2|b2")
    silent = [line for line in found([ONE, other]) if line[1] == "g2"]
    assert [rule for rule, _, _ in silent] == ["grant_without_ledger"]
    assert silent[0][2] >= kr("31.000,00")


def test_a_grant_without_a_price_weighs_what_is_booked_on_it() -> None:
    assert ("price_missing", "g1", kr("90.000,00")) in found([ONE.replace("|1000|", "||")])


def test_a_grant_registered_later_than_thirty_days_weighs_its_unknown_days() -> None:
    """From 1 January until the day before 1 February: 31 days at 1.000 kr. Thirty days are in time."""
    assert ("late_registration", "g1", kr("31.000,00")) in found([ONE.replace("2025-12-20", "2026-02-01")])
    assert found([ONE.replace("2025-12-20", "2026-01-31")]) == []


def test_the_second_of_two_equal_grants_that_overlap_is_a_duplicate() -> None:
    """Samme startdag: den ene er formentlig skrevet en gang til."""
    again = ONE.replace("g1|", "g2|")
    rules = [(rule, grant) for rule, grant, _ in found([ONE, again])]
    assert ("duplicate", "g2") in rules
    assert ("duplicate", "g1") not in rules


def test_a_grant_that_a_newer_one_has_taken_over_is_to_be_closed() -> None:
    """Den nye begynder 1. marts hos samme leverandør og til næsten samme pris: den gamle er ikke lukket. Den står med
    årets udgift, som den er registreret: 365 dage a 1.000 kr."""
    newer = ONE.replace("g1|", "g2|").replace("2026-01-01", "2026-03-01").replace("|1000|", "|1040|")
    lines_of = [line for line in found([ONE, newer]) if line[0] in ("taken_over", "duplicate")]
    assert lines_of == [("taken_over", "g1", kr("365.000,00"))]


@pytest.mark.parametrize("other", ["|b2|", "|b1|SEL § 107|Botilbud|Birkely"])
def test_another_citizen_or_provider_is_no_duplicate(other: str) -> None:
    again = ONE.replace("g1|", "g2|").replace(
        "|b1|SEL § 107|Botilbud|Solgården" if "Birkely" in other else "|b1|", other
    )
    assert "duplicate" not in [rule for rule, _, _ in found([ONE, again])]


def test_many_grants_that_start_on_one_day_are_the_mark_of_a_change_of_system() -> None:
    """25 start on 15 March, one on each of the other days: far more than five times the usual."""
    many = [ONE.replace("g1|V-1|b1", f"m{n}|V-{n}|m{n}").replace("2026-01-01", "2026-03-15") for n in range(25)]
    usual = [
        ONE.replace("g1|V-1|b1", f"u{n}|V-u{n}|u{n}").replace("2026-01-01", f"2026-02-{n:02d}") for n in range(2, 12)
    ]
    spiked = [grant for rule, grant, _ in found([*many, *usual]) if rule == "start_date_spike"]
    assert sorted(spiked) == sorted(f"m{n}" for n in range(25))


def test_lines_know_whose_they_are() -> None:
    (line,) = lines([ONE.replace("2026-12-31", "2026-01-31")]).to_dicts()
    assert (line["case_id"], line["team"], line["caseworker"], line["area"]) == ("V-1", "Nord", "Ida", "Voksne")


def test_the_order_of_the_rows_is_irrelevant() -> None:
    rows = [ONE.replace("2026-12-31", ""), ONE.replace("g1|V-1|b1", "g2|V-2|b2"), ONE.replace("g1|V-1|b1", "g3|V-3|b3")]
    assert lines(rows).equals(lines(rows[::-1], BILLS[::-1]))
