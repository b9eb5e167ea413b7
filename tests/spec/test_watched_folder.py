"""En mappe, der læser sig selv. Det rene går ind; resten venter med sin kvittering ved siden af; intet to gange."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from cockpit import usecases
from cockpit.cli import cockpit as program
from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import Cockpit, Round

KIM = Scope("kim", Role.CONTROLLER)
BUDGET = "År;Konto;Oprindeligt budget\n2026;5381;1000\n2026;5382;2000\nI alt;;{total}\n"
ACCOUNTS = "Konto;År;Kontonavn;Politikområde\n5381;2026;Botilbud;Voksne\n5382;2026;Støtte;Voksne\n"


class Watched:
    """A folder and the home that it is read into."""

    def __init__(self, folder: Path, cockpit: Cockpit) -> None:
        self.folder, self.cockpit = folder, cockpit
        self.said: list[str] = []

    def lay(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def round(self) -> Round:
        """Two looks and a round, as a scheduled run does."""
        before = usecases.look(self.folder)
        now = usecases.look(self.folder)
        return usecases.watch_round(self.cockpit, self.folder, before, now, self.said.append)

    def names(self) -> list[str]:
        return sorted(record.receipt.file_name for record in self.cockpit.store.imports() if record.undone_at is None)


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.delenv("COCKPIT_JOURNAL_URL", raising=False)
    folder = tmp_path / "udtræk"
    folder.mkdir()
    return Watched(folder, usecases.open_cockpit(tmp_path / "home"))


def test_what_is_clean_goes_in_and_what_is_not_waits_with_its_receipt_beside_it(watched: Watched) -> None:
    watched.lay("Budget_2026.csv", BUDGET.format(total=3000))
    watched.lay("Kontoplan_2026.csv", ACCOUNTS)
    wrong = watched.lay("Budget_2025.csv", BUDGET.replace("2026", "2025").format(total=9999))
    done = watched.round()
    assert sorted(one.file_name for one in done.taken) == ["Budget_2026.csv", "Kontoplan_2026.csv"]
    assert [one.file_name for one in done.waiting] == ["Budget_2025.csv"]
    assert watched.names() == ["Budget_2026.csv", "Kontoplan_2026.csv"]
    assert {record.user for record in watched.cockpit.store.imports()} == {"mappe-overvågning"}
    beside = (watched.folder / f"{wrong.name}.kvittering.txt").read_text(encoding="utf-8-sig")
    assert "9.999,00" in beside
    assert "er ikke indlæst" in beside
    assert [path.name for path in watched.folder.glob("*.kvittering.txt")] == [f"{wrong.name}.kvittering.txt"]


def test_a_scheduled_run_tells_by_its_exit_code_that_a_person_is_needed(watched: Watched) -> None:
    """Kode 1, når noget venter; 0, når alt er i orden. Ingen sætning ender med to punktummer."""
    run = ["--home", str(watched.cockpit.store.home), "import", "--watch", str(watched.folder), "--once"]
    path = watched.lay("Budget_2026.csv", BUDGET.format(total=1))
    waits = CliRunner().invoke(program, [*run, "--every", "0.1"])
    assert waits.exit_code == 1
    assert "Budget_2026.csv: venter. Filen modsiger sig selv." in waits.output
    assert ".." not in waits.output.replace(str(watched.folder), "")
    path.unlink()
    assert CliRunner().invoke(program, [*run, "--every", "0.1"]).exit_code == 0


def test_the_same_file_is_never_taken_twice_and_a_restart_changes_nothing(watched: Watched) -> None:
    watched.lay("Kontoplan_2026.csv", ACCOUNTS)
    watched.lay("noter.csv", "hej;verden\n1;2\n")
    watched.round()
    lines, imports = watched.cockpit.store.written(), watched.names()
    again = Watched(watched.folder, watched.cockpit).round()
    assert again.taken == ()
    assert [one.file_name for one in again.waiting] == ["noter.csv"]
    assert (watched.cockpit.store.written(), watched.names()) == (lines, imports)


def test_a_crash_between_import_and_note_takes_nothing_twice(watched: Watched, tmp_path: Path) -> None:
    """The import is in force, the note is not written: the next round finds the file known."""
    path = watched.lay("Kontoplan_2026.csv", ACCOUNTS)
    batch = usecases.check(watched.cockpit, KIM, [usecases.Upload.of(path)])
    usecases.accept(watched.cockpit, KIM, batch)
    (one,) = watched.round().taken
    assert "Allerede indlæst" in one.reason
    assert watched.names() == ["Kontoplan_2026.csv"]


def test_files_that_are_still_being_written_are_left(watched: Watched) -> None:
    path = watched.lay("Kontoplan_2026.csv", ACCOUNTS[:40])
    watched.lay("Budget_2026.csv.part", BUDGET)
    watched.lay("~$Budget.xlsx", "låst af Excel")
    watched.lay("tom.csv", "")
    before = usecases.look(watched.folder)
    path.write_text(ACCOUNTS, encoding="utf-8")
    assert usecases.watch_round(watched.cockpit, watched.folder, before, usecases.look(watched.folder)) == Round(left=2)
    assert watched.names() == []
    assert [one.file_name for one in watched.round().taken] == ["Kontoplan_2026.csv"]


def test_a_link_out_of_the_folder_is_not_followed(watched: Watched, tmp_path: Path) -> None:
    outside = tmp_path / "andet.csv"
    outside.write_text(ACCOUNTS, encoding="utf-8")
    (watched.folder / "Kontoplan_2026.csv").symlink_to(outside)
    assert watched.round() == Round()


def test_a_file_that_is_put_right_goes_in_and_its_receipt_goes(watched: Watched) -> None:
    watched.lay("Budget_2026.csv", BUDGET.format(total=1))
    assert len(watched.round().waiting) == 1
    watched.lay("Budget_2026.csv", BUDGET.format(total=3000))
    assert len(watched.round().taken) == 1
    assert [one.waits for one in usecases.watched(watched.cockpit, KIM)] == [False]
    assert list(watched.folder.glob("*.kvittering.txt")) == []


def test_a_zip_goes_in_where_all_that_is_in_it_is_clean_and_waits_whole_where_it_is_not(watched: Watched) -> None:
    """En zip-fil er én fil: alt i den går ind, eller den venter med en kvittering for hver fil i den."""
    for name, total in (("marts.zip", 3000), ("april.zip", 1)):
        with zipfile.ZipFile(watched.folder / name, "w") as archive:
            archive.writestr(f"Budget_{name[:-4]}_2026.csv", BUDGET.format(total=total))
            archive.writestr(f"Kontoplan_{name[:-4]}_2026.csv", ACCOUNTS)
    done = watched.round()
    assert [one.file_name for one in done.taken] == ["marts.zip"]
    assert [one.file_name for one in done.waiting] == ["april.zip"]
    assert watched.names() == ["Budget_marts_2026.csv", "Kontoplan_marts_2026.csv"]
    assert "3.000,00" in (watched.folder / "april.zip.kvittering.txt").read_text(encoding="utf-8-sig")


def test_a_file_that_is_taken_away_waits_no_more(watched: Watched) -> None:
    path = watched.lay("Budget_2026.csv", BUDGET.format(total=1))
    watched.round()
    path.unlink()
    watched.round()
    assert usecases.watched(watched.cockpit, KIM) == ()


def test_an_unchanged_list_that_is_sent_again_for_a_new_month_is_taken_as_that_month(watched: Watched) -> None:
    grants = "Bevillings-id;CPR-nr.;Paragraf;Ydelse;Startdato\ng1;0101901234;SEL § 107;Botilbud;01-01-2026\n"
    watched.lay("Bevillinger_2026-03.csv", grants)
    first = watched.round()
    assert [one.file_name for one in first.taken] == ["Bevillinger_2026-03.csv"], (first, watched.said)
    watched.lay("Bevillinger_2026-04.csv", grants)
    (one,) = watched.round().taken
    assert one.file_name == "Bevillinger_2026-04.csv"
    days = {str(day) for day in watched.cockpit.store.effective_dates("grants")}
    assert days == {"2026-03-31", "2026-04-30"}


def test_neither_the_journal_nor_a_receipt_tells_a_cpr_number(watched: Watched) -> None:
    watched.lay("sag 010190-1234.csv", "hej;verden\n010190-1234;0101901234\n")
    watched.round()
    (text,) = [path.read_text(encoding="utf-8-sig") for path in watched.folder.glob("*.kvittering.txt")]
    told = text + repr(watched.cockpit.store.entries(usecases.watching.EntryKind.WATCHED, Scope.engine()))
    assert "0101901234" not in told
    assert "010190-1234" not in told


def test_what_waits_stands_in_the_way_of_the_month(watched: Watched) -> None:
    watched.lay("Budget_2026.csv", BUDGET.format(total=1))
    watched.round()
    told = [one.text for stage in usecases.month(watched.cockpit, KIM, "2026-03").stages for one in stage.obstacles]
    assert any("Budget_2026.csv venter" in text for text in told)


def test_a_folder_that_may_only_be_read_is_read_all_the_same(watched: Watched) -> None:
    watched.lay("noter.csv", "hej;verden\n1;2\n")
    watched.folder.chmod(0o500)
    try:
        assert len(watched.round().waiting) == 1
    finally:
        watched.folder.chmod(0o700)


def test_only_finance_staff_see_the_folder(watched: Watched) -> None:
    for role in (Role.MANAGER, Role.CASEWORKER, Role.POLITICIAN, Role.ADMIN):
        with pytest.raises(AccessDenied):
            usecases.watched(watched.cockpit, Scope("x", role))


def test_a_folder_that_is_gone_is_said_in_danish(watched: Watched) -> None:
    shutil.rmtree(watched.folder)
    with pytest.raises(usecases.watching.Refused, match="findes ikke"):
        usecases.look(watched.folder)


def test_a_preserved_time_of_change_does_not_fool_it(watched: Watched) -> None:
    """A copy that keeps the old file's time grows while it is written: size and time both count."""
    path = watched.lay("Kontoplan_2026.csv", ACCOUNTS[:60])
    os.utime(path, (1, 1))
    before = usecases.look(watched.folder)
    path.write_text(ACCOUNTS, encoding="utf-8")
    os.utime(path, (1, 1))
    assert usecases.watch_round(watched.cockpit, watched.folder, before, usecases.look(watched.folder)).left == 1
