"""What is learnt from history: life tables, price levels, price steps, and what the weaknesses say of it."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import polars as pl
import pytest

from cockpit import finance
from cockpit.contracts.data import LAW_VALUES
from cockpit.contracts.price_rise import PriceRise
from cockpit.contracts.settings import Settings
from cockpit.forecast import price_level, prices, steered, survival
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import HOME, MARCH, P107, budget, forecast, grant, municipality, posting


def state(**datasets: object) -> State:
    return prepare(municipality(**datasets), MARCH, 2026, Settings())


def ended(number: int, months_served: int, begun: dt.date = dt.date(2023, 1, 1)) -> dict[str, object]:
    last = begun.month - 1 + months_served
    end = dt.date(begun.year + last // 12, last % 12 + 1, 1) - dt.timedelta(days=1)
    return grant(f"e{number}", start_date=begun, end_date=end, status="afsluttet", registered_on=begun)


def test_the_life_table_by_hand() -> None:
    """60 grants, ten a month, all outlive their first month and none the second. Ends can be seen from the first end,
    so the first ten are seen from their second month on: 0 of 50 and 60 of 60. All grants' course is drawn towards
    60 of 110; the area's towards that at the area's speed, and the kind's towards the area's at the kind's speed."""
    rows = [ended(n, 2, dt.date(2023, 1 + n % 6, 1)) for n in range(60)]
    found = survival.table(state(grants=rows))
    assert set(found["kind"]) == {"Midlertidigt botilbud"}
    first = second = 60 / 110
    for _ in ("all", "area"):
        towards, speed = (first, second), 1.0
        for _ in range(survival.ROUNDS):
            whole = (60 + 2) / (50 * speed * towards[0] + 60 * speed * towards[1] + 2)
            first = (0 + 60 * whole * towards[0]) / (50 * speed + 60)
            second = (60 + 60 * whole * towards[1]) / (60 * speed + 60)
            speed = (60 + 2) / (50 * first + 60 * second + 2)
    first = (0 + 60 * speed * first) / (50 + 60)
    second = (60 + 60 * speed * second) / (60 + 60)
    log_s = dict(found.select("age", "log_s").iter_rows())
    assert log_s[0] == pytest.approx(math.log(1 - first))
    assert log_s[1] == pytest.approx(math.log((1 - first) * (1 - min(second, survival.MOST))))


def test_who_is_left_of_a_short_kind_goes_on_leaving() -> None:
    """Of the support half goes each month: 32, 16, 8, 4, 2, 1. The 100 places beside it stay. At half a year only
    places are left; that they stay tells nothing of support."""
    left = [(age, number) for age, count in enumerate((32, 16, 8, 4, 2, 1), start=1) for number in range(count)]
    begun = [dt.date(2023, 1 + n % 12, 1) for n in range(len(left))]
    short = [ended(n, age, begun[n]) | {"paragraph": "SEL § 85"} for n, (age, _) in enumerate(left)]
    places = [grant(f"p{n}", start_date=dt.date(2023, 1 + n % 12, 1)) for n in range(100)]
    found = survival.table(state(grants=[*short, *places])).filter(pl.col("kind") != "Midlertidigt botilbud")
    log_s = dict(found.select("age", "log_s").iter_rows())
    going = [1 - math.exp(log_s[age] - log_s[age - 1]) for age in range(1, 13)]
    assert going == pytest.approx([0.5] * 12, abs=0.1)


def test_a_kind_that_few_leave_does_not_take_its_areas_course() -> None:
    """60 short courses of support, and 40 places that nobody has left in three years: of the places hardly any is
    expected to end in the next year, though they are in one area."""
    short = [ended(n, 4, dt.date(2023 + n // 24, 1 + n % 12, 1)) | {"paragraph": "SEL § 85"} for n in range(60)]
    places = [grant(f"p{n}", start_date=dt.date(2023, 1 + n % 12, 1)) for n in range(40)]
    found = survival.table(state(grants=[*short, *places]))
    log_s = dict(found.filter(pl.col("kind") == "Midlertidigt botilbud").select("age", "log_s").iter_rows())
    assert math.exp(log_s[48] - log_s[36]) > 0.85
    support = dict(found.filter(pl.col("kind") != "Midlertidigt botilbud").select("age", "log_s").iter_rows())
    assert math.exp(support[12]) < 0.2


def test_survival_never_rises() -> None:
    rows = [ended(n, 1 + n % 17, dt.date(2023, 1 + n % 12, 1)) for n in range(80)]
    found = survival.table(state(grants=rows)).sort("age")
    assert (found["log_s"].diff().drop_nulls() <= 0).all()
    assert found["age"].max() == survival.OLDEST + survival.HORIZON


def test_a_change_of_case_system_teaches_nothing_of_age() -> None:
    """Half of all grants "begin" on the day on which the system was changed."""
    moved = [ended(n, 5, dt.date(2024, 2, 1)) for n in range(100, 140)]
    real = [ended(n, 5, dt.date(2022 + n // 12, n % 12 + 1, 1)) for n in range(24)]
    assert survival.table(state(grants=[*real, *moved])).equals(survival.table(state(grants=real)))


def test_with_few_ends_there_is_no_table() -> None:
    assert survival.table(state(grants=[ended(1, 3), grant()])).is_empty()


def test_a_grant_that_began_before_ends_could_be_seen_counts_from_when_it_was_seen() -> None:
    rows = [ended(n, 3, dt.date(2023, 1 + n % 6, 1)) for n in range(60)]
    old = grant("old", start_date=dt.date(2013, 1, 1))
    lives = survival.lives(state(grants=[*rows, old]))
    first_end = 2023 * 12 + 2
    assert lives.filter(pl.col("born") == 2013 * 12)["enters"].to_list() == [first_end]


def _across_new_year(grants: int, before: float, after: float, paid: tuple[float | None, float | None]) -> pl.DataFrame:
    """Costs and bills of so many grants in December 2025 and January 2026."""
    count = range(grants)
    return pl.DataFrame(
        {
            "grant_id": [str(n) for n in count] * 2,
            "mi": [2026 * 12 - 1] * grants + [2026 * 12] * grants,
            "cost": [before] * grants + [after] * grants,
            "days": [31] * grants * 2,
            "by_opening_days": [False] * grants * 2,
            "paid": [paid[0]] * grants + [paid[1]] * grants,
        },
        schema_overrides={"paid": pl.Float64},
    )


def _levelled(
    costs: pl.DataFrame, now: int = 2026 * 12, entered: Mapping[int, PriceRise] = MappingProxyType({})
) -> list[float]:
    """Sum of the adjusted costs of each month."""
    found = price_level.adjusted(costs.with_columns(area=pl.lit("Voksne")), now, entered)
    return found.group_by("mi").agg(pl.col("cost").sum()).sort("mi")["cost"].to_list()


def test_last_years_costs_are_put_on_last_years_prices() -> None:
    """The export knows today's price only; last year's bills were 4 % lower."""
    costs = _across_new_year(60, 104.0, 104.0, (100.0, 104.0))
    assert _levelled(costs) == pytest.approx([6000, 6240])


def test_a_grant_that_ended_keeps_its_last_price() -> None:
    """Sixty run on at 104 kr.; ten more ended in December at that year's 100 kr. and are left as they are."""
    costs = _across_new_year(60, 104.0, 104.0, (100.0, 104.0))
    ended = _across_new_year(10, 100.0, 0.0, (100.0, None)).filter(pl.col("cost") > 0)
    both = pl.concat([costs, ended.with_columns(grant_id=pl.format("e{}", "grant_id"))])
    assert _levelled(both) == pytest.approx([6000 + 1000, 6240])


def test_where_no_bill_tells_the_published_rise_stands_in() -> None:
    """2026's rise is carried on from 2025's published 2.8 %."""
    costs = _across_new_year(60, 102.8, 102.8, (None, None))
    assert _levelled(costs) == pytest.approx([6000, 6168])
    dated = _across_new_year(60, 100.0, 102.8, (None, None))
    assert _levelled(dated) == pytest.approx([6000, 6168]), "prices that rise at New Year have dates of their own"
    few = _across_new_year(19, 102.8, 102.8, (None, None))
    assert _levelled(few) == pytest.approx([19 * 102.8] * 2), "nineteen grants say nothing of their prices' dates"


def test_the_municipalitys_own_rise_stands_in_before_the_published_one() -> None:
    """3.5 % was entered for 2026: 103.5 kr. now is 100 kr. last year."""
    own = {2026: PriceRise(year=2026, rise_pct=Decimal("3.5"), source="budgetvejledningen")}
    assert _levelled(_across_new_year(60, 103.5, 103.5, (None, None)), entered=own) == pytest.approx([6000, 6210])


def test_the_entered_rise_reaches_the_forecasts_costs() -> None:
    """25 grants at 1,035 kr. a day with no bill: December 2025 is 31 days at 1,000 kr."""
    rows = [grant(f"p{n}", unit_price=Decimal(1035)) for n in range(25)]
    own = finance.rise_as_law(PriceRise(year=2026, rise_pct=Decimal("3.5"), source="budgetvejledningen"))
    data = replace(municipality(grants=rows), law_values=pl.DataFrame([own.model_dump()], schema=LAW_VALUES))
    costs = prepare(data, MARCH, 2026, Settings()).costs
    months = costs.filter(pl.col("grant_id") == "p0", pl.col("mi").is_between(2026 * 12 - 1, 2026 * 12)).sort("mi")
    assert months["cost"].to_list() == pytest.approx([31_000, 32_085])


def test_a_few_bills_of_the_same_amount_tell_no_price() -> None:
    """Of 300 grants 50 happen to be billed at today's price last year: a sixth is too few."""
    some = _across_new_year(50, 102.8, 102.8, (102.8, 102.8))
    rest = _across_new_year(250, 102.8, 102.8, (None, 102.8)).with_columns(grant_id=pl.format("r{}", "grant_id"))
    assert _levelled(pl.concat([some, rest])) == pytest.approx([30000, 30840])


def test_a_bill_of_something_else_says_nothing_of_the_price() -> None:
    costs = pl.DataFrame({"mi": [2025 * 12], "cost": [100.0], "paid": [300.0], "area": ["x"], "priced_in": [2025]})
    assert price_level.levels(costs).is_empty()


def test_the_price_step_is_read_from_grants_that_ran_through_new_year() -> None:
    """25 grants on a price list that rises from 1,000 to 1,030 kr."""
    rows = [grant(f"p{n}", unit_price=None, price_unit=None) for n in range(25)]
    listed = {"provider": "Solgården", "service": "Botilbud", "price_unit": "døgn"}
    steps = [
        {**listed, "unit_price": Decimal(1000), "valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2025, 12, 31)},
        {**listed, "unit_price": Decimal(1030), "valid_from": dt.date(2026, 1, 1)},
    ]
    found = state(grants=rows, prices=steps)
    assert prices.step(found, 2026) == pytest.approx(1.03)
    assert dict(prices.to_year(found).iter_rows())[2025] == pytest.approx(1.03)
    assert prices.step(state(grants=rows[:5], prices=steps), 2026) == 1.0, "five grants are too few"


def test_more_opening_days_are_no_step_in_price() -> None:
    """25 grants by the opening day, of which January 2026 has more than December: 927 kr. over 900 kr. is 3 %, however
    many they are. Where the export has one price, it has no dates, and the published 2.8 % stands in."""
    daily = {"provider": "Solgården", "service": "Botilbud", "price_unit": "åbningsdag"}
    steps = [
        {**daily, "unit_price": Decimal(kr), "valid_from": dt.date(year, 1, 1)}
        for year, kr in ((2020, 900), (2026, 927))
    ]
    listed = [grant(f"p{n}", unit_price=None, price_unit=None) for n in range(25)]
    own = [grant(f"p{n}", unit_price=Decimal(1000), price_unit="åbningsdag") for n in range(25)]

    assert prices.step(state(grants=listed, prices=steps), 2026) == pytest.approx(1.03)
    assert prices.step(state(grants=own), 2026) == pytest.approx(1.028)


def test_a_paragraph_that_grants_hardly_explain_is_not_driven_by_them() -> None:
    bills = [
        posting(10**7, f"2025-{m:02d}", f"2025-{m:02d}", paragraph="SEL § 85", grant_id=None, account=HOME)
        for m in range(1, 13)
    ]
    split = steered.split(state(grants=[grant(), grant("i2", paragraph="SEL § 85")], postings=bills))
    assert split.paragraphs["paragraph"].to_list() == [P107]
    assert split.rest["kr"].sum() == 12 * 10**7


def test_a_bill_under_the_other_acts_paragraph_is_explained_by_the_grants_of_the_same_help() -> None:
    """A placement decided under serviceloven, its bills booked under barnets lov: counted once, by the grant."""
    bills = [
        posting(60000, f"2025-{m:02d}", f"2025-{m:02d}", paragraph="BL § 46", grant_id=None, account=HOME)
        for m in range(1, 13)
    ]
    split = steered.split(state(grants=[grant(paragraph="SEL § 52, stk. 3, nr. 7")], postings=bills))
    assert split.paragraphs["paragraph"].to_list() == ["BL § 46", "SEL § 52, stk. 3, nr. 7"]


def test_bills_that_found_no_grant_before_the_list_began_are_not_held_against_it() -> None:
    """A list of active grants since January, whose citizens the ledger knows by other numbers: until then no bill finds
    its grant, from then on each does, at its price. July to December 2025 say nothing, and the ratio stays at 1."""
    place = {"unit_price": 60000, "price_unit": "måned"}
    ended = grant("gone", end_date=dt.date(2026, 1, 31), unit_price=0, status="afsluttet")
    listed = [grant(**place), ended, *(grant(f"n{number}", unit_price=0) for number in range(60))]
    bills = [posting(60000, f"2025-{m:02d}", f"2025-{m:02d}", grant_id=None) for m in range(1, 13)]
    bills += [posting(60000, f"2026-{m:02d}", f"2026-{m:02d}") for m in range(1, 10)]
    data = municipality(grants=listed, postings=bills)
    found = steered.split(prepare(data, dt.date(2026, 9, 30), 2026, Settings()))
    assert found.paragraphs["ratio"].to_list() == pytest.approx([1.0])


def test_a_grant_under_the_act_that_has_gone_agrees_no_better_than_its_kind() -> None:
    """All bills stand under barnets lov and find no grant. The grant that is still registered under the old act has no
    bills of its own paragraph, which is no sign that its bills find it: it too waits for bills of the kind."""
    bills = [posting(60000, f"2025-{m:02d}", grant_id=None, paragraph="BL § 46") for m in range(1, 13)]
    places = [grant(paragraph="SEL § 52, stk. 3, nr. 7"), grant("i2", paragraph="BL § 46")]
    split = steered.split(state(grants=places, postings=bills))
    assert split.paragraphs["agrees"].to_list() == [False, False]
    assert split.rest.is_empty()


@pytest.mark.parametrize(
    ("datasets", "said"),
    [
        ({}, "Der er ingen indsatser i data"),
        ({"grants": [grant(unit_price=None)]}, "1 indsats har ingen takst og tæller 0 kr."),
        ({"grants": [grant()]}, "kendes fra ét udtræk (31-03-2026)"),
        ({"postings": [posting(1, "2026-01"), posting(1, "2026-03")]}, "intet bogført i februar 2026"),
        ({"postings": [posting(1, "2026-01")]}, "intet afsluttet regnskabsår"),
        ({"grants": [grant()]}, "intet budget for 2026"),
        ({"budget": [{"year": 2026, "area": "Voksne", "original": Decimal(5)}]}, "ikke lagt på konti"),
        (
            {"postings": [posting("5", "2026-01", account="9")]},
            "5 kr. er bogført på konti, som kontoplanen ikke kender",
        ),
    ],
)
def test_what_is_lacking_is_said(datasets: dict[str, object], said: str) -> None:
    assert any(said in sentence for sentence in forecast(municipality(**datasets)).weaknesses)


def test_reconstructed_knowledge_and_stale_grants_are_said() -> None:
    rows = [grant(reconstructed=True, known_from=dt.date(2026, 1, 31))]
    said = " ".join(forecast(municipality(grants=rows, budget=[budget(HOME, 1)])).weaknesses)
    assert "100 % af indsatserne kendes kun fra et senere udtræk" in said
    assert "ingen ændringer i indsatserne siden 31-01-2026" in said


def test_a_month_in_which_no_grant_changed_is_no_old_export() -> None:
    """`known_from` is the last change: February's tells nothing of March's export. A grant that fell out in March
    does."""
    quiet = [grant(known_from=dt.date(2026, 2, 28))]
    gone = [grant(known_from=dt.date(2025, 6, 30), missing_since=MARCH)]
    for rows in (quiet, gone):
        assert not any("ingen ændringer" in said for said in forecast(municipality(grants=rows)).weaknesses)


def test_a_list_of_active_grants_only_does_not_make_the_past_look_too_cheap() -> None:
    """The ledger also paid for grants that have ended and that the export no longer lists: that is no price rise."""
    bills = []
    for number in range(15):
        period = f"{2025 + number // 12}-{number % 12 + 1:02d}"
        bills += [posting(60000, period, period), posting(60000, period, period, grant_id=None, voucher=f"e{period}")]
    active = steered.split(state(grants=[grant()], postings=bills)).paragraphs["ratio"][0]
    assert active == pytest.approx(0.99, abs=0.02)
    whole = [grant(), *(ended(n, 6, dt.date(2025, 3, 1)) for n in range(2))]
    assert steered.split(state(grants=whole, postings=bills)).paragraphs["ratio"][0] != pytest.approx(active, abs=0.001)
    said = forecast(municipality(grants=[grant()], postings=bills)).weaknesses
    assert any("næsten ingen afsluttede indsatser" in sentence for sentence in said)


def test_bills_that_name_no_grant_do_not_make_grants_look_too_dear() -> None:
    """A list of active grants only, and two places at 60,000 a month. One has its bills; the other's come in a sum for
    all citizens of its provider. What has found each other is 12 x 60,000 on both sides."""
    bills = []
    for number in range(15):
        period = f"{2025 + number // 12}-{number % 12 + 1:02d}"
        bills += [posting(60000, period, period), posting(60000, period, grant_id=None, provider="Bakkely")]
    places = [grant(name, unit_price=60000, price_unit="måned") for name in ("i1", "i2")]
    assert steered.split(state(grants=places, postings=bills)).paragraphs.rows() == [(P107, 1.0, False)]


def test_a_list_without_any_end_is_said_to_lack_them() -> None:
    rows = [grant(f"i{number}") for number in range(10)]
    said = "Ingen indsats har en slutdato"
    assert any(said in one for one in forecast(municipality(grants=rows)).weaknesses)
    planned = [*rows[1:], grant("i0", end_date=dt.date(2027, 1, 31))]
    assert not any(said in one for one in forecast(municipality(grants=planned)).weaknesses)


def test_bills_that_say_neither_month_nor_grant_are_said_to_be_many() -> None:
    """Three bills of 60,000 kr. say nothing, one of 60,000 its month: 75 %. Two of four are half, and no news."""
    loose = [posting(60000, f"2026-0{month}", grant_id=None) for month in (1, 2, 3)]
    dated = [posting(60000, f"2026-0{month}", f"2026-0{month}", voucher=f"d{month}") for month in (1, 2)]
    told = forecast(municipality(grants=[grant()], postings=[*loose, dated[0]])).weaknesses
    assert any("75 % af regningerne" in one for one in told)
    half = forecast(municipality(grants=[grant()], postings=[*loose[:2], *dated])).weaknesses
    assert not any("af regningerne" in one for one in half)
