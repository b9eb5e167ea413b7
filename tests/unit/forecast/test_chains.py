"""A citizen's chain of decisions, and what is learnt from chains: renewals, birthdays, newcomers and their level."""

import datetime as dt
import math

import numpy as np
import polars as pl
import pytest

from cockpit import law
from cockpit.contracts.settings import Settings
from cockpit.forecast import ageing, level, renewals, survival
from cockpit.forecast.newcomers import newcomers, rates
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import MARCH, grant, municipality


def state(*grants: dict[str, object], **datasets: object) -> State:
    return prepare(municipality(grants=list(grants), **datasets), MARCH, 2026, Settings())


def decision(number: str, start: dt.date, end: dt.date | None, **extra: object) -> dict[str, object]:
    usual = {"citizen": "b", "start_date": start, "end_date": end, "registered_on": start, "decided_on": start}
    return grant(number, **{**usual, **extra})


def links(found: State) -> dict[str, tuple[str, str | None]]:
    return {row["grant_id"]: (row["chain"], row["follows"]) for row in found.chains.iter_rows(named=True)}


def test_a_decision_that_takes_over_within_a_month_continues_the_chain() -> None:
    """`a` ends in June 2024, `b` takes over the next day, `c` twenty days after `b`; `d` comes two months later."""
    found = links(
        state(
            decision("a", dt.date(2023, 7, 1), dt.date(2024, 6, 30)),
            decision("b", dt.date(2024, 7, 1), dt.date(2025, 1, 31)),
            decision("c", dt.date(2025, 2, 20), dt.date(2025, 6, 30)),
            decision("d", dt.date(2025, 8, 31), None),
        )
    )
    assert found == {"a": ("a", None), "b": ("a", "a"), "c": ("a", "b"), "d": ("d", None)}


def test_another_citizen_another_kind_and_a_service_beside_it_are_no_continuation() -> None:
    first = decision("a", dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    after = dt.date(2025, 1, 1)
    found = links(
        state(
            first,
            decision("other", after, None, citizen="c"),
            decision("kind", after, None, paragraph="SEL § 85"),
            decision("beside", dt.date(2024, 3, 1), None),
        )
    )
    assert all(follows is None for _, follows in found.values())


def test_the_same_kind_under_the_new_act_is_a_continuation() -> None:
    found = links(
        state(
            decision("sel", dt.date(2023, 1, 1), dt.date(2023, 12, 31), paragraph="SEL § 52, stk. 3, nr. 6"),
            decision("bl", dt.date(2024, 1, 1), None, paragraph="BL § 32, stk. 1, nr. 3"),
        )
    )
    assert found["bl"] == ("sel", "sel")


def test_one_decision_is_followed_by_one() -> None:
    """Two start when one ends: the nearer takes over, the other is new."""
    found = links(
        state(
            decision("a", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
            decision("near", dt.date(2025, 1, 1), None),
            decision("far", dt.date(2025, 1, 15), None),
        )
    )
    assert found["near"][1] == "a"
    assert found["far"][1] is None


def test_a_citizen_that_no_export_names_has_no_chain() -> None:
    rows = [decision(name, dt.date(2025, 1, 1), None, citizen=None) for name in ("a", "b")]
    assert {follows for _, follows in links(state(*rows)).values()} == {None}


def yearly(citizen: int, renewed: bool, until: dt.date = dt.date(2025, 3, 31)) -> list[dict[str, object]]:
    """One that ended in December 2024; where renewed, the next was registered two months after."""
    name = f"z{citizen}"
    who = {"citizen": name}
    rows = [decision(name, dt.date(2024, 1, 1), dt.date(2024, 12, 31), **who)]
    if renewed:
        late = {"registered_on": dt.date(2025, 2, 20), "decided_on": dt.date(2025, 2, 20)}
        rows.append(decision(f"{name}n", dt.date(2025, 1, 1), until, **who, **late))
    return rows


def test_a_grant_that_has_just_ended_may_be_renewed_without_anybody_knowing() -> None:
    """Twenty ended, fifteen of them were followed by one that ended in its turn (March 2025) and was not followed: 15
    of 35 ends, drawn towards all kinds' same share. Each follower was known two months after: of one that ended last
    month (lag 1) none is known yet, of one that ended three months ago all are. Half of it is believed where no closed
    grant tells whether followers are awaited at all."""
    rows = [row for number in range(20) for row in yearly(number, renewed=number < 15)]
    recent = [decision(f"e{back}", dt.date(2025, 1, 1), end, citizen=f"e{back}") for back, end in (
        (1, dt.date(2026, 2, 28)), (3, dt.date(2025, 12, 31))
    )]  # fmt: skip
    found = renewals.chances(state(*rows, *recent))
    chance = dict(found.select("grant_id", "chance").iter_rows())
    assert chance == {"e1": pytest.approx(15 / 35 / 2), "e3": pytest.approx(0.0)}


def test_ends_at_new_year_tell_nothing_of_those_on_other_days() -> None:
    """As above, but the fifteen followers ended on a day of March each: none of those was followed, and so none is
    expected to take over from the one that ended in February. 0 of 15, drawn by ten to all kinds' 0 of 15, and that by
    ten to 15 of all 35 ends; half of it is believed."""
    rows = [row for number in range(20) for row in yearly(number, number < 15, dt.date(2025, 3, 1 + number))]
    recent = decision("e1", dt.date(2025, 1, 1), dt.date(2026, 2, 28), citizen="e1")
    found = renewals.chances(state(*rows, recent))
    on_other_days = (0 + 10 * 15 / 35) / (15 + 10)
    assert found["chance"].to_list() == [pytest.approx((0 + 10 * on_other_days) / (15 + 10) / 2)]


def changed(citizen: int, on: dt.date) -> list[dict[str, object]]:
    """More hours from a day on: the row is closed and the next one written, known some weeks later."""
    who = {"citizen": f"h{citizen}"}
    late = {"registered_on": on + dt.timedelta(days=60), "decided_on": on + dt.timedelta(days=60)}
    before = decision(f"h{citizen}", dt.date(2023, 7, 1), on, **who)
    return [before, decision(f"h{citizen}n", on + dt.timedelta(days=1), None, **who, **late)]


def every_month(first: int, last: int, each: int) -> list[dict[str, object]]:
    """Ended for good on any day of the months counted from January 2025, `each` of them a month."""
    days = [
        (month, dt.date(2025 + month // 12, month % 12 + 1, 3 + n))
        for month in range(first, last + 1)
        for n in range(each)
    ]
    closed = {"status": "afsluttet"}
    return [decision(f"e{day}", dt.date(2023, 5, 25), day, citizen=f"e{day}", **closed) for _, day in days]


@pytest.mark.parametrize(("lately", "believed"), [(10, (0.25, 0.4)), (16, (0.75, 1.0))])
def test_followers_are_awaited_as_far_as_more_ends_than_usual_lack_one(
    lately: int, believed: tuple[float, float]
) -> None:
    """Ten a month end for good and eight change their hours, known two months later: 8 of 18 are followed. Where the
    last months have ten ends as any, end and change were written together: of a half a third is left, for some three a
    month would be awaited of ten that come by chance. Where they have sixteen, all are awaited."""
    days = [dt.date(2025 + month // 12, month % 12 + 1, 4 + 3 * n) for month in range(10) for n in range(8)]
    changes = [
        {**row, "status": "afsluttet"} if row["end_date"] else row
        for n, day in enumerate(days)
        for row in changed(n, day)
    ]
    ends = [*every_month(-3, 11, 10), *every_month(12, 14, lately)]
    found = renewals.chances(state(*changes, *ends)).filter(pl.col("ended") == 2026 * 12 + 1)
    least, most = (8 / 18 * share for share in believed)
    assert least - 0.02 < found["chance"].mean() < most + 0.02


def test_an_old_decision_of_help_that_runs_on_is_no_end_that_the_list_has_kept() -> None:
    """The list keeps those who ended since January 2024, and every old row of those who are still helped."""
    ended = [decision(f"e{n}", dt.date(2020, 1, 1), dt.date(2024, 1 + n, 20), citizen=f"e{n}") for n in range(12)]
    rows = [row for number in range(20) for row in changed(number, dt.date(2023, 9, 5) + dt.timedelta(days=number))]
    assert state(*ended, *rows).ends_seen_from == 2024 * 12


def test_without_older_ends_no_renewal_is_expected() -> None:
    assert renewals.chances(state(decision("a", dt.date(2025, 1, 1), dt.date(2026, 2, 28)))).is_empty()


def child(name: str, birthday: dt.date, end: dt.date | None) -> tuple[dict[str, object], dict[str, object]]:
    born = birthday.replace(year=birthday.year - 18)
    row = decision(name, dt.date(2021, 1, 1), end, citizen=name, paragraph="BL § 46")
    return row, {"citizen": name, "born_on": born}


def test_help_ends_at_eighteen_as_it_used_to() -> None:
    """Ten turned eighteen in 2025 and eight of them ended there. One turns eighteen on 16 July: of that July half is
    left to fall away, and afterwards eight tenths."""
    pairs = [child(f"k{n}", dt.date(2025, 6, 1), dt.date(2025, 5, 31) if n < 8 else None) for n in range(10)]
    pairs.append(child("ny", dt.date(2026, 7, 16), None))
    pairs.append(child("gammel", dt.date(2023, 1, 1), dt.date(2023, 6, 30)))
    grants, citizens = zip(*pairs, strict=True)
    known = state(*grants, citizens=list(citizens))
    share = ageing.shares(known).filter(pl.col("age") == 18)["share"].item()
    assert share == pytest.approx(0.8)
    july = 2026 * 12 + 6
    future = pl.DataFrame({"grant_id": ["ny"] * 3, "mi": [july - 1, july, july + 1]}, schema_overrides={"mi": pl.Int32})
    left = ageing.remaining(known, future)["of_age"].to_list()
    assert left == pytest.approx([1.0, 1 - 0.8 * 16 / 31, 0.2])


def test_an_even_stream_is_at_its_usual_level() -> None:
    found = level.levels(np.full(36, 5.0), np.full(36, 5.0))
    assert found == pytest.approx(np.ones(36), abs=0.01)


def test_three_months_far_above_are_a_turn_and_one_alone_is_not() -> None:
    """Twelve a month for three years; then twenty, once or three times."""
    counts = np.full(36, 12.0)
    counts[1::2] += 2
    counts[::2] -= 2
    once, thrice = counts.copy(), counts.copy()
    once[-1] = 20
    thrice[-3:] = 20
    usual = np.full(36, 12.0)
    assert level.levels(once, usual)[-1] < 1.2
    assert level.levels(thrice, usual)[-1] > 1.3


def test_a_turn_down_is_followed_too() -> None:
    counts = np.concatenate([np.full(33, 12.0), np.full(3, 5.0)])
    assert level.levels(counts, np.full(36, 12.0))[-1] < 0.75


def test_counts_that_scatter_say_less() -> None:
    steady, wild = np.tile([5.0, 5.0], 10), np.tile([1.0, 9.0], 10)
    usual = np.full(20, 5.0)
    assert level.dispersion(steady, usual) == 1.0
    assert level.dispersion(wild, usual) == pytest.approx(64 / (2 / 5 * 1) / 25)


def test_newcomers_are_first_decisions_and_no_change_of_case_system() -> None:
    """A renewal is no newcomer, nor one who had been there for two years when he was registered."""
    old = decision("old", dt.date(2023, 1, 1), None, citizen="x", registered_on=dt.date(2025, 6, 2))
    rows = [
        decision("a", dt.date(2025, 1, 1), dt.date(2025, 6, 30)),
        decision("b", dt.date(2025, 7, 1), None),
        {**old, "decided_on": dt.date(2025, 6, 2)},
    ]
    found = newcomers(known := state(*rows), survival.table(known))
    assert found.came["grant_id"].to_list() == ["a"]
    assert found.months == 15, "from January 2025, in which `a` became known, to March 2026"


def test_the_newest_registration_tells_when_the_list_was_drawn() -> None:
    """`a` is registered on 3 March 2026. Beside one of 2 April it was known when February was closed; in a list that
    ends with March it was not, and the first week of April is still to come."""
    a = decision("a", dt.date(2026, 3, 3), None)
    late = decision("b", dt.date(2026, 4, 2), None, citizen="c")
    for listed, february in (([a, late], 1), ([a], 0)):
        drawn = state(*listed)
        came = newcomers(drawn, survival.table(drawn)).came
        assert came.filter(pl.col("grant_id") == "a")["known"].to_list() == [2026 * 12 + 2 - february]


def test_a_list_that_forgets_tells_of_the_newcomers_who_stayed() -> None:
    """One comes each month from April 2024 to March 2026, the one of October 2025 has left in December, and nobody
    before is listed as ended. Where a tenth leaves a month, December and the months after are told of whole, the
    twenty before by 0.9, 0.81 and so on: a month's newcomers are 24 of these 4 + 0.9 (1 - 0.9^20) / 0.1 months."""
    starts = [dt.date(2024 + n // 12, n % 12 + 1, 10) for n in range(3, 27)]
    left = {dt.date(2025, 10, 10): dt.date(2025, 12, 15)}
    known = state(*(decision(f"n{n}", start, left.get(start), citizen=f"n{n}") for n, start in enumerate(starts)))
    lasting = [{"area": "Voksne", "kind": kind, "age": age, "log_s": age * math.log(0.9)}
               for kind in law.paragraphs()["kind"].unique() for age in range(60)]  # fmt: skip
    found = newcomers(known, pl.DataFrame(lasting))
    assert found.months == pytest.approx(4 + 9 * (1 - 0.9**20))


def test_the_areas_levels_are_those_of_their_own_months() -> None:
    starts = [dt.date(2024 + n // 12, n % 12 + 1, 10) for n in range(3, 27)]
    rows = [decision(f"n{n}", start, None, citizen=f"n{n}") for n, start in enumerate(starts)]
    found = rates(newcomers(known := state(*rows), survival.table(known)))
    assert found.levels.rows() == [("Voksne", pytest.approx(1.0, abs=0.01))]
    assert found.season == pytest.approx(np.ones(12), abs=0.02)
    assert found.growth == pytest.approx(1.0, abs=1e-4)


def test_newcomers_become_more_as_they_have_become_more() -> None:
    """Six a month in the first of three years, nine in the second, twelve in the third, 324 in all. By time from the
    middle month the sum of months x excess over nine is 12 x 12 x 3 x 2 = 864; over 9 x (36^3 - 36) / 12 = 34,965
    months squared that is 0.0247 a month. It is doubted by 1 / 34,965 against 0.05 / 12 squared, so that 0.378 of it is
    believed: 1.0094 from month to month. No year has a season of its own here."""
    starts = [dt.date(2023 + (n + 3) // 12, (n + 3) % 12 + 1, 10) for n in range(36)]
    many = [(start, number) for n, start in enumerate(starts) for number in range(6 + 3 * (n // 12))]
    rows = [decision(f"n{start}-{number}", start, None, citizen=f"n{start}-{number}") for start, number in many]
    found = rates(newcomers(known := state(*rows), survival.table(known)))
    assert found.growth == pytest.approx(1.0094, abs=1e-3)
    assert found.levels["level"][0] == pytest.approx(12 / 9, abs=0.1)
