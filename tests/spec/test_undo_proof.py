"""En indlæsning kan fortrydes helt, og det kan ses: fingeraftrykket af alle data er igen det samme som før."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cockpit import usecases
from cockpit.cli import cockpit as program
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.receipt import Status
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import Accepted, Batch, Cockpit, Upload
from cockpit.views import course as course_view
from tests.unit.ingest.files import GRANTS, LEDGER, dashed, number_of, write_csv

KIM = Scope("kim", Role.CONTROLLER)
PERSON = dashed(number_of(1, 2, 1990, 1234))
MARCH = ["1;5.38.52;31-03-2026;003.2026;1.000,10;a", "2;5.38.50;31-03-2026;003.2026;200,00;b"]
GRANT = [GRANTS, f"v1;{PERSON};SEL § 107;Botilbud;Tilbud A;01-01-2026;;1.000,00;døgn"]
APRIL = [*MARCH, "3;5.38.50;30-04-2026;004.2026;50,00;c"]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Batch]:
    """A home with the ledger of March in it, and the checked delivery of April: a ledger and a list of grants. Read
    once for the whole module; a home is cheap to copy."""
    folder = tmp_path_factory.mktemp("fortryd")
    cockpit = usecases.open_cockpit(folder / "home", demo=False)
    take_in(cockpit, write_csv(folder / "p_2026-03.csv", [LEDGER, *MARCH]))
    april = [write_csv(folder / "p_2026-04.csv", [LEDGER, *APRIL]), write_csv(folder / "b_2026-04.csv", GRANT)]
    batch = check(cockpit, *april)
    cockpit.store.close()
    return folder / "home", batch


@pytest.fixture
def office(started: tuple[Path, Batch], tmp_path: Path) -> Cockpit:
    """A home with the ledger of March in it."""
    return usecases.open_cockpit(shutil.copytree(started[0], tmp_path / "home"))


@pytest.fixture
def april(started: tuple[Path, Batch], office: Cockpit) -> list[int]:
    """The numbers under which the delivery of April is taken in."""
    return [record.id for record in usecases.accept(office, KIM, started[1]).records]


def check(cockpit: Cockpit, *paths: Path) -> Batch:
    return usecases.check(cockpit, KIM, [Upload.of(path) for path in paths])


def take_in(cockpit: Cockpit, *paths: Path) -> Accepted:
    return usecases.accept(cockpit, KIM, check(cockpit, *paths), confirmed=True)


def seal(cockpit: Cockpit) -> str:
    """The content hash of the snapshot in force."""
    found = cockpit.store.snapshot()
    assert found is not None
    return found.content_hash


def test_after_an_undo_the_data_are_those_of_before_to_the_last_row(office: Cockpit, april: list[int]) -> None:
    march, with_april = usecases.course(office, KIM)
    assert with_april.before == march.after != with_april.after
    assert april == [2, 3, 4]
    undone = usecases.undo(office, KIM, april[0], "forkert måned", together=True)
    assert [record.id for record in undone.records] == [4, 3, 2]
    assert seal(office) == march.after
    assert undone.proof == (
        f"Datagrundlaget er nøjagtigt det samme som før indlæsning af nr. 2–4 (fingeraftryk {march.after[:16]})."
    )
    shown = course_view.build(usecases.course(office, KIM)).table.frame.select("what", "before", "after", "same")
    assert shown.rows() == [
        ("Fortrydelse af nr. 2–4", with_april.after[:16], march.after[:16], "Før indlæsning af nr. 2–4"),
        ("Indlæsning af nr. 2–4", march.after[:16], with_april.after[:16], ""),
        ("Indlæsning af nr. 1", march.before[:16], march.after[:16], ""),
    ]
    with pytest.raises(Refused, match="allerede fortrudt"):
        usecases.undo(office, KIM, april[0], "igen", together=True)


def test_the_same_bytes_can_come_again_after_an_undo_and_give_the_same_data(
    started: tuple[Path, Batch], office: Cockpit, april: list[int]
) -> None:
    with_april, paths = seal(office), list(started[1].paths.values())
    for number in april:
        usecases.undo(office, KIM, number, "for tidligt")
    assert len(take_in(office, *paths).records) == 3
    assert seal(office) == with_april
    steps = usecases.course_rows(usecases.course(office, KIM))
    assert [(step["action"], step["same_as"]) for step in steps] == [
        ("import", None),
        ("import", None),
        ("undo", None),
        ("undo", None),
        ("undo", 1),
        ("import", 2),
    ]


def test_the_same_file_twice_changes_nothing_at_all(
    started: tuple[Path, Batch], office: Cockpit, april: list[int]
) -> None:
    before = usecases.course(office, KIM)
    done = take_in(office, *started[1].paths.values())
    assert done.records == ()
    assert {one.status for one in done.skipped} == {Status.KNOWN}
    assert "Allerede indlæst" in done.skipped[0].reason
    assert "af kim" in done.skipped[0].reason
    assert usecases.course(office, KIM) == before


def test_an_unchanged_file_that_is_sent_again_counts_for_its_new_month(
    office: Cockpit, april: list[int], tmp_path: Path
) -> None:
    """Intet er ændret i listen; men nu vides det, at den også gælder ultimo maj."""
    sent_again = take_in(office, write_csv(tmp_path / "b_2026-05.csv", GRANT)).records
    assert [str(day) for day in office.store.effective_dates("grants")] == ["2026-04-30", "2026-05-31"]
    usecases.undo(office, KIM, sent_again[0].id, "kun april", together=True)
    assert [str(day) for day in office.store.effective_dates("grants")] == ["2026-04-30"]


def test_two_legal_rows_that_are_alike_both_count_and_both_go(office: Cockpit, tmp_path: Path) -> None:
    before = seal(office)
    (record,) = take_in(office, write_csv(tmp_path / "p2_2026-03.csv", [LEDGER, *MARCH, MARCH[0]])).records
    amounts = office.store.read("postings", Scope.engine())["amount"]
    assert sorted(map(str, amounts)) == ["1000.10", "1000.10", "200.00"]
    usecases.undo(office, KIM, record.id, "én for meget")
    assert seal(office) == before


def test_a_rebuild_from_the_raw_files_proves_that_nothing_else_is_in_the_data(office: Cockpit) -> None:
    before = seal(office)
    usecases.rebuild(office, KIM)
    view = course_view.build(usecases.course(office, KIM))
    assert view.proof == f"Datagrundlaget er uændret (fingeraftryk {before[:16]})."
    assert view.table.frame["what"][0] == "Genopbygning fra de oprindelige filer"


def test_the_command_line_prints_the_proof(office: Cockpit, april: list[int]) -> None:
    home = ["--home", str(office.store.home)]
    said = CliRunner().invoke(program, [*home, "undo", str(april[0]), "--reason", "forkert fil", "--together"])
    assert "nøjagtigt det samme som før indlæsning af nr. 2–4" in said.output
    first, second, third = json.loads(CliRunner().invoke(program, [*home, "course", "--json"]).output)
    assert third["content_hash"] == first["content_hash"] == second["content_hash_before"]
    assert third["imports"] == april


def test_who_may_see_the_course(office: Cockpit) -> None:
    assert len(usecases.course(office, Scope("ada", Role.ADMIN))) == 1
    for role in (Role.MANAGER, Role.CASEWORKER, Role.POLITICIAN):
        with pytest.raises(AccessDenied):
            usecases.course(office, Scope("x", role))
