"""Afstemning on the screen: the list, the filters, and an explanation that is written and taken back."""

from pathlib import Path

import pytest

from cockpit import usecases
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import Role, Scope
from tests.pages.conftest import Open, texts

PAGE = "finance/afstemning"
CONTROLLER = Scope("kim", Role.CONTROLLER)


def test_the_page_says_what_is_open_and_filters_by_kind(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    assert not app.exception
    assert "mangler i bogføringen" in texts(app)
    every = app.dataframe[0].value
    app.selectbox(key="filter-kind").select("Faktureret flere gange").run()
    twice = app.dataframe[0].value
    assert 0 < len(twice) < len(every)
    assert set(twice["Slags"]) == {"Faktureret flere gange"}


def test_an_explained_line_leaves_the_open_list_and_comes_back_when_opened(open_app: Open, demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    before = usecases.reconciliation(home, CONTROLLER, only_open=True)
    line = before.lines.frame.row(0, named=True)
    assert usecases.mark_reconciled(home, CONTROLLER, [line["key"]], "Kreditnota er på vej") == 1
    after = usecases.reconciliation(home, CONTROLLER, only_open=True)
    assert after.all_lines.frame.height == before.all_lines.frame.height - 1
    app = open_app(demo_home, page=PAGE)
    app.toggle(key="kun-aabne").set_value(False).run()
    assert "Kreditnota er på vej" in texts(app)
    assert usecases.open_again(home, CONTROLLER, [line["key"]]) == 1
    again = usecases.reconciliation(home, CONTROLLER, only_open=True)
    assert again.all_lines.frame.height == before.all_lines.frame.height


def test_an_explanation_of_another_amount_no_longer_counts(demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    line = usecases.reconciliation(home, CONTROLLER, only_open=True).lines.frame.row(0, named=True)
    body = {"text": "gammel", "amount_kr": str(line["amount_kr"] + 1)}
    home.store.write_entry("kim", EntryKind.RECONCILED, line["key"], body)
    found = usecases.reconciliation(home, CONTROLLER, only_open=True).lines.frame.row(0, named=True)
    assert (found["key"], found["state"]) == (line["key"], "Åben igen: beløbet er ændret")
    usecases.open_again(home, CONTROLLER, [line["key"]])


def test_nothing_is_written_without_words_or_about_a_line_that_is_gone(demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    with pytest.raises(Refused, match="Skriv en forklaring"):
        usecases.mark_reconciled(home, CONTROLLER, ["x"], " ")
    with pytest.raises(Refused, match="findes ikke længere"):
        usecases.mark_reconciled(home, CONTROLLER, ["x"], "tekst")
    with pytest.raises(Refused, match="Vælg mindst én linje"):
        usecases.mark_reconciled(home, CONTROLLER, [], "tekst")


def test_a_manager_sees_own_lines_and_a_politician_none(demo_home: Path) -> None:
    home = usecases.open_cockpit(demo_home, demo=True)
    manager = Scope("lis", Role.MANAGER, areas=frozenset({"Handicap"}))
    seen = usecases.reconciliation(home, manager).all_lines.frame
    assert set(seen["area"]) == {"Handicap"}
    for role in (Role.POLITICIAN, Role.CASEWORKER, Role.ADMIN):
        with pytest.raises(AccessDenied):
            usecases.reconciliation(home, Scope("x", role))


def test_the_workbook_holds_every_line_and_no_citizen(demo_home: Path) -> None:
    view = usecases.reconciliation(usecases.open_cockpit(demo_home, demo=True), CONTROLLER)
    headings = {column.heading for table in view.tables for column in table.columns}
    assert "Sagsnummer" in headings
    assert not headings & {"Borger", "CPR-nr."}
    assert view.all_lines.frame.height >= view.lines.frame.height
    assert usecases.download(view, "Afstemning")[:2] == b"PK"
