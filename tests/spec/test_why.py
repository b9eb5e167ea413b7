"""Hvorfor: fra budget til forventet regnskab.

Hver krone i forventet regnskab og hver budgetlinje hører til én slags: indsatser på konti, der styres af indsatser;
regninger fra tidligere år; refusion; skøn; og konti, som ingen indsats styrer (rammer). Kun det første deles i antal og
pris, og det sker pr. slags indsats, så serviceloven og barnets lov regnes sammen. Alle søjler summer til afvigelsen på
øren.

Antal er flere eller færre helårspersoner til den gamle enhedspris. Resten af ændringen er pris. Er der flere
leverandører, deles prisen i to: *fordeling* er, hvad sidste års priser giver med årets fordeling på leverandører, og
*pris* er det, der så er tilbage. En ny leverandør har sidste års gennemsnitspris, indtil den har sin egen.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit import forecast
from cockpit.contracts.settings import Settings
from tests.unit.forecast import world
from tests.unit.forecast.world import FRAME, HOME, REFUND, grant, municipality, posting

DECEMBER = dt.date(2026, 12, 31)
DAY_2025, DAY_2026 = Decimal(1_000), Decimal(1_100)


def bars(data: object, as_of: dt.date = DECEMBER) -> dict[str, Decimal]:
    result = forecast.compute(data, as_of, 2026, Settings())  # type: ignore[arg-type]
    lines = forecast.why(result, data)  # type: ignore[arg-type]
    here = forecast.rows(result, data, "total")  # type: ignore[arg-type]
    whole = lines["amount_kr"].sum()
    assert Decimal(str(whole)) == here["overspend"].item()  # to the øre, always
    return {bar: Decimal(str(kr)) for bar, kr in lines.group_by("bar").agg(pl.col("amount_kr").sum()).iter_rows()}


def place(
    name: str, provider: str, start: dt.date = dt.date(2020, 1, 1), end: dt.date | None = None
) -> dict[str, object]:
    return grant(
        name, provider=provider, start_date=start, end_date=end, registered_on=start, unit_price=None, price_unit=None
    )


def bills(name: str, year: int, kr: int) -> dict[str, object]:
    """A year's spend on a grant in one bill, booked in its December."""
    return posting(kr, f"{year}-12", f"{year}-12", grant_id=name)


def planned(original: int, persons: str | None = None, account: str = HOME) -> dict[str, object]:
    return world.budget(account, original, full_year_persons=None if persons is None else Decimal(persons))


def test_one_more_person_at_the_old_price_is_volume() -> None:
    """Én person mere end budgettets ene, begge til 700.000 kr.: mængde 700.000, ingen pris."""
    data = municipality(
        grants=[place("i1", "Solgården"), place("i2", "Solgården")],
        postings=[bills("i1", 2026, 700_000), bills("i2", 2026, 700_000)],
        budget=[planned(700_000, "1")],
    )
    found = bars(data)
    assert found["volume"] == 700_000
    assert "price" not in found


def test_a_frame_old_bills_and_a_refund_are_bars_of_their_own() -> None:
    """Regning fra 2025 på 30.000, ramme 260.000 mod 250.000, refusion 90.000 mod 100.000: 30.000, 10.000 og 10.000
    for sig. Alle årets måneder er bogført: ingen mangler i udtrækket."""
    every_month = [posting(0, f"2026-{number:02d}", account=FRAME, grant_id=None) for number in range(1, 13)]
    data = municipality(
        grants=[place("i1", "Solgården")],
        postings=[
            bills("i1", 2026, 700_000),
            posting(30_000, "2026-03", "2025-11"),
            posting(260_000, "2026-05", account=FRAME, grant_id=None),
            posting(-90_000, "2026-06", account=REFUND, grant_id=None),
            *every_month,
        ],
        budget=[planned(700_000, "1"), planned(250_000, account=FRAME), planned(-100_000, account=REFUND)],
    )
    found = bars(data)
    assert found["prior_years"] == 30_000
    assert found["frame"] == 10_000
    assert found["refunds"] == 10_000
    assert "volume" not in found


def test_the_same_persons_with_a_dearer_provider_is_mix_and_not_price() -> None:
    """2025: én person hos hver, 400.000 og 800.000 kr. 2026: begge hos den dyre til samme pris. Gennemsnittet går
    fra 600.000 til 800.000: 2 · 200.000 er fordeling, ikke pris."""
    # 2025: one person at each of two providers, 400.000 and 800.000. 2026: both at the dearer one, at the same price.
    # Last year's price at this year's mix: 800.000; at last year's: 600.000. Two persons: 2 x 200.000 is mix.
    data = municipality(
        grants=[
            place("i1", "Billig", end=dt.date(2025, 12, 31)),
            place("i2", "Dyr"),
            place("i3", "Dyr", start=dt.date(2026, 1, 1)),
        ],
        postings=[
            bills("i1", 2025, 400_000),
            bills("i2", 2025, 800_000),
            bills("i2", 2026, 800_000),
            bills("i3", 2026, 800_000),
        ],
        budget=[planned(1_200_000, "2")],
    )
    found = bars(data)
    assert found["mix"] == pytest.approx(Decimal(400_000), abs=Decimal("0.01"))
    assert "volume" not in found
    assert abs(found.get("price", Decimal(0))) <= Decimal("0.01")


def test_two_budget_lines_of_the_same_kind_are_one_kind() -> None:
    """To budgetlinjer til samme slags indsats lægges sammen, før der sammenlignes."""
    # SEL § 66 and BL § 43 are both places for children; the budget is laid on both, the grants stand on one
    data = municipality(
        grants=[place("i1", "Solgården")],
        postings=[bills("i1", 2026, 700_000)],
        budget=[planned(400_000, "0.5"), {"year": 2026, "paragraph": "SEL § 107", "original": Decimal(300_000),
                                          "full_year_persons": Decimal("0.5")}],
    )  # fmt: skip
    assert bars(data) == {}


def test_a_budget_on_an_area_that_cannot_be_split_still_counts() -> None:
    """Et budget på et helt område, 650.000 kr. mod 700.000, tæller med: 50.000 kr. i alt."""
    data = municipality(
        grants=[place("i1", "Solgården")],
        postings=[bills("i1", 2026, 700_000)],
        budget=[{"year": 2026, "area": "Voksne", "original": Decimal(650_000)}],
    )
    found = bars(data)
    assert sum(found.values()) == 50_000


amounts = st.integers(-(10**6), 10**6)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([HOME, FRAME, REFUND]), amounts), max_size=6), st.lists(amounts, max_size=3))
def test_the_bars_sum_to_the_deviation_whatever_is_booked_and_budgeted(
    booked: list[tuple[str, int]], budgeted: list[int]
) -> None:
    """Søjlerne summer til afvigelsen på øren, hvad end der er bogført og budgetteret."""
    data = municipality(
        grants=[place("i1", "Solgården"), place("i2", "Nyt sted", start=dt.date(2026, 5, 1))],
        postings=[posting(kr, f"2026-0{n + 1}", account=account) for n, (account, kr) in enumerate(booked)],
        budget=[planned(100_000, "1"), *({"year": 2026, "area": "Voksne", "original": Decimal(kr)} for kr in budgeted)],
    )
    bars(data, dt.date(2026, 6, 30))
