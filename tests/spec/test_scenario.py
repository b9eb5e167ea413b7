"""Scenarier: navngivne ændringer lagt oven på fremskrivningens egne linjer.

Hver ændring regnes på det, de foregående har efterladt, og afrundes én gang: fremskrivning + virkninger = scenarie, til
øren. Det bogførte, det leverede, refusionen og skønnene flyttes ikke. Når disponeringen ændres, følger den samme andel
af kontoens ventede afgang med; slutter eller flyttes indsatser, følger kun en afgang under 0, for det over 0 er andres
fornyelser. Virkningen er i år og hele næste år.
"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.action import ActionPlan, ActionStatus
from cockpit.contracts.scenario import (
    Change,
    GrantChange,
    InflowChange,
    MoveChange,
    PlanChange,
    PriceChange,
    TariffChange,
)
from cockpit.forecast import scenario
from tests.spec.handbook_tables import kr
from tests.unit.forecast.world import MARCH, P107, forecast, grant, municipality

OCTOBER = dt.date(2026, 10, 1)
P85 = "SEL § 85"


def base(*grants: dict[str, Any], plans: tuple[ActionPlan, ...] = ()) -> scenario.Base:
    data = municipality(grants=list(grants))
    results = {year: forecast(data, year=year) for year in (2026, 2027)}
    leaves = [found.leaves.with_columns(year=pl.lit(year, pl.Int32)) for year, found in results.items()]
    allocated = results[2026].allocated
    return scenario.Base(
        pl.concat(leaves), allocated.grants, allocated.prices, {plan.id: plan for plan in plans}, MARCH
    )


def effects(found: scenario.Base, *changes: Change) -> tuple[Decimal, Decimal]:
    """I år og næste år."""
    sums = dict(scenario.by_year(scenario.play(found, changes)).select("year", "effect_kr").iter_rows())
    return sums.get(2026, Decimal(0)), sums.get(2027, Decimal(0))


def test_a_named_grant_ends() -> None:
    """2.000 kr. i døgnet: 184 døgn fra 1. juli, 169 fra 16. juli; hele 2027 er 365."""
    whole = GrantChange(grant_ids=("i1",), starts=dt.date(2026, 7, 1))
    within = GrantChange(grant_ids=("i1",), starts=dt.date(2026, 7, 16))

    assert effects(base(grant()), whole) == (kr("-368.000"), kr("-730.000"))
    assert effects(base(grant()), within) == (kr("-338.000"), kr("-730.000"))


def test_a_named_grant_steps_down_a_quarter() -> None:
    """92 døgn a 500 kr. mindre; 365 næste år."""
    step = GrantChange(grant_ids=("i1",), pct=-25, starts=OCTOBER)
    assert effects(base(grant()), step) == (kr("-46.000"), kr("-182.500"))


def test_what_is_delivered_is_not_moved() -> None:
    """En dato før opgørelsesdagen virker fra dagen efter den: april-december er 275 døgn."""
    early = GrantChange(grant_ids=("i1",), starts=dt.date(2026, 1, 1))
    assert effects(base(grant()), early) == (kr("-550.000"), kr("-730.000"))


def test_a_grant_that_has_gone_is_named() -> None:
    played = scenario.play(base(grant()), [GrantChange(grant_ids=("væk", "i1"), starts=OCTOBER)])
    assert played.warnings == ("Indsatsen væk findes ikke længere i data.",)
    assert played.lines["amount_kr"].sum() == kr("-914.000")


def test_prices_rise_from_a_month() -> None:
    """2 % af 92 døgn a 2.000 kr.; 2 % af 730.000 kr. næste år."""
    assert effects(base(grant()), PriceChange(pct=2, starts=OCTOBER)) == (kr("3.680"), kr("14.600"))


def test_a_provider_raises_its_tariff() -> None:
    other = grant("i2", provider="Bakken")
    change = TariffChange(provider="Bakken", pct=10, starts=dt.date(2027, 1, 1))
    assert effects(base(grant(), other), change) == (kr("0"), kr("73.000"))
    gone = scenario.play(base(grant()), [change])
    assert gone.warnings == ("Leverandøren Bakken har ingen indsatser fremover.",)


def test_one_citizen_goes_from_one_kind_of_help_to_another() -> None:
    """Fra 2.000 til 500 kr. i døgnet: 92 døgn a 1.500 kr. i år, 365 næste år; ingen enkelt indsats nævnes."""
    known = base(grant("i1"), grant("i2"), grant("i3", paragraph=P85, unit_price=Decimal(500)))
    change = MoveChange(citizens=1, from_paragraph=P107, to_paragraph=P85, starts=OCTOBER)

    assert effects(known, change) == (kr("-138.000"), kr("-547.500"))
    assert set(scenario.play(known, [change]).lines["grant_id"]) == {"-"}


def test_no_more_move_than_there_are_and_none_to_an_unknown_price() -> None:
    change = MoveChange(citizens=3, from_paragraph=P107, to_paragraph=P85, starts=OCTOBER)
    few = scenario.play(base(grant("i1"), grant("i3", paragraph=P85)), [change])
    nobody = scenario.play(base(grant("i1")), [change])

    assert few.lines["amount_kr"].sum() == 0
    assert "færre end 3 borgere" in few.warnings[0]
    assert nobody.lines.is_empty()
    assert "Ingen kan flyttes" in nobody.warnings[0]


def leaf(component: str, amount: str, provider: str = "-", grant_id: str = "-") -> dict[str, Any]:
    names = ("committee", "function", "team")
    place = {"area": "Voksne", "account": "1", "paragraph": P107, "provider": provider, "grant_id": grant_id}
    told = {"component": component, "prior_year": False, "month": 12, "in_service_frame": True, "year": 2026}
    return {**dict.fromkeys(names, "-"), **place, **told, "amount_kr": kr(amount)}


def by_hand(*rows: dict[str, Any]) -> scenario.Base:
    known = base(grant())
    leaves = pl.DataFrame(list(rows), schema=scenario.SCHEMA)
    return scenario.Base(leaves, known.grants, known.prices, {}, MARCH)


ROWS = (
    leaf("posted", "5.000"),
    {**leaf("posted", "70"), "month": 0},
    leaf("committed", "400", "Solgården", "i1"),
    leaf("committed", "600", "Bakken", "i2"),
    leaf("outflow", "-100"),
    leaf("inflow", "1.000"),
    leaf("refunds", "-300"),
)


def test_fewer_newcomers() -> None:
    assert effects(by_hand(*ROWS), InflowChange(pct=-20)) == (kr("-200"), kr("0"))
    elsewhere = scenario.play(by_hand(*ROWS), [InflowChange(pct=-20, area="Børn")])
    assert elsewhere.lines.is_empty()
    assert "på Børn" in elsewhere.warnings[0]


def test_the_outflow_follows_its_commitments() -> None:
    """10 % af 400 kr. er 40; det er 4 % af kontoens 1.000, og 4 % af afgangen på -100 er -4."""
    change = TariffChange(provider="Solgården", pct=10, starts=dt.date(2026, 12, 1))
    assert effects(by_hand(*ROWS), change) == (kr("36"), kr("0"))


@pytest.mark.parametrize(("outflow", "effect"), [("100", "-400"), ("-100", "-360")])
def test_an_end_saves_no_other_grants_renewals(outflow: str, effect: str) -> None:
    """i1 koster 400 af kontoens 1.000 kr. Ventes afgang for 100, følger 40 med, og der spares 360. Ventes kontoen
    tværtimod 100 kr. dyrere end disponeret, er det andre indsatser, der fornyes: der spares 400, ikke 440."""
    rows = [{**row, "amount_kr": kr(outflow)} if row["component"] == "outflow" else row for row in ROWS]
    change = GrantChange(grant_ids=("i1",), starts=dt.date(2026, 12, 1))
    assert effects(by_hand(*rows), change) == (kr(effect), kr("0"))


def test_each_change_works_on_what_the_last_one_left() -> None:
    """10 % af 184.000 kr. er 18.400; derefter slutter en indsats, der koster 202.400 kr. i resten af året."""
    changes = [PriceChange(pct=10, starts=OCTOBER), GrantChange(grant_ids=("i1",), starts=OCTOBER)]
    played = scenario.play(base(grant()), changes)
    this_year = scenario.by_year(played, "change").filter(pl.col("year") == 2026)
    assert this_year.select("key", "effect_kr").rows() == [("0", kr("18.400")), ("1", kr("-202.400"))]


def plan(status: ActionStatus = ActionStatus.DECIDED) -> ActionPlan:
    return ActionPlan(
        id="2026-01",
        year=2026,
        area="Voksne",
        title="Hjemtag",
        owner="Leder",
        deadline=dt.date(2026, 12, 31),
        status=status,
        expected_kr=kr("-1.000"),
        next_year_kr=kr("-1.200"),
    )


def test_an_action_plan_is_spread_over_the_months_that_are_left() -> None:
    """1.000 kr. over ni måneder: otte gange 111,11 og 111,12 i december."""
    known = base(grant(), plans=(plan(),))
    assert effects(known, PlanChange(plan_id="2026-01")) == (kr("-1.000"), kr("-1.200"))
    december = scenario.play(known, [PlanChange(plan_id="2026-01")]).lines.filter(year=2026, month=12)
    assert december["amount_kr"].to_list() == [kr("-111,12")]


def test_a_plan_that_is_done_counts_no_more() -> None:
    known = base(grant(), plans=(plan(ActionStatus.DONE),))
    played = scenario.play(known, [PlanChange(plan_id="2026-01"), PlanChange(plan_id="x")])
    assert played.lines.is_empty()
    assert len(played.warnings) == 2


@pytest.mark.parametrize(
    ("proven", "left", "told"),
    [("-400", ("-600", "-720"), 1), ("-1.300", ("0", "0"), 1), ("250", ("-1.000", "-1.200"), 0)],
)
def test_what_of_a_plan_the_figures_already_show_is_not_counted_again(
    proven: str, left: tuple[str, str], told: int
) -> None:
    """400 af 1.000 kr. er dokumenteret: 600 er tilbage i år og samme del, 720 af 1.200, næste år. Er der dokumenteret
    mere end ventet, er intet tilbage; er udgiften steget i stedet, er det hele."""
    known = replace(base(grant(), plans=(plan(),)), proven={"2026-01": kr(proven)})
    change = PlanChange(plan_id="2026-01")
    assert effects(known, change) == tuple(map(kr, left))
    assert len(scenario.play(known, [change]).warnings) == told


@settings(deadline=None, max_examples=25)
@given(st.floats(-100, 100), st.floats(-100, 100))
def test_the_parts_sum_to_the_whole_and_nothing_changes_nothing(first: float, second: float) -> None:
    changes = [InflowChange(pct=first), TariffChange(provider="Bakken", pct=second, starts=dt.date(2026, 12, 1))]
    played = scenario.play(KNOWN, changes)
    parts = scenario.by_year(played, "change")["effect_kr"].sum()
    assert parts == scenario.by_year(played)["effect_kr"].sum()
    assert scenario.play(KNOWN, [InflowChange(pct=0)]).lines.is_empty()


KNOWN = by_hand(*ROWS)
