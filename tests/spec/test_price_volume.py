"""Pris og mængde: hvad en afvigelse består af.

Mængden er ændringen i helårspersoner gange den gamle enhedspris. Prisen er ændringen i enhedspris gange de nye
helårspersoner. Enhedsprisen er udgiften på de konti, der styres af indsatser, delt med helårspersonerne.

Regninger fra tidligere år og engangsbeløb, og konti der ikke styres af indsatser, holdes ude af både pris og mængde og
er hver sin søjle. Alle søjler summer til afvigelsen på øren.

Der sammenlignes med budgettets helårspersoner. Har budgettet ingen, sammenlignes med sidste år, og det står der. Så er
afstanden mellem budgettet og sidste års forbrug en søjle for sig. Er der ingen helårspersoner at sammenligne med,
deles afvigelsen ikke i pris og mængde.
"""

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.finance import BARS, price_volume
from cockpit.finance.price_volume import INPUT_SCHEMA
from tests.spec.handbook_tables import kr

NOTHING = {
    "key": "SEL § 107",
    "prior_years_kr": 0,
    "not_steered_budget_kr": 0,
    "not_steered_forecast_kr": 0,
}


def bars(**row: object) -> dict[str, object]:
    """The one row that comes out; kroner are given as whole kroner."""
    texts = {name: row.get(name, NOTHING.get(name)) for name in INPUT_SCHEMA}
    rows = pl.DataFrame([{name: value if value is None else str(value) for name, value in texts.items()}])
    return price_volume(rows.cast(INPUT_SCHEMA)).row(0, named=True)


def test_one_more_person_at_a_tenth_higher_price() -> None:
    """Budget 10 personer a 100.000 kr., forventet 11 a 110.000: mængde 1 · 100.000, pris 10.000 · 11 = 110.000, i
    alt 210.000 kr."""
    # 10 persons at 100.000 were budgeted; 11 at 110.000 are expected
    found = bars(budget_kr=1_000_000, budget_persons=10.0, forecast_kr=1_210_000, forecast_persons=11.0)

    assert found["basis"] == "budget"
    assert (found["basis_price_kr"], found["forecast_price_kr"]) == (kr("100.000"), kr("110.000"))
    assert found["volume_kr"] == kr("100.000")  # 1 person x 100.000
    assert found["price_kr"] == kr("110.000")  # 10.000 x 11 persons
    assert found["deviation_kr"] == kr("210.000")


def test_old_bills_and_other_accounts_are_bars_of_their_own() -> None:
    """9 personer i stedet for 10 a 100.000 kr. er −100.000; tidligere år 60.000 og øvrige konti 520.000 − 500.000
    står for sig: i alt −20.000 kr."""
    found = bars(
        budget_kr=1_000_000,
        budget_persons=10.0,
        forecast_kr=900_000,
        forecast_persons=9.0,
        prior_years_kr=60_000,
        not_steered_budget_kr=500_000,
        not_steered_forecast_kr=520_000,
    )

    assert [found[bar] for bar in BARS] == [0, kr("-100.000"), 0, 0, kr("60.000"), kr("20.000")]
    assert found["deviation_kr"] == kr("-20.000")


def test_without_budgeted_persons_last_year_is_the_basis_and_it_says_so() -> None:
    """Sidste år 8 personer a 100.000 kr., nu 10 a 105.000, budget 900.000: budgettet lå 100.000 over sidste år,
    mængde 2 · 100.000, pris 5.000 · 10."""
    # last year 8 persons at 100.000; now 10 at 105.000; the budget was 900.000
    found = bars(
        budget_kr=900_000,
        forecast_kr=1_050_000,
        forecast_persons=10.0,
        last_year_kr=800_000,
        last_year_persons=8.0,
    )

    assert found["basis"] == "sidste år"
    assert found["basis_kr"] == kr("-100.000")  # the budget lay 100.000 above last year's spend
    assert found["volume_kr"] == kr("200.000")
    assert found["price_kr"] == kr("50.000")
    assert found["deviation_kr"] == kr("150.000")


def test_with_nobody_to_compare_with_the_deviation_is_not_divided() -> None:
    """Uden personer at sammenligne med er de 50.000 kr. hverken pris eller mængde."""
    found = bars(budget_kr=300_000, forecast_kr=350_000, forecast_persons=2.0, budget_persons=0.0)

    assert found["basis"] == "ingen"
    assert (found["volume_kr"], found["price_kr"], found["unexplained_kr"]) == (0, 0, kr("50.000"))
    assert found["deviation_kr"] == kr("50.000")


AMOUNT = st.integers(-50_000_000, 50_000_000)
PERSONS = st.one_of(st.none(), st.floats(0, 300, allow_nan=False))


@settings(max_examples=60, deadline=None)
@given(
    budget=AMOUNT, forecast=AMOUNT, last_year=st.one_of(st.none(), AMOUNT), prior=AMOUNT, frame=AMOUNT,
    persons=st.tuples(PERSONS, PERSONS, PERSONS),
)  # fmt: skip
def test_all_bars_sum_to_the_deviation(
    budget: int,
    forecast: int,
    last_year: int | None,
    prior: int,
    frame: int,
    persons: tuple[float | None, float | None, float | None],
) -> None:
    """Søjlerne summer til afvigelsen på øren, hvad end der er budgetteret, forventet og bogført."""
    found = bars(
        budget_kr=budget,
        forecast_kr=forecast,
        last_year_kr=last_year,
        prior_years_kr=prior,
        not_steered_forecast_kr=frame,
        budget_persons=persons[0],
        forecast_persons=persons[1],
        last_year_persons=persons[2],
    )

    assert found["deviation_kr"] == forecast + prior + frame - budget
    assert sum(Decimal(str(found[bar])) for bar in BARS) == found["deviation_kr"]
