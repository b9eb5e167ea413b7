"""Hvilken måned en regning er for, når den ikke siger det.

De fleste økonomisystemer siger, hvornår en regning er bogført, og intet mere. Er indsatsen kendt, hører regningen til
den ældste måned, som indsatsen løb i og mangler en regning for, højst fem måneder før bogføringen. Mangler ingen, hører
den til den måned, leverandørens regninger plejer at komme for.

Hvor sent en leverandørs regninger plejer at komme, ses på indsatser, der begyndte eller sluttede, mens regnskabet
dækker: medianen af månederne fra den første måned til den første regning, og fra den sidste måned til den sidste. Løb
indsatsen allerede, da regnskabet begynder, ses det af det første års regninger, hvor mange måneder der manglede en: når
færrest mangler, mangler kun de måneder, som selv en hurtig regning ikke er kommet for.

Er indsatsen mere bagud end det mere end tre måneder i træk, opgives den ældste måned: den bliver der aldrig sendt
regning for. En regning på flere måneders størrelse dækker de ældste måneder, der mangler, og deles mellem dem; begynder
eller slutter indsatsen midt i en måned, tæller måneden efter sine dage. Kommer regningerne med flere måneders
mellemrum, fx hvert kvartal, er den sædvanlige regning for så mange måneder. En regning under halvdelen af det
sædvanlige er et tillæg og tager ingen måneds plads, medmindre den er indsatsens første og svarer til dagene i dens
første måned.

Bogfører kommunen det gamle års sene regninger i periode 13, er det, der står i januars egen periode, ikke for det gamle
år.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import allocate
from tests.spec.handbook_tables import table

GRANT = """grant_id | citizen | paragraph | service  | provider  | start_date | end_date   | unit_price | price_unit
           g1       | b1      | SEL § 107 | Botilbud | Solgården | {since}    | {until}    | 1000       | døgn"""
CHART = table(
    "accounts", "account | function | dranst | paragraph | steering\nA | 5.38.52 | 1 | SEL § 107 | aktivitetsstyret"
)
HEAD = "voucher | account | posting_date | period | amount | grant_id\n"


def bill(at: int, booked: str, amount: int = 30_000, grant: str = "g1") -> str:
    return f"v{at} | A | {booked}-10 | {booked} | {amount} | {grant}"


def of_one_grant(*bills: str, since: str = "2025-03-01", until: str = "", more: str = "") -> MunicipalityData:
    """The grant, its bills, and a krone in January 2025, so that the ledger covers it."""
    other = "\ng2 | b2 | SEL § 107 | Botilbud | Nabo | 2025-12-01 | | 1000 | døgn" if more else ""
    lines = [*bills, bill(99, "2025-01", 1, ""), *([more] if more else [])]
    return MunicipalityData(
        grants=table("grants", GRANT.format(since=since, until=until) + other),
        accounts=CHART,
        postings=table("postings", HEAD + "\n".join(lines)),
    )


def months(*bills: tuple[str, int] | str, since: str = "2025-03-01", until: str = "", more: str = "") -> list[str]:
    """The months of the bills (`yyyy-mm`, in the order of booking) of one grant; no provider is known to be late."""
    lines = [bill(at, *((one, 30_000) if isinstance(one, str) else one)) for at, one in enumerate(bills)]
    data = of_one_grant(*lines, since=since, until=until, more=more)
    found = allocate(data, Settings(), first_year=2024).postings.filter(pl.col("grant_id") == "g1")
    found = found.sort("period", "service_month")
    return found["service_month"].dt.strftime("%Y-%m").to_list()


def test_a_bill_is_for_the_oldest_month_that_lacks_one() -> None:
    """Indsatsen begyndte 1. marts. Marts' regning kom i marts; april havde ingen, og i maj kom to: den ene er
    aprils."""
    assert months("2025-03", "2025-05", "2025-05") == ["2025-03", "2025-04", "2025-05"]


def test_a_month_without_a_bill_stands_open_at_the_close() -> None:
    """Regningerne kommer måneden efter. Bogført til og med juni er marts, april og maj; juni mangler sin."""
    assert months("2025-04", "2025-05", "2025-06") == ["2025-03", "2025-04", "2025-05"]


def test_a_month_that_is_never_billed_is_given_up() -> None:
    """April får aldrig en regning. I maj, juni og juli ligner det en regning, der er en måned forsinket; i august er
    indsatsen bagud for fjerde måned i træk, og april opgives: fra september står regningerne på deres egen måned."""
    booked = ["2025-03", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10"]
    assert months(*booked) == ["2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-09", "2025-10"]


def test_a_bill_of_several_months_covers_the_oldest_that_lack_one() -> None:
    """April, maj og juni betales samlet i juni med 90.000 kr.: 30.000 kr. står på hver. Julis er julis."""
    booked = months("2025-03", ("2025-06", 90_000), "2025-07", "2025-08")
    assert booked == ["2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08"]


def test_the_parts_of_a_bill_are_the_bill_to_the_oere() -> None:
    """100.000 kr. for tre måneder er 33.333,33, 33.333,34 og 33.333,33 kr."""
    data = of_one_grant(bill(0, "2025-03"), bill(1, "2025-06", 100_000), bill(2, "2025-07"))
    found = allocate(data, Settings(), first_year=2024).postings.filter(pl.col("period") == "2025-06")
    assert found.sort("service_month")["amount"].to_list() == [
        Decimal("33333.33"), Decimal("33333.34"), Decimal("33333.33"),
    ]  # fmt: skip


def test_a_grant_that_is_billed_by_the_quarter_has_a_third_of_the_bill_in_each_month() -> None:
    """Regningerne kommer i april, juli, oktober og januar for kvartalet før. Ved udgangen af august er juni den sidste
    måned med en regning, og juli og august mangler deres."""
    booked = months(*[(month, 90_000) for month in ("2025-04", "2025-07", "2025-10", "2026-01")], since="2025-01-01")
    assert booked == [f"2025-{month:02d}" for month in range(1, 13)]


def test_a_grant_that_begins_inside_a_quarter_is_billed_for_the_rest_of_it() -> None:
    """Begyndt 16. februar: første regning er for 13 dage i februar og hele marts, 43.929 kr., altså 13.929 og 30.000.
    Andet kvartals regning er for april, maj og juni og ikke for marts."""
    bills = [bill(0, "2025-04", 43_929), *(bill(n, f"2025-{3 * n + 4:02d}", 90_000) for n in (1, 2))]
    data = of_one_grant(*bills, bill(3, "2026-01", 90_000), bill(4, "2026-04", 90_000), since="2025-02-16")
    found = (
        allocate(data, Settings(), first_year=2024).postings.filter(pl.col("grant_id") == "g1").sort("service_month")
    )
    assert [round(kr) for kr in found["amount"].head(3)] == [13_929, 30_000, 30_000]
    assert found["service_month"].dt.strftime("%Y-%m").to_list()[:5] == [f"2025-{m:02d}" for m in range(2, 7)]


def test_a_grants_dated_bills_tell_how_often_it_is_billed() -> None:
    """Hver anden regning siger selv sin måned. De andre er for én måned hver, for der kommer en regning hver måned."""
    head = HEAD.replace("grant_id", "grant_id | service_from")
    bills = [bill(n, f"2025-{n:02d}") + (f" | 2025-{n:02d}-01" if n % 2 else " | ") for n in range(1, 11)]
    data = MunicipalityData(
        grants=table("grants", GRANT.format(since="2025-01-01", until="")), accounts=CHART,
        postings=table("postings", head + "\n".join(bills)),
    )  # fmt: skip
    found = allocate(data, Settings(), first_year=2024).postings.sort("service_month")
    assert found["service_month"].dt.strftime("%Y-%m").to_list() == [f"2025-{n:02d}" for n in range(1, 11)]


def test_the_first_bill_of_a_grant_that_begins_inside_a_month_takes_that_months_place() -> None:
    """Begyndt 22. marts: 10 dage er 9.677 kr., under halvdelen af det sædvanlige, men ikke et tillæg. Aprils regning,
    bogført i maj, er aprils og ikke marts'."""
    booked = months(("2025-03", 9_677), "2025-05", "2025-06", "2025-07", since="2025-03-22")
    assert booked == ["2025-03", "2025-04", "2025-05", "2025-06"]


def test_a_bill_in_january_is_not_for_the_year_whose_supplement_holds_its_late_bills() -> None:
    """Decembers regning mangler. Kommunen bogfører regninger for det gamle år i periode 13, så januars regning er
    januars; havde ingen regning stået i periode 13, var den decembers."""
    own = [f"2025-{month:02d}" for month in range(3, 12)]
    assert months(*own, "2026-01")[-1] == "2025-12"
    supplement = "v50 | A | 2025-12-31 | 2025-13 | 30000 | g2"
    assert months(*own, "2026-01", more=supplement)[-1] == "2026-01"


def test_an_extra_takes_no_months_place() -> None:
    """5.000 kr. i april er et tillæg og står på april; aprils regning kommer i maj sammen med majs."""
    assert months("2025-03", ("2025-04", 5_000), "2025-05", "2025-05") == ["2025-03", "2025-04", "2025-04", "2025-05"]


def test_the_last_bill_after_the_end_is_for_the_last_month() -> None:
    """Indsatsen sluttede 31. maj; regningen, der bogføres i juni, er majs, og den i januar året efter er en regning fra
    tidligere år."""
    assert months("2025-03", "2025-04", "2025-06", until="2025-05-31") == ["2025-03", "2025-04", "2025-05"]
    assert months("2025-11", "2026-01", since="2025-11-01", until="2025-12-31") == ["2025-11", "2025-12"]


def test_a_credit_note_stays_in_the_month_of_booking() -> None:
    assert months("2025-03", "2025-04", ("2025-06", -30_000)) == ["2025-03", "2025-04", "2025-06"]


def test_alike_bills_of_one_month_are_for_a_month_each() -> None:
    """To ens regninger à 30.000 kr. i april er marts' og aprils."""
    assert months("2025-04", "2025-04") == ["2025-03", "2025-04"]


def _with_newcomers(lag: int) -> MunicipalityData:
    """Six grants that began 1 February 2025, each billed `lag` months after; and an old one, billed from January on."""
    since = [("g0", "2023-01-01", 1), *((f"g{n}", "2025-02-01", 2 + lag) for n in range(1, 7))]
    grants = "grant_id | citizen | paragraph | service | provider | start_date | unit_price | price_unit\n" + "\n".join(
        f"{name} | b{name} | SEL § 107 | Botilbud | Solgården | {start} | 1000 | døgn" for name, start, _ in since
    )
    lines = [
        bill(at, f"2025-{m:02d}", 30_000, name) for at, (name, _, first) in enumerate(since) for m in range(first, 9)
    ]
    return MunicipalityData(
        grants=table("grants", grants), accounts=CHART, postings=table("postings", HEAD + "\n".join(lines))
    )


@pytest.mark.parametrize(("lag", "first"), [(0, "2025-01"), (1, "2024-12"), (2, "2024-11")])
def test_old_grants_are_as_late_as_those_that_began_inside_the_ledger(lag: int, first: str) -> None:
    """Den gamle indsats' første regning i regnskabet er bogført i januar. Kommer de nyes regninger måneden efter, er
    den for december og dermed en regning fra tidligere år."""
    found = allocate(_with_newcomers(lag), Settings(), first_year=2024).postings

    oldest = found.filter(pl.col("grant_id") == "g0").sort("service_month")
    assert oldest["service_month"].dt.strftime("%Y-%m").first() == first
    assert oldest["prior_year"].first() == (lag > 0)


def test_an_old_grant_that_is_first_billed_long_after_the_ledger_begins_lacks_nothing_before_it() -> None:
    """Regnskabet begynder i januar 2024, indsatsen i 2020. Dens første regning er for et halvt år og fra august 2025:
    den ældste måned, der kan mangle, er regnskabets første."""
    bills = [bill(0, "2025-08", 180_000), *(bill(at, f"2025-{at:02d}") for at in (9, 10, 11, 12))]
    data = of_one_grant(*bills, bill(98, "2024-01", 1, ""), since="2020-01-01")

    found = allocate(data, Settings(), first_year=2024).postings.filter(pl.col("grant_id") == "g1")

    assert found["service_month"].min() == dt.date(2024, 1, 1)


@tries(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(3, 12), st.integers(-3, 9)), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
def test_no_krone_moves_to_another_grant_or_past_its_booking(bills: list[tuple[int, int]], random: object) -> None:
    """Summen er den samme, ingen regning er for en måned efter bogføringen, og filens rækkefølge betyder intet."""
    lines = [bill(at, f"2025-{month:02d}", size * 10_000) for at, (month, size) in enumerate(bills)]
    shuffled = lines[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined] - hypothesis' own
    kept = []
    for order in (lines, shuffled):
        postings = table("postings", HEAD + "\n".join(order))
        grants = table("grants", GRANT.format(since="2025-03-01", until=""))
        found = allocate(
            MunicipalityData(grants=grants, accounts=CHART, postings=postings), Settings(), first_year=2024
        )
        rows = (
            found.postings.group_by("period", "service_month")
            .agg(pl.col("amount").sum())
            .sort("period", "service_month")
        )
        kept.append(rows.rows())
        assert rows["amount"].sum() == sum((Decimal(10_000 * size) for _, size in bills), Decimal(0))
        assert (rows["service_month"] <= rows["period"].str.to_date("%Y-%m")).all()
        assert rows["service_month"].min() >= dt.date(2025, 3, 1)
    assert kept[0] == kept[1]
