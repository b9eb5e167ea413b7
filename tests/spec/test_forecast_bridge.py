"""Hvad har flyttet det forventede regnskab siden sidst: broen fra den ene fremskrivning til den anden.

Hver ændret indsats er en søjle for sig med sin virkning på årets udgift. Resten har også sin grund: regninger mod det
ventede, ventet tilgang og afgang, øvrige konti, refusion, skøn og valgt metode. Søjlerne summer på øren til forskellen
mellem de to fremskrivninger, i alt og for hver del. Med uændrede data og uændret metode er der ingen søjler.
"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from cockpit.contracts.data import MunicipalityData
from cockpit.forecast import ForecastResult, bridge, restated
from cockpit.forecast.leaf import lines as leaf_lines
from tests.spec.handbook_tables import kr
from tests.unit.forecast.world import FRAME, MARCH, P107, budget, forecast, grant, municipality, posting, skoen

FEBRUARY = dt.date(2026, 2, 28)


def worth(result: ForecastResult) -> Decimal:
    return Decimal(str(result.leaves["amount_kr"].sum()))


def bars(before: ForecastResult, after: ForecastResult) -> dict[str, Decimal]:
    sums = bridge(before, after).group_by("kind").agg(pl.col("amount_kr").sum())
    return {kind: Decimal(str(amount)) for kind, amount in sums.filter(pl.col("amount_kr") != 0).iter_rows()}


def closes(before: MunicipalityData, after: MunicipalityData) -> dict[str, Decimal]:
    return bars(forecast(before, FEBRUARY), forecast(after, MARCH))


def test_same_data_and_method_move_nothing() -> None:
    data = municipality(grants=[grant()], postings=[posting(62000, "2026-02", "2026-01")])

    assert bridge(forecast(data), forecast(data)).is_empty()


def test_a_month_that_went_as_expected_moves_nothing() -> None:
    """Marts var disponeret til 31 døgn a 2.000 kr. og er leveret: det er hverken mere eller mindre end ventet."""
    data = municipality(grants=[grant()])

    assert closes(data, data) == {}


def test_a_new_grant_is_its_cost_of_the_year() -> None:
    """Fra 1. april til årets slutning er 275 døgn a 1.000 kr. At der kom én på tre år, lærer fremskrivningen også af:
    den venter lidt mere tilgang, og det er en søjle for sig."""
    new = grant("i2", start_date=dt.date(2026, 4, 1), registered_on=MARCH, unit_price=Decimal(1000))

    found = closes(municipality(grants=[grant()]), municipality(grants=[grant(), new]))

    assert found["new"] == kr("275.000")
    assert set(found) == {"new", "inflow"}
    assert 0 < found["inflow"] < kr("275.000") / 3


def test_ended_extended_shortened_and_repriced_are_told_apart() -> None:
    """i1 sluttede 31. marts (275 døgn), i2 fik december med, i3 mistede den (31), i4 steg 100 kr. i 365 døgn."""
    november, december = dt.date(2026, 11, 30), dt.date(2026, 12, 31)
    booked = [posting(62000, "2026-03", "2026-01")]
    before = municipality(
        grants=[grant("i1"), grant("i2", end_date=november), grant("i3", end_date=december), grant("i4")],
        postings=booked,
    )
    after = municipality(
        grants=[
            grant("i1", end_date=MARCH),
            grant("i2", end_date=december),
            grant("i3", end_date=november),
            grant("i4", unit_price=Decimal(2100)),
        ],
        postings=booked,
    )

    assert bars(forecast(before), forecast(after)) == {
        "ended": kr("-550.000"),
        "extended": kr("62.000"),
        "shortened": kr("-62.000"),
        "repriced": kr("36.500"),
    }


def test_a_dearer_bill_is_a_bill_against_what_was_expected() -> None:
    """Januar var leveret for 62.000 kr.; regningen i marts lød på 70.000 kr."""
    before = municipality(grants=[grant()])
    after = municipality(grants=[grant()], postings=[posting(70000, "2026-03", "2026-01")])

    assert closes(before, after) == {"ledger": kr("8.000")}


def test_a_frame_that_is_used_as_budgeted_moves_nothing_and_a_dearer_month_its_difference() -> None:
    """Rammen på 120.000 kr. er 10.000 kr. om måneden; i marts blev der bogført 13.000 kr."""
    data = municipality(budget=[budget(FRAME, 120000)])
    used = [posting(10000, "2026-03", account=FRAME, grant_id=None)]
    dear = [posting(13000, "2026-03", account=FRAME, grant_id=None)]

    assert closes(data, municipality(budget=[budget(FRAME, 120000)], postings=used)) == {}
    assert closes(data, municipality(budget=[budget(FRAME, 120000)], postings=dear)) == {"other": kr("3.000")}


def test_a_skoen_is_a_bar_of_its_own() -> None:
    laid = skoen("100000", "paragraph", P107, (4, 12), dt.date(2026, 12, 31))

    found = closes(municipality(grants=[grant()]), municipality(grants=[grant()], adjustments=laid))

    assert found == {"adjustment": kr("100.000")}


def test_a_bar_opens_to_its_grants() -> None:
    new = grant("i2", start_date=dt.date(2026, 4, 1), unit_price=Decimal(1000), provider="Bakken", team="Team Nord")

    (line,) = bridge(forecast(municipality()), forecast(municipality(grants=[new]))).filter(
        pl.col("kind") == "new"
    ).to_dicts()  # fmt: skip

    assert (line["grant_id"], line["provider"], line["team"], line["area"]) == ("i2", "Bakken", "Team Nord", "Voksne")


def test_a_chosen_method_is_taken_out_of_the_part_that_holds_it() -> None:
    """En metode lægger 5.000 kr. til under Afgang: broen viser dem som valgt metode og ikke som afgang."""
    one = forecast(municipality(grants=[grant()]))
    method = leaf_lines("outflow", pl.DataFrame({"month": [12], "amount_kr": [5000.0], "paragraph": [P107]}))
    two = replace(one, leaves=pl.concat([one.leaves, method]), method=method)

    found = bridge(one, two).group_by("kind").agg(pl.col("amount_kr").sum())

    assert found.filter(pl.col("amount_kr") != 0).rows() == [("method", kr("5.000"))]


def test_a_locked_month_computed_anew_shows_what_its_figures_rest_on_now() -> None:
    """Den låste februar var 730.000 kr.; en rettet takst bagud gør samme februar 36.500 kr. dyrere."""
    locked = forecast(municipality(grants=[grant()]), FEBRUARY).leaves
    today = forecast(municipality(grants=[grant(unit_price=Decimal(2100))]), FEBRUARY)

    found = restated(locked, today)

    assert found["kind"].unique().to_list() == ["restated"]
    assert found["amount_kr"].sum() == kr("36.500")


GRANTS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.dates(dt.date(2025, 6, 1), dt.date(2026, 12, 1)),
        st.none() | st.integers(0, 300),
        st.integers(1, 3000),
        st.sampled_from(["aktiv", "ansøgt", "afsluttet"]),
    ),
    max_size=5,
)
BILLS = st.lists(
    st.tuples(
        st.sampled_from(["2026-01", "2026-02", "2026-03"]),
        st.none() | st.sampled_from(["2025-11", "2026-01"]),
        st.integers(-9999, 9999),
    ),
    max_size=4,
)


def drawn(grants: list[tuple[Any, ...]], bills: list[tuple[Any, ...]]) -> MunicipalityData:
    named = {
        f"i{number}": grant(
            f"i{number}",
            start_date=start,
            registered_on=start,
            end_date=None if days is None else start + dt.timedelta(days=days),
            unit_price=Decimal(price),
            status=status,
            paragraph=P107 if number < 3 else "SEL § 85",
        )
        for number, start, days, price, status in grants
    }
    booked = [
        posting(amount, period, service, voucher=str(number)) for number, (period, service, amount) in enumerate(bills)
    ]
    return municipality(grants=list(named.values()), postings=booked, budget=[budget(FRAME, 120000)])


@tries(max_examples=15, deadline=None)
@given(old=GRANTS, new=GRANTS, bills=BILLS)
def test_the_bars_sum_to_the_oere_in_total_and_for_every_paragraph(
    old: list[tuple[Any, ...]], new: list[tuple[Any, ...]], bills: list[tuple[Any, ...]]
) -> None:
    before, after = forecast(drawn(old, bills[:2]), FEBRUARY), forecast(drawn(new, bills))

    lines = bridge(before, after)

    assert Decimal(str(lines["amount_kr"].sum())) == worth(after) - worth(before)
    for paragraph in set(before.leaves["paragraph"]) | set(after.leaves["paragraph"]):
        mine = pl.col("paragraph") == paragraph
        difference = after.leaves.filter(mine)["amount_kr"].sum() - before.leaves.filter(mine)["amount_kr"].sum()
        assert lines.filter(mine)["amount_kr"].sum() == difference
