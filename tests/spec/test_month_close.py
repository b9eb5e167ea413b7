"""Månedslukning. A month goes from open to locked one step at a time; what was locked stays what it was, whatever is
imported afterwards, and every comparison between forecasts starts from it."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cockpit import usecases
from cockpit.contracts.data import Adjustment
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.imports import Reading
from cockpit.contracts.month import MonthClose, MonthState
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import Cockpit
from cockpit.usecases.figures import figures
from cockpit.usecases.locked_findings import told_of_locks
from tests.unit.store.homes import APRIL, FEBRUARY, MARCH, accept, grant, posting, reading

KIM, LIS = Scope("kim", Role.CONTROLLER), Scope("lis", Role.MANAGER, areas=frozenset({"Voksne"}))
STEPS = tuple(MonthState)[1:]
WHY = "ledelsen har godkendt det mundtligt"
YEAR = dt.date(2026, 1, 1)
JANUARY_AND_FEBRUARY = (("a", "2026-01", 31_000, "5381"), ("b", "2026-02", 28_000, "5381"))


def both_grants(price: int) -> list[dict[str, Any]]:
    """An adult's grant at that daily rate, and a child's."""
    return [grant("g1", price, account="5381"), grant("g2", 20, account="5282", paragraph="BL § 46")]


class Office:
    """A finance office with one account in each of two areas."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cockpit = usecases.open_cockpit(folder / "home")

    def begins(self) -> None:
        """With its accounts, their budget, the first quarter's bills and the grants."""
        accounts = [
            {"account": number, "year": 2026, "area": area, "paragraph": paragraph, "steering": "aktivitetsstyret"}
            for number, area, paragraph in (("5381", "Voksne", "SEL § 107"), ("5282", "Børn", "BL § 46"))
        ]
        budget = [
            {"year": 2026, "account": number, "original": Decimal(kr)}
            for number, kr in (("5381", 400_000), ("5282", 9_000))
        ]
        self.takes_in(reading("accounts", accounts, YEAR), reading("budget", budget, YEAR))
        self.takes_in(
            self.ledger(MARCH, *JANUARY_AND_FEBRUARY, ("c", "2026-03", 700, "5282")),
            reading("grants", both_grants(1000), MARCH),
        )

    def takes_in(self, *pairs: tuple[bytes, Reading]) -> None:
        accept(self.cockpit.store, self.folder, *pairs)

    def ledger(self, close: dt.date, *lines: tuple[str, str, int, str]) -> tuple[bytes, Reading]:
        """(voucher, period, kroner, account) of a ledger that covers its periods."""
        rows = [posting(voucher, kr, period, account) for voucher, period, kr, account in lines]
        return reading("postings", rows, close, {"period": tuple(sorted({line[1] for line in lines}))})

    def moves(self, month: str, *states: MonthState, why: str = WHY) -> MonthClose:
        for state in states:
            close = usecases.move(self.cockpit, KIM, month, state, why)
        return close

    def forecast(self, scope: Scope, close: dt.date) -> Decimal:
        """The year's forecast at a close, as it would be computed now."""
        return Decimal(usecases.forecast_rows(self.cockpit, scope, "total", close)["forecast"][0])

    def locked(self, scope: Scope, month: str) -> Decimal:
        """The year's forecast as it was locked."""
        close = usecases.month_close(self.cockpit, month)
        return Decimal(usecases.locked_rows(self.cockpit, scope, close, "total")["forecast"][0])


@pytest.fixture(scope="module")
def first_quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office that has begun, to be copied."""
    folder = tmp_path_factory.mktemp("office")
    Office(folder).begins()
    return folder


@pytest.fixture
def office(first_quarter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.delenv("COCKPIT_JOURNAL_URL", raising=False)
    shutil.copytree(first_quarter, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path)


def test_a_month_is_open_until_somebody_moves_it(office: Office) -> None:
    assert usecases.month_close(office.cockpit, "2026-03") == MonthClose(period="2026-03")
    assert usecases.last_locked(office.cockpit, APRIL) is None


def test_one_step_at_a_time_from_open_to_locked(office: Office) -> None:
    with pytest.raises(Refused, match="Næste trin er «Data inde»"):
        usecases.move(office.cockpit, KIM, "2026-03", MonthState.RECONCILED, WHY)
    for step in STEPS:
        assert office.moves("2026-03", step).state is step
    assert usecases.last_locked(office.cockpit, APRIL) == MARCH
    assert [line.body["state"] for line in usecases.closing.month_lines(office.cockpit, "2026-03")][::-1] == list(STEPS)


def test_what_is_in_the_way_of_a_step_is_named_and_a_reason_gets_past_it(office: Office) -> None:
    with pytest.raises(Refused, match="Indlæs posteringer, når perioden er lukket"):
        usecases.move(office.cockpit, KIM, "2026-03", MonthState.DATA_IN)
    assert usecases.month_close(office.cockpit, "2026-03").state is MonthState.OPEN
    close = office.moves("2026-03", MonthState.DATA_IN)
    assert len(close.passed_over) == 3
    (line,) = usecases.closing.month_lines(office.cockpit, "2026-03")
    assert (line.user, line.reason) == ("kim", WHY)


def test_done_steps_are_in_nobodys_way(office: Office) -> None:
    for step in ("trin-1", "trin-2", "trin-3"):
        usecases.tick(office.cockpit, KIM, "2026-03", step, done=True)
    assert usecases.move(office.cockpit, KIM, "2026-03", MonthState.DATA_IN).passed_over == ()


def test_an_area_over_the_materiality_limit_is_in_the_way_until_it_is_explained(office: Office) -> None:
    small = office.cockpit.settings.model_copy(update={"materiality_kr": Decimal(1000)})
    office.cockpit.store.save_settings("kim", small, "lille kommune")
    usecases.tick(office.cockpit, KIM, "2026-03", "trin-8", done=True)
    in_the_way = usecases.month(office.cockpit, KIM, "2026-03").stages[MonthState.EXPLAINED.place].obstacles
    assert [one.text.partition(":")[0] for one in in_the_way] == ["Børn", "Voksne"]
    for area in ("Børn", "Voksne"):
        usecases.explain(office.cockpit, KIM, area, text="En ny borger i januar", as_of=MARCH)
    assert usecases.month(office.cockpit, KIM, "2026-03").stages[MonthState.EXPLAINED.place].obstacles == ()


def test_what_is_said_of_a_locked_month_is_fixed_until_the_month_is_unlocked(office: Office) -> None:
    """Rapporten for en låst måned skal blive ved at sige det, der blev godkendt."""
    office.moves("2026-03", *STEPS)
    with pytest.raises(Refused, match="Marts 2026 er låst, og månedens forklaringer ligger fast"):
        usecases.explain(office.cockpit, KIM, "Voksne", text="Skrevet bagefter", as_of=MARCH)
    assert usecases.actions(office.cockpit, KIM, MARCH).fixed
    with pytest.raises(Refused, match="er låst, og dens tjekliste ligger fast"):
        usecases.tick(office.cockpit, KIM, "2026-03", "trin-1", done=True)
    office.moves("2026-03", MonthState.APPROVED)
    assert usecases.explain(office.cockpit, KIM, "Voksne", text="En ny borger i januar", as_of=MARCH)
    assert not usecases.actions(office.cockpit, KIM, MARCH).fixed


def test_a_skoen_that_nobody_has_decided_on_is_in_the_way_of_the_skoen_step(office: Office) -> None:
    """Et skøn fra marts udløb den 31. marts. I april står det i vejen for «Skøn lagt», til det fornys eller falder;
    i den måned, det blev lagt, står det ikke i vejen."""
    usecases.tick(office.cockpit, KIM, "2026-04", "trin-7", done=True)
    usecases.tick(office.cockpit, KIM, "2026-03", "trin-7", done=True)
    laid = Adjustment("paragraph", "SEL § 107", 2026, 3, 3, Decimal(5000), "dom", expires_on=MARCH)
    number = usecases.adjust(office.cockpit, KIM, laid)
    office.takes_in(office.ledger(APRIL, ("d", "2026-04", 30_000, "5381")))

    def in_the_way(month: str) -> list[str]:
        stage = usecases.month(office.cockpit, KIM, month).stages[MonthState.ADJUSTED.place]
        return [one.text for one in stage.obstacles]

    assert in_the_way("2026-03") == []
    assert in_the_way("2026-04") == [
        "1 skøn fra en tidligere måned er udløbet eller har ingen måneder tilbage: forny, eller lad falde."
    ]
    usecases.withdraw(office.cockpit, KIM, number, "dommen er betalt")
    assert in_the_way("2026-04") == []


def test_a_month_without_a_ledger_is_never_closed_whatever_the_reason(office: Office) -> None:
    with pytest.raises(Refused, match="ingen posteringer for april 2026"):
        usecases.move(office.cockpit, KIM, "2026-04", MonthState.DATA_IN, WHY)


def test_a_later_import_of_older_data_does_not_move_what_was_locked(office: Office) -> None:
    """March is locked. Then a forgotten bill of February arrives, and March's grants once more with another price."""
    office.moves("2026-03", *STEPS)
    before = office.forecast(KIM, MARCH)
    assert office.locked(KIM, "2026-03") == before
    office.takes_in(
        office.ledger(MARCH, ("b", "2026-02", 28_000, "5381"), ("late", "2026-02", 5_000, "5381")),
        reading("grants", both_grants(1500), MARCH),
    )
    assert office.forecast(KIM, MARCH) != before
    assert office.locked(KIM, "2026-03") == before
    kept = usecases.locked_figures(office.cockpit, KIM, usecases.month_close(office.cockpit, "2026-03"))
    assert kept.result.leaves["amount_kr"].sum() == before
    assert kept.result.leaves.filter(pl.col("component") == "posted")["amount_kr"].sum() == Decimal(59_700)
    assert kept.data.grants.sort("grant_id")["unit_price"].to_list() == [1000, 20]


def test_nor_does_an_undone_import_a_changed_setting_or_an_empty_house(office: Office) -> None:
    office.moves("2026-03", *STEPS)
    before = office.locked(KIM, "2026-03")
    other_sign = office.cockpit.settings.model_copy(update={"close_working_day": 1})
    office.cockpit.store.save_settings("kim", other_sign, "prøve")
    for record in office.cockpit.store.imports():
        office.cockpit.store.undo("kim", record.id, "alt skal ud")
    office.cockpit.memory.clear()
    assert office.locked(KIM, "2026-03") == before


def test_forecasts_are_compared_with_the_locked_month_as_it_was(office: Office) -> None:
    office.moves("2026-03", *STEPS)
    before = office.locked(KIM, "2026-03")
    office.takes_in(
        office.ledger(FEBRUARY, ("late", "2026-02", 90_000, "5381")),
        office.ledger(APRIL, ("d", "2026-04", 30_000, "5381")),
    )
    now = figures(office.cockpit, KIM, APRIL)
    then = usecases.compared_with(office.cockpit, KIM, now)
    assert then.as_of == MARCH
    assert then.result.leaves["amount_kr"].sum() == before


def test_a_manager_reads_the_own_part_of_what_was_locked(office: Office) -> None:
    own = office.forecast(LIS, MARCH)
    whole = office.forecast(KIM, MARCH)
    assert own != whole
    office.moves("2026-03", *STEPS)
    assert office.locked(LIS, "2026-03") == own
    kept = usecases.locked_figures(office.cockpit, LIS, usecases.month_close(office.cockpit, "2026-03"))
    assert kept.data.grants["grant_id"].to_list() == ["g1"]
    assert kept.result.allocated.grants["grant_id"].to_list() == ["g1"]


def test_roles_that_may_not_see_it_are_refused_in_the_store_itself(office: Office) -> None:
    close = office.moves("2026-03", *STEPS)
    store = office.cockpit.store
    for role in (Role.POLITICIAN, Role.ADMIN):
        for name in ("leaves", "grants", "rows_total"):
            with pytest.raises(AccessDenied):
                store.locked(close.edition, close.content, name, Scope("x", role))
    with pytest.raises(AccessDenied):
        store.locked(close.edition, close.content, "rows_total", LIS)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CASEWORKER, Role.POLITICIAN, Role.ADMIN])
def test_only_the_controller_moves_ticks_and_sees_the_month(office: Office, role: Role) -> None:
    other = Scope("x", role)
    for refused in (
        lambda: usecases.move(office.cockpit, other, "2026-03", MonthState.DATA_IN, WHY),
        lambda: usecases.tick(office.cockpit, other, "2026-03", "trin-1", done=True),
        lambda: usecases.month(office.cockpit, other, "2026-03"),
        lambda: usecases.save_checklist(office.cockpit, other, [], WHY),
    ):
        with pytest.raises(AccessDenied):
            refused()


def test_unlocking_needs_a_reason_and_the_next_lock_is_a_new_version(office: Office) -> None:
    first = office.moves("2026-03", *STEPS)
    with pytest.raises(Refused, match="Skriv hvorfor måneden låses op"):
        usecases.move(office.cockpit, KIM, "2026-03", MonthState.APPROVED)
    office.moves("2026-03", MonthState.APPROVED, why="en regning manglede")
    assert usecases.last_locked(office.cockpit, APRIL) is None
    was = office.forecast(KIM, MARCH)
    office.takes_in(office.ledger(MARCH, ("c", "2026-03", 700, "5282"), ("e", "2026-03", 4_000, "5282")))
    second = office.moves("2026-03", MonthState.LOCKED)
    assert (first.version, second.version) == (1, 2)
    assert office.locked(KIM, "2026-03") == office.forecast(KIM, MARCH) != was
    assert usecases.locked_rows(office.cockpit, KIM, first, "total")["forecast"][0] == was


def test_two_who_move_at_once_do_not_overwrite_each_other(office: Office) -> None:
    seen = usecases.month(office.cockpit, KIM, "2026-03").seen
    usecases.move(office.cockpit, KIM, "2026-03", MonthState.DATA_IN, WHY, seen)
    usecases.move(office.cockpit, KIM, "2026-03", MonthState.OPEN, WHY)
    with pytest.raises(Refused, match="En anden har ændret det"):
        usecases.move(office.cockpit, KIM, "2026-03", MonthState.DATA_IN, WHY, seen)


def test_locked_figures_that_somebody_has_changed_are_refused(office: Office) -> None:
    close = office.moves("2026-03", *STEPS)
    office.cockpit.memory.clear()
    (folder,) = (office.cockpit.store.home / "locked").iterdir()
    (folder / "leaves.parquet").write_bytes((folder / "earlier.parquet").read_bytes())
    with pytest.raises(Refused, match="er ændret, siden måneden blev låst"):
        usecases.locked_figures(office.cockpit, KIM, close)


@pytest.mark.parametrize(("day", "says"), [(FEBRUARY, True), (MARCH, True), (APRIL, False)])
def test_an_export_that_tells_of_a_locked_month_says_so_on_its_receipt(
    office: Office, day: dt.date, says: bool
) -> None:
    _, file = office.ledger(day, ("x", "2026-02", 1, "5381"))
    assert told_of_locks(office.cockpit, [file]) == (file,)
    office.moves("2026-03", *STEPS)
    (told,) = told_of_locks(office.cockpit, [file])
    found = [one.message for one in told.receipt.findings if one.code == "locked_month"]
    assert [("marts 2026 er låst" in message) for message in found] == [True] * says


def test_the_checklist_is_the_municipalitys_own(office: Office) -> None:
    """Steps have an owner and a working day of the next month; April 2026 begins with Easter, so the fifth working
    day after March is the 10th."""
    steps = [{"title": "Luk perioden", "owner": "Bo", "working_day": 5, "before": "data_in"}]
    usecases.save_checklist(office.cockpit, KIM, steps, "vi gør det enkelt")
    (task,) = usecases.month(office.cockpit, KIM, "2026-03", today=dt.date(2026, 4, 11)).tasks
    assert (task.title, task.owner, task.due, task.late) == ("Luk perioden", "Bo", dt.date(2026, 4, 10), True)
    assert not usecases.month(office.cockpit, KIM, "2026-03", today=dt.date(2026, 4, 10)).tasks[0].late


@pytest.mark.parametrize("step", [{"title": " "}, {"working_day": 0}, {"working_day": None}, {"before": "open"}])
def test_a_checklist_that_makes_no_sense_is_refused(office: Office, step: dict[str, object]) -> None:
    whole = {"title": "Luk perioden", "owner": "Bo", "working_day": 5, "before": "data_in"}
    with pytest.raises(Refused, match="Trin 1 i tjeklisten mangler"):
        usecases.save_checklist(office.cockpit, KIM, [{**whole, **step}], WHY)


def test_figures_are_kept_where_nothing_is_tidied(office: Office) -> None:
    office.moves("2026-03", *STEPS)
    home: Cockpit = office.cockpit
    for number in range(8):
        home.store.put_derived(f"stempel-{number}", "leaves", pl.DataFrame({"a": [1]}))
    home.memory.clear()
    assert office.locked(KIM, "2026-03") == office.forecast(KIM, MARCH)
