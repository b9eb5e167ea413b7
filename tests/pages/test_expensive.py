"""Dyre sager og refusion on the screen: lists by case number, a request, the year's limits entered, and who sees it."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from cockpit import usecases
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.refund_claim import RefundClaim
from cockpit.contracts.scope import Role, Scope
from tests.pages.conftest import Open, texts

PAGE = "finance/dyre_sager"
CONTROLLER = Scope("kim", Role.CONTROLLER)
LIMITS = [Decimal(950_000), Decimal(1_850_000), Decimal(2_330_000)]


def test_the_page_says_that_the_years_limits_are_not_verified(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    assert not app.exception
    said = texts(app)
    assert "ikke verificeret" in said
    assert "Sagsnummer" in said
    assert "CPR-nr." not in said


def test_a_controller_enters_the_limits_and_every_figure_says_so(open_app: Open, demo_home: Path) -> None:
    before = usecases.expensive_cases(usecases.open_cockpit(demo_home, demo=True), CONTROLLER)
    app = open_app(demo_home, page=PAGE)
    for share, text in ((25, "950.000"), (50, "1.850.000"), (75, "2.330.000")):
        app.text_input(key=f"graense-{share}").set_value(text)
    app.text_input(key="graense-kilde").set_value("Ministeriets satser 2026")
    app.button(key="graense-gem").click().run()
    assert not app.error
    said = texts(app)
    assert "BL § 198 for 2026 er indtastet af kommunen" in said
    assert "indtastet af kommunen" in said
    after = usecases.expensive_cases(usecases.open_cockpit(demo_home, demo=True), CONTROLLER)
    # higher limits give less refund, and no lower bound is needed for what is known
    assert after.kinds.frame["expected_kr"][0] < before.kinds.frame["expected_kr"][0]
    assert after.kinds.frame["low_kr"][0] == after.kinds.frame["expected_kr"][0]


def test_limits_that_cannot_be_limits_are_refused(demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    for year, amounts, source, reason in (
        (2026, LIMITS[::-1], "x", "stigende orden"),
        (2026, [Decimal(1), Decimal(2), Decimal(3)], "x", "kan ikke være en årsgrænse"),
        (2026, LIMITS, " ", "hvor grænserne er fundet"),
        (1999, LIMITS, "x", "Året 1999"),
        (2022, LIMITS, "x", "til og med 2022 står de i loven"),
    ):
        with pytest.raises(Refused, match=reason):
            usecases.enter_limits(home, CONTROLLER, year, amounts, source)


def test_a_request_is_noted_and_stands_against_the_expected(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    app.text_input(key="anmodet-beloeb").set_value("1.000.000")
    app.button(key="anmodet-gem").click().run()
    assert not app.error
    found = usecases.expensive_cases(usecases.open_cockpit(demo_home, demo=True), CONTROLLER).quarters.frame
    first = found.row(0, named=True)
    assert (first["title"], first["quarter_text"], first["requested_kr"]) == (
        "Særligt dyre enkeltsager",
        "1. kvartal",
        Decimal(1_000_000),
    )
    assert first["lacking_kr"] == first["expected_kr"] - Decimal(1_000_000)
    app.text_input(key="anmodet-beloeb").set_value("mange penge")
    app.button(key="anmodet-gem").click().run()
    assert "er ikke et beløb" in app.error[0].value


def test_the_kinds_sum_to_the_cases_over_the_limit_and_the_chart_to_the_table(demo_home: Path) -> None:
    view = usecases.expensive_cases(usecases.open_cockpit(demo_home, demo=True), CONTROLLER)
    over, kinds = view.over.frame.row(-1, named=True), view.categories.frame
    *lines, last = kinds.select("cases", "spend_kr", "refunded_kr", "left_kr").rows()
    refunded = over["refund_kr"] + over["other_refund_kr"]
    assert last == (view.over.frame.height - 1, over["gross_kr"], refunded, over["net_kr"])
    assert tuple(map(sum, zip(*lines, strict=True))) == last
    assert view.by_category.frame["value"].sum() == over["gross_kr"]


def test_what_was_not_registered_is_never_called_requested(demo_home: Path) -> None:
    """The demo's refund is booked, and of most of it nobody has told what was requested."""
    every = usecases.expensive_cases(usecases.open_cockpit(demo_home, demo=True), CONTROLLER).quarters.frame
    rows = every.filter(every["requested_kr"].is_null())
    assert "Der er hjemtaget mindre end forventet" in rows["state"].to_list()
    assert not [state for state in rows["state"] if state.startswith(("Der er anmodet", "Anmodet"))]


def test_a_quarter_is_never_requested_with_a_minus(demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    claim = RefundClaim(kind="expensive", year=2026, quarter=1, amount_kr=Decimal(-5))
    with pytest.raises(Refused, match=r"−5,00 kr\.; ventet 0 kr\. eller mere"):
        usecases.record_claim(home, CONTROLLER, claim)


def test_who_sees_and_who_tells(demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    manager = Scope("lis", Role.MANAGER, areas=frozenset({"Handicap"}))
    view = usecases.expensive_cases(home, manager)
    assert set(view.top.frame["area"]) == {"Handicap"}
    assert any("hele kommunen" in note for note in view.notes)
    claim = RefundClaim(kind="expensive", year=2026, quarter=1, amount_kr=Decimal(1))
    for role in (Role.MANAGER, Role.POLITICIAN, Role.CASEWORKER, Role.ADMIN):
        with pytest.raises(AccessDenied):
            usecases.record_claim(home, Scope("x", role), claim)
        with pytest.raises(AccessDenied):
            usecases.enter_limits(home, Scope("x", role), 2026, LIMITS, "x")
    for role in (Role.POLITICIAN, Role.CASEWORKER, Role.ADMIN):
        with pytest.raises(AccessDenied):
            usecases.expensive_cases(home, Scope("x", role))


def test_the_working_list_says_when_the_final_statement_is_due(demo_home: Path) -> None:
    view = usecases.expensive_cases(usecases.open_cockpit(demo_home, demo=True), CONTROLLER, dt.date(2026, 6, 30))
    assert "senest 15. maj 2026" in view.final.note
    assert view.final.frame["refund_kr"].drop_nulls().min() > 0
    assert usecases.download(view, "Dyre sager")[:2] == b"PK"
