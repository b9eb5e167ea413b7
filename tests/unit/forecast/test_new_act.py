"""Which paragraph a new decision comes under, where another act has taken the old one's place."""

import datetime as dt

import polars as pl

from cockpit.contracts.settings import Settings
from cockpit.forecast import new_act
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import HOME, account, component, forecast, grant, municipality

CONTACT = ("SEL § 52, stk. 3, nr. 6", "BL § 32, stk. 1, nr. 3")
PLACED = ("SEL § 52, stk. 3, nr. 7", "BL § 46")
NEW_YEAR = dt.date(2024, 3, 31)


def state(*grants: dict[str, object], as_of: dt.date = NEW_YEAR, **datasets: object) -> State:
    return prepare(municipality(grants=list(grants), **datasets), as_of, as_of.year, Settings())


def heirs(found: State) -> dict[str, str]:
    return dict(new_act.heirs(found).select("paragraph", "now").iter_rows())


def old(name: str, paragraph: str, day: dt.date = dt.date(2023, 12, 20)) -> dict[str, object]:
    return grant(name, paragraph=paragraph, start_date=day, registered_on=day)


def test_in_the_first_months_of_barnets_lov_the_law_says_it() -> None:
    """December's decisions were serviceloven's, and none has been made since: help of that kind comes under the one
    paragraph that the law has for it."""
    assert heirs(state(old("k", CONTACT[0]))) == {CONTACT[0]: CONTACT[1]}


def test_before_the_act_takes_over_nothing_moves() -> None:
    known = state(old("k", CONTACT[0], dt.date(2023, 2, 1)), as_of=dt.date(2023, 3, 31))
    assert heirs(known) == {}


def test_where_the_law_has_several_the_accounts_tell_and_then_the_grants() -> None:
    """Placements may come under barnets lov § 43 or § 46: nobody can say without an account or a grant that does."""
    assert heirs(state(old("a", PLACED[0]))) == {}
    named = [account(HOME, "aktivitetsstyret", paragraph=PLACED[1])]
    assert heirs(state(old("a", PLACED[0]), accounts=named)) == {PLACED[0]: PLACED[1]}
    granted = old("n", "BL § 43, stk. 1, nr. 5", dt.date(2024, 2, 1))
    assert heirs(state(old("a", PLACED[0]), granted, accounts=named)) == {PLACED[0]: "BL § 43, stk. 1, nr. 5"}


def test_a_paragraph_that_still_holds_stays() -> None:
    lines = pl.DataFrame({"area": ["Voksne", "Voksne"], "paragraph": ["SEL § 107", CONTACT[0]]})
    known = state(old("k", CONTACT[0]), grant("b"))
    moved = new_act.decided_anew(known, lines, pl.lit(value=True))
    assert moved["paragraph"].to_list() == ["SEL § 107", CONTACT[1]]
    assert new_act.decided_anew(known, lines, pl.lit(value=False)).equals(lines)


def decisions(number: int) -> list[dict[str, object]]:
    """A citizen whose help was decided for 2024 and, of fifteen in twenty, anew for 2025, known on the day before."""
    who = {"citizen": f"z{number}", "paragraph": CONTACT[0], "unit_price": 1000, "price_unit": "måned"}
    return [
        grant(f"z{number}-{year}", **who, start_date=dt.date(year, 1, 1), end_date=dt.date(year, 12, 31),
              registered_on=dt.date(year - 1, 12, 31))
        for year in ((2024, 2025) if number < 15 else (2024,))
    ]  # fmt: skip


def test_a_renewal_comes_under_the_new_act_and_what_runs_does_not() -> None:
    """One that ends in April 2026 may go on from May: then it does so under barnets lov. Until then serviceloven's."""
    runs = grant("r", paragraph=CONTACT[0], start_date=dt.date(2025, 5, 1), end_date=dt.date(2026, 4, 30),
                 registered_on=dt.date(2025, 5, 1), unit_price=1000, price_unit="måned")  # fmt: skip
    rows = [row for number in range(20) for row in decisions(number)]
    result = forecast(municipality(grants=[*rows, runs]))
    assert component(result, "committed", paragraph=CONTACT[0]) == 1000
    assert component(result, "committed", paragraph=CONTACT[1]) == 0
    assert component(result, "outflow", paragraph=CONTACT[1]) > 0
