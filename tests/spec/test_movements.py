"""Hvad der har flyttet sig siden sidst.

Hver ændret indsats vises med sin virkning på årets disponerede udgift (efter egenbetaling): nye, udgåede, afsluttede,
forlængede og forkortede indsatser, og indsatser der har fået en ny pris. Er både dage og pris ændret, vises to linjer:
først de nye dage til den gamle pris, så den nye pris.

Rettelser i bogføringen er beløb, der er kommet til i måneder, der var lukket sidste gang: én linje pr. konto. Det, der
er bogført i den nye måned, er ikke en rettelse.

Linjerne summer på øren til ændringen i disponeret udgift plus ændringen i det bogførte i de lukkede måneder.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import Allocated, allocate, movements, year_cost
from tests.spec.handbook_tables import kr, table

ACCOUNTS = table(
    "accounts",
    """account | area   | dranst | steering
       A107    | Voksne | 1      | aktivitetsstyret
       A500    | Voksne | 1      | rammestyret""",
)
GRANT = "grant_id|citizen|paragraph|service|provider|start_date|end_date|unit_price|price_unit|account\n"
ONE = "g1 | b1 | SEL § 107 | Botilbud | Solgården | 2026-01-01 |"
POSTING = "voucher | account | posting_date | period | amount\n"
PRICE = "provider | service | unit_price | price_unit | valid_from\n"
MARCH = "v1 | A500 | 2026-03-05 | 2026-03 | 1000"


def state(grants: str, postings: str = MARCH, prices: str = "") -> Allocated:
    data = MunicipalityData(
        grants=table("grants", GRANT + grants),
        accounts=ACCOUNTS,
        postings=table("postings", POSTING + postings),
        prices=table("prices", PRICE + prices),
    )
    return allocate(data, Settings())


def moved(before: Allocated, after: Allocated) -> list[tuple[object, ...]]:
    return movements(before, after, 2026).select("kind", "grant_id", "amount_kr").rows()


def test_nothing_changed_is_no_line() -> None:
    """Samme indsatser, takster og posteringer giver ingen bevægelse."""
    same = state(f"{ONE} | 1000 | døgn | A107")

    assert moved(same, same) == []


def test_a_new_grant_and_one_that_is_gone() -> None:
    """Ny fra 1. december: 31 x 2.000 = +62.000 kr. En, der ikke findes mere: 31 x 1.000 = −31.000 kr."""
    before = state(f"{ONE} 2026-01-31 | 1000 | døgn | A107")
    after = state("g2 | b2 | SEL § 107 | Botilbud | Solgården | 2026-12-01 | | 2000 | døgn | A107")

    assert moved(before, after) == [("new", "g2", kr("62.000")), ("removed", "g1", kr("-31.000"))]


def test_a_place_that_ended_before_it_was_expected_to() -> None:
    """Uden slutdato var 365 døgn a 1.000 kr.; sluttet 28. februar er 59: −306.000 kr."""
    before = state(f"{ONE} | 1000 | døgn | A107")
    after = state(f"{ONE} 2026-02-28 | 1000 | døgn | A107")

    assert moved(before, after) == [("ended", "g1", kr("-306.000"))]  # 365 - 59 days


def test_a_planned_end_that_lies_ahead_is_a_shortening() -> None:
    """Slutdato sat til 30. november: december falder væk, −31.000 kr."""
    before = state(f"{ONE} | 1000 | døgn | A107")
    after = state(f"{ONE} 2026-11-30 | 1000 | døgn | A107")

    assert moved(before, after) == [("shortened", "g1", kr("-31.000"))]


def test_a_later_end_is_an_extension() -> None:
    """Fra 30. juni til 31. juli: 31 x 1.000 = +31.000 kr."""
    before = state(f"{ONE} 2026-06-30 | 1000 | døgn | A107")
    after = state(f"{ONE} 2026-07-31 | 1000 | døgn | A107")

    assert moved(before, after) == [("extended", "g1", kr("31.000"))]


def test_days_and_price_are_two_lines() -> None:
    """181 døgn a 1.000 kr. bliver til 151 a 1.100 kr.: −30 x 1.000 = −30.000 kr. for dagene og 151 x 100 = +15.100 kr.
    for prisen."""
    before = state(f"{ONE} 2026-06-30 | 1000 | døgn | A107")  # 181 days
    after = state(f"{ONE} 2026-05-31 | 1100 | døgn | A107")  # 151 days

    assert moved(before, after) == [("shortened", "g1", kr("-30.000")), ("repriced", "g1", kr("15.100"))]


def test_a_new_price_list_reprices_the_grants_on_it() -> None:
    """1.000 kr. bliver til 1.200 kr. fra 1. december: 31 x 200 = +6.200 kr."""
    old = "Solgården | Botilbud | 1000 | døgn | 2025-01-01"
    new = old + "\nSolgården | Botilbud | 1200 | døgn | 2026-12-01"
    before = state(f"{ONE} | | | A107", prices=old)
    after = state(f"{ONE} | | | A107", prices=new)

    assert moved(before, after) == [("repriced", "g1", kr("6.200"))]


def test_a_correction_in_a_closed_month_is_a_line_and_a_new_month_is_not() -> None:
    """250 kr. bogført i april på februar er en rettelse; 9.999 kr. på april er månedens eget."""
    grants = f"{ONE} | 1000 | døgn | A107"
    late = MARCH + "\nv2 | A500 | 2026-04-20 | 2026-02 | 250\nv3 | A500 | 2026-04-20 | 2026-04 | 9999"

    found = movements(state(grants), state(grants, late), 2026)

    assert found.select("kind", "amount_kr", "area", "label").rows() == [
        ("ledger", kr("250"), "Voksne", "Rettelse i tidligere måneder: konto A500")
    ]


def test_frame_grants_move_no_kroner() -> None:
    """En indsats på en rammekonto slutter 306 døgn før: rammen er den samme, 0 kr."""
    assert moved(state(f"{ONE} | 1000 | døgn | A500"), state(f"{ONE} 2026-02-28 | 1000 | døgn | A500")) == []


def test_the_largest_movement_stands_first_and_is_named() -> None:
    """31 x 99 kr. står før 31 x 10 kr. og hedder efter paragraf, ydelse og leverandør."""
    dear = "g2 | b2 | SEL § 107 | Botilbud | Solgården | 2026-01-01 | 2026-01-31 | 99 | døgn | A107"
    after = state(f"{ONE} 2026-01-31 | 10 | døgn | A107\n{dear}")

    found = movements(state(""), after, 2026)

    assert found["grant_id"].to_list() == ["g2", "g1"]
    assert found["label"].to_list()[0] == "Ny indsats: SEL § 107 Botilbud · Solgården"


def test_what_is_not_known_is_left_out_of_the_name() -> None:
    """Uden paragraf og leverandør hedder linjen efter ydelsen alene."""
    found = movements(state(""), state("g1 | b1 | - | Botilbud | | 2026-01-01 | | 10 | døgn | NY"), 2026)

    assert found["label"].to_list() == ["Ny indsats: Botilbud"]


DAY = st.dates(dt.date(2025, 6, 1), dt.date(2027, 3, 1))
LINE = st.tuples(st.integers(1, 4), DAY, st.one_of(st.none(), st.integers(0, 300)), st.integers(1, 3000))


def written(lines: list[tuple[int, dt.date, int | None, int]]) -> str:
    rows = {number: (start, length, price) for number, start, length, price in lines}
    return "\n".join(
        f"g{number} | b{number} | SEL § 107 | Botilbud | P | {start} | "
        f"{'' if length is None else start + dt.timedelta(days=length)} | {price} | uge | A107"
        for number, (start, length, price) in rows.items()
    )


def worth(allocated: Allocated) -> Decimal:
    committed = year_cost(allocated, allocated.grants.filter("by_grants"), 2026)["cost"].sum()
    closed = allocated.postings.filter(pl.col("month") <= 3)["amount"].sum()
    return Decimal(str(committed)) + Decimal(str(closed))


@tries(max_examples=30, deadline=None)
@given(old=st.lists(LINE, max_size=5), new=st.lists(LINE, max_size=5), late=st.integers(-10_000, 10_000))
def test_the_lines_sum_exactly_to_the_difference(
    old: list[tuple[int, dt.date, int | None, int]], new: list[tuple[int, dt.date, int | None, int]], late: int
) -> None:
    before, after = state(written(old)), state(written(new), MARCH + f"\nv2 | A107 | 2026-04-20 | 2026-02 | {late}")

    assert movements(before, after, 2026)["amount_kr"].sum() == worth(after) - worth(before)
