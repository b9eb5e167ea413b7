"""Årets forventede refusion: hvilke udgifter der tæller, og hvad hver slags refusion giver.

Udgiften er indsatsernes pris i hver måned, det leverede og det disponerede, minus egenbetaling. Det, der er bogført på
en borger uden indsats, er med. En indsats, som en anden kommune betaler, er ikke med: den, der betaler, hjemtager.
Anden refusion (merudgifter, tabt arbejdsfortjeneste, krisecenter, flygtninge) trækkes fra, før der måles mod grænserne.
En voksen, der fylder 67 år, giver kun fortsat refusion, hvis udgiften måneden før lå over 1/12 af første grænse.
"""

import datetime as dt
from decimal import Decimal

import polars as pl

from cockpit.contracts.data import LAW_VALUES, MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import RefundYear, allocate, expected_refund
from tests.spec.handbook_tables import kr, table

ACCOUNTS = """
account | name | function | dranst | area | steering
10 | Botilbud | 5.38.50 | 1 | Handicap | aktivitetsstyret
20 | Anbringelse | 5.28.20 | 1 | Børn | aktivitetsstyret
30 | Tabt arbejdsfortjeneste | 5.57.72 | 1 | Børn | aktivitetsstyret
40 | Landsdækkende | 5.38.53 | 1 | Handicap | objektiv finansiering
"""
GRANT = "grant_id | citizen | paragraph | service | start_date | end_date | unit_price | price_unit | account"


def refund(
    grants: str, citizens: str = "citizen | born_on", postings: str = "", year: int = 2022, heading: str = GRANT
) -> RefundYear:
    data = MunicipalityData(
        grants=table("grants", f"{heading}\n{grants.strip()}"),
        citizens=table("citizens", citizens),
        accounts=table("accounts", ACCOUNTS),
        postings=table("postings", postings) if postings else MunicipalityData().postings,
    )
    allocated = allocate(data, Settings())
    nothing = pl.DataFrame(schema=LAW_VALUES)
    return expected_refund(allocated, data.citizens, year, nothing, "Egen Kommune", dt.date(year, 12, 31))


def total(found: RefundYear, kind: str = "expensive") -> Decimal:
    amount: Decimal = found.months.filter(pl.col("kind") == kind)["refund_kr"].sum()
    return amount


def test_a_case_over_the_first_limit() -> None:
    """100.000 kr. om måneden i 2022: 25 % af 28.333 tolv gange er 85.000."""
    found = refund("g1 | b1 | SEL § 108 | Botilbud | 2020-01-01 | | 100000 | måned | 10")
    # 100.000 - 71.667 a month, of which 25 %, twelve times: 85.000
    assert total(found) == kr("85.000")
    case = found.cases.row(0, named=True)
    assert (case["gross_kr"], case["refund_kr"], case["months"]) == (kr("1.200.000"), kr("85.000"), 12)
    assert [limit.verified for limit in found.limits] == [True]


def test_siblings_share_their_households_refund_by_cost() -> None:
    """Søskende a 60.000 og 40.000 kr. om måneden: 85.000 til husstanden, delt 51.000 og 34.000."""
    found = refund(
        """
        g1 | b1 | SEL § 52, stk. 3, nr. 7 | Opholdssted | 2022-01-01 | | 60000 | måned | 20
        g2 | b2 | SEL § 52, stk. 3, nr. 7 | Plejefamilie | 2022-01-01 | | 40000 | måned | 20
        """,
        citizens="citizen | household\nb1 | h1\nb2 | h1",
    )
    assert total(found) == kr("85.000")
    assert dict(found.cases.select("citizen", "refund_kr").iter_rows()) == {"b1": kr("51.000"), "b2": kr("34.000")}


def test_adults_of_one_household_are_counted_each() -> None:
    """Voksne i samme husstand lægges ikke sammen."""
    found = refund(
        """
        g1 | b1 | SEL § 108 | Botilbud | 2022-01-01 | | 60000 | måned | 10
        g2 | b2 | SEL § 108 | Botilbud | 2022-01-01 | | 40000 | måned | 10
        """,
        citizens="citizen | household\nb1 | h1\nb2 | h1",
    )
    assert total(found) == 0


def test_a_child_in_two_households_is_counted_in_one_and_told_of() -> None:
    """Et barn i to husstande regnes i den, flest af årets linjer nævner, og det siges: 25 % af 28.333 i tre
    måneder er 21.250."""
    found = refund(
        """
        g1 | b1 | SEL § 52, stk. 3, nr. 7 | Opholdssted | 2022-01-01 | | 60000 | måned | 20 | h1
        g2 | b1 | SEL § 52, stk. 3, nr. 1 | Dagbehandling | 2022-01-01 | 2022-03-31 | 40000 | måned | 20 | h2
        """,
        heading=f"{GRANT} | household",
    )
    assert found.facts.several_households == 1
    assert total(found) == kr("21.250")  # three months of 25 % of 28.333


def test_a_child_listed_in_two_households_is_counted_in_the_one_that_its_grants_name() -> None:
    """Står barnet i to husstande på borgerlisten, bruges den, indsatserne nævner: sammen med søskendet dér 80.000
    kr. om måneden, 25 % af 8.333 i tolv måneder er 25.000."""
    found = refund(
        """
        g1 | b1 | SEL § 52, stk. 3, nr. 7 | Opholdssted | 2022-01-01 | | 40000 | måned | 20 | h2
        g2 | b2 | SEL § 52, stk. 3, nr. 7 | Opholdssted | 2022-01-01 | | 40000 | måned | 20 | h2
        """,
        heading=f"{GRANT} | household",
        citizens="citizen | household\nb1 | h1\nb1 | h2\nb2 | h2",
    )
    assert found.facts.several_households == 1
    assert total(found) == kr("25.000")


def test_what_several_lists_tell_of_a_citizen_is_put_together() -> None:
    """Borgerlisten kender husstand og flygtningerefusion, udtrækkene fødselsdatoen: begge dele bruges. 67 år i april
    giver kun april (7.083,33); flygtningen 100 % til og med juni (600.000)."""
    grants = """
        g1 | b1 | SEL § 108 | Botilbud | 2022-04-01 | | 100000 | måned | 10
        g2 | b2 | SEL § 108 | Botilbud | 2022-01-01 | 2022-06-30 | 100000 | måned | 10
        """
    lists = ["b1 | | h1 | | borgere", "b2 | | h2 | 2022-06-30 | borgere", "b1 | 1955-04-15 | | | dubu"]
    lists.append("b2 | 1980-01-01 | | | dubu")
    for order in (lists, lists[::-1]):
        citizens = "\n".join(["citizen | born_on | household | refund_100_until | source", *order])
        found = refund(grants, citizens=citizens)
        assert (total(found), total(found, "refugees")) == (kr("7.083,33"), kr("600.000"))
        assert (found.facts.unknown_age, found.facts.left_over_age) == (0, 1)


def test_a_child_that_moves_is_counted_each_month_in_the_household_of_that_month() -> None:
    """Barnet flytter 1. juli til søskendets husstand: 60.000 og 40.000 kr. om måneden lægges sammen i seks måneder,
    25 % af 28.333 er 42.500, delt 25.500 og 17.000."""
    found = refund(
        """
        g1 | b1 | SEL § 52, stk. 3, nr. 7 | Opholdssted | 2022-01-01 | 2022-06-30 | 60000 | måned | 20 | h1
        g2 | b1 | SEL § 52, stk. 3, nr. 7 | Opholdssted | 2022-07-01 | | 60000 | måned | 20 | h2
        g3 | b2 | SEL § 52, stk. 3, nr. 7 | Plejefamilie | 2022-01-01 | | 40000 | måned | 20 | h2
        """,
        heading=f"{GRANT} | household",
        citizens="citizen | household\nb1 | h1\nb1 | h2\nb2 | h2",
    )
    assert found.facts.several_households == 1
    assert dict(found.cases.select("citizen", "refund_kr").iter_rows()) == {"b1": kr("25.500"), "b2": kr("17.000")}
    refunded = found.months.filter(pl.col("refund_kr") > 0)["month"].dt.month()
    assert refunded.unique().sort().to_list() == [7, 8, 9, 10, 11, 12]


def test_the_same_cost_is_never_under_both_acts() -> None:
    """50.000 kr. om måneden efter hver lov når ingen grænse: udgiften lægges ikke sammen på tværs af lovene."""
    # in 2024 a young person has help under barnets lov and under serviceloven: each act by itself, 50.000 a month
    found = refund(
        """
        g1 | b1 | BL § 113 | Ungestøtte | 2024-01-01 | | 50000 | måned | 20
        g2 | b1 | SEL § 108 | Botilbud | 2024-01-01 | | 50000 | måned | 10
        """,
        year=2024,
    )
    assert total(found) == 0


def test_old_measures_of_children_stay_with_barnets_lov_from_2024() -> None:
    """Børns indsatser efter serviceloven regnes efter barnets lov fra 2024. Mindst: 860.000 · 1,04² = 930.176, som
    giver 67.456."""
    found = refund(
        """
        g1 | b1 | SEL § 52, stk. 3, nr. 7 | Opholdssted | 2022-01-01 | | 60000 | måned | 20
        g2 | b1 | BL § 32, stk. 1, nr. 1 | Dagbehandling | 2024-01-01 | | 40000 | måned | 20
        """,
        year=2024,
    )
    assert set(found.cases["rule"]) == {"bl_198"}
    assert total(found) == kr("85.000")
    assert [limit.verified for limit in found.limits] == [False, False]
    # the limits may have risen 4 % a year since 2022: 860.000 x 1,0816 = 930.176
    low: Decimal = found.months["low_kr"].sum()
    assert low == kr("67.456")


def test_other_refund_is_income_before_the_limits_are_asked() -> None:
    """120.000 kr. om måneden i tabt arbejdsfortjeneste: staten betaler halvdelen, og resten ligger under grænsen."""
    # 120.000 a month for lost earnings: the state refunds half, and 60.000 a month lies under the limit
    found = refund("g1 | b1 | SEL § 42 | Tabt arbejdsfortjeneste | 2022-01-01 | | 120000 | måned | 30")
    assert (total(found, "family_expenses"), total(found)) == (kr("720.000"), 0)


def test_a_refugee_gives_everything_until_the_day_and_then_by_the_limits() -> None:
    """100 % til og med 30. juni (600.000), derefter 25 % af 28.333 i seks måneder (42.500)."""
    found = refund(
        "g1 | b1 | SEL § 108 | Botilbud | 2022-01-01 | | 100000 | måned | 10",
        citizens="citizen | refund_100_until\nb1 | 2022-06-30",
    )
    assert total(found, "refugees") == kr("600.000")
    assert total(found) == kr("42.500")  # six months of 25 % of 28.333


def test_what_another_municipality_pays_and_objective_financing_are_left_out() -> None:
    """Det, en anden kommune betaler, og objektiv finansiering er ikke med."""
    heading = f"{GRANT} | paying_municipality"
    found = refund(
        """
        g1 | b1 | SEL § 108 | Botilbud | 2022-01-01 | | 100000 | måned | 10 | Egen Kommune
        g2 | b2 | SEL § 108 | Botilbud | 2022-01-01 | | 100000 | måned | 10 | Nabo Kommune
        g3 | b3 | SEL § 98 | Kontaktperson | 2022-01-01 | | 100000 | måned | 40 | Egen Kommune
        """,
        heading=heading,
    )
    assert total(found) == kr("85.000")
    assert found.facts.other_payers_kr == kr("1.200.000")


def test_at_67_a_covered_case_goes_on_and_a_new_one_gives_nothing() -> None:
    """Fylder 67 i april: var udgiften over grænsen måneden før, fortsætter refusionen; ellers gives kun april,
    7.083,33."""
    grants = "g1 | b1 | SEL § 108 | Botilbud | {start} | | 100000 | måned | 10"
    born = "citizen | born_on\nb1 | 1955-04-15"  # 67 on 15 April 2022
    covered = refund(grants.format(start="2020-01-01"), citizens=born)
    assert (total(covered), covered.facts.kept_over_age) == (kr("85.000"), 1)
    new = refund(grants.format(start="2022-04-01"), citizens=born)
    # April still counts: the birthday lies in it
    assert (total(new), new.facts.left_over_age) == (kr("7.083,33"), 1)


def test_bills_on_a_citizen_without_a_grant_count() -> None:
    """100.000 kr. bogført på en borger uden indsats i april: 25 % af 28.333 er 7.083,33."""
    found = refund(
        "g1 | b9 | SEL § 108 | Botilbud | 2022-01-01 | | 1 | måned | 10",
        postings="voucher | account | posting_date | period | amount | citizen | service_from\n"
        "v1 | 10 | 2022-05-10 | 2022-05 | 100000 | b1 | 2022-04-01",
    )
    assert total(found) == kr("7.083,33")


def test_a_year_without_limits_has_none_and_says_so() -> None:
    """Et år uden grænser giver ingen refusion, og det siges."""
    found = refund("g1 | b1 | SEL § 108 | Botilbud | 2005-01-01 | | 100000 | måned | 10", year=2006)
    assert (total(found), found.limits) == (0, ())
