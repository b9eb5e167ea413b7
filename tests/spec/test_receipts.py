"""A receipt that a controller would sign: every figure counted by hand, what is doubtful said and asked about."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from cockpit import usecases
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import Batch, Cockpit, Upload
from cockpit.views import receipt as receipt_view
from tests.unit.ingest.files import GRANTS, LEDGER, codes, dashed, number_of, write_csv

KIM = Scope("kim", Role.CONTROLLER)
MARCH = dt.date(2026, 3, 31)
PERSON = dashed(number_of(1, 2, 1990, 1234))
MONTH = [
    "1;5.38.52;31-03-2026;003.2026;1.000,10;a",
    "1;5.38.52;31-03-2026;003.2026;1.000,10;a",
    "2;5.38.50;28-02-2026;002.2026;200,00-;b",
    "3;5.38.50;31-02-2026;002.2026;50,00;c",
]
"""Two legal lines that are alike, a credit note, and a line whose day does not exist."""


@pytest.fixture
def cockpit(tmp_path: Path) -> Cockpit:
    return usecases.open_cockpit(tmp_path / "home", demo=False)


def check(cockpit: Cockpit, path: Path, lines: list[str]) -> Batch:
    return usecases.check(cockpit, KIM, [Upload.of(write_csv(path, lines))])


def last(batch: Batch) -> Reading:
    """The list itself; citizens that are derived from it come before."""
    return batch.readings[-1]


def take_in(cockpit: Cockpit, path: Path, lines: list[str]) -> Receipt:
    batch = check(cockpit, path, lines)
    usecases.accept(cockpit, KIM, batch, confirmed=True)
    return last(batch).receipt


def test_the_sums_of_the_file_stand_beside_what_is_taken_in(cockpit: Cockpit, tmp_path: Path) -> None:
    """In the file 1.850,20; taken in 1.800,20; the 50,00 set aside are the difference, on its account and period. The
    two lines that are alike both count."""
    receipt = check(cockpit, tmp_path / "p_2026-03.csv", [LEDGER, *MONTH]).receipts[0]
    assert (receipt.rows_in_file, receipt.rows_accepted, receipt.rows_set_aside) == (4, 3, 1)
    assert [(one.label, one.file_rows, one.rows, one.file_kr, one.amount_kr) for one in receipt.account_sums] == [
        ("5.38.50", 2, 1, Decimal("-150.00"), Decimal("-200.00")),
        ("5.38.52", 2, 2, Decimal("2000.20"), Decimal("2000.20")),
    ]
    table = receipt_view.build(receipt).sums
    assert [column.heading for column in table.columns][3:] == ["Filen, kr.", "Indlæses, kr.", "Forskel, kr."]
    assert table.frame.select("file_kr", "amount_kr", "difference_kr").rows()[-1] == (
        Decimal("1850.20"),
        Decimal("1800.20"),
        Decimal("50.00"),
    )


def test_what_is_stored_sums_to_what_the_receipt_says(cockpit: Cockpit, tmp_path: Path) -> None:
    receipt = take_in(cockpit, tmp_path / "p_2026-03.csv", [LEDGER, *MONTH])
    stored = cockpit.store.read("postings", Scope.engine())
    assert set(stored["account"]) == {one.group for one in receipt.account_sums}
    for one in receipt.account_sums:
        assert stored.filter(stored["account"] == one.group)["amount"].sum() == one.amount_kr


def test_a_control_total_that_differs_stops_the_import_and_says_how_much(cockpit: Cockpit, tmp_path: Path) -> None:
    batch = check(cockpit, tmp_path / "p_2026-03.csv", [LEDGER, *MONTH])
    held = usecases.controlled(batch, usecases.control_totals(batch, ["1.900,20"]))
    assert held.receipts[0].status is Status.STOPPED
    assert "forskel 50,00 kr." in held.receipts[0].reason
    with pytest.raises(Refused, match="Intet er indlæst"):
        usecases.accept(cockpit, KIM, held, confirmed=True)
    right = usecases.controlled(batch, usecases.control_totals(batch, ["p_2026-03.csv=1850,20"]))
    assert right.receipts[0].status is Status.READY
    assert (
        "kontroltotalen fra kildesystemet er 1.850,20 kr.: det stemmer" in receipt_view.build(right.receipts[0]).control
    )
    with pytest.raises(Refused, match=r"p_2026-03\.csv"):
        usecases.control_totals(batch, ["anden.csv=1"])


def test_a_code_that_is_given_once_is_used_the_next_month(cockpit: Cockpit, tmp_path: Path) -> None:
    """`§ 85` means støtte in one act and hjemmetræning in the other: asked, kept, used by itself in April."""
    row = f"G1;{PERSON};§ 85;Hjælp;Bo;01-01-2026;;100;døgn"
    path = tmp_path / "g_2026-03.csv"
    batch = check(cockpit, path, [GRANTS, row])
    assert codes(last(batch).receipt) == ["unknown_paragraph"]
    usecases.accept(cockpit, KIM, batch, confirmed=True)
    assert last(check(cockpit, path, [GRANTS, row])).receipt.status is Status.KNOWN

    profile = usecases.read_profile(last(batch))
    assert usecases.keep_codes(cockpit, KIM, profile, {"paragraph": {"§ 85": "SEL § 85"}}) == 1
    again = check(cockpit, path, [GRANTS, row])
    assert last(again).receipt.status is Status.READY, "the same file reads differently now"
    assert last(again).frame["paragraph"].to_list() == ["SEL § 85"]
    april = check(cockpit, tmp_path / "g_2026-04.csv", [GRANTS, row])
    assert codes(last(april).receipt) == []

    ((entry, kept),) = usecases.kept_codes(cockpit, KIM)
    assert (kept.text, kept.code, entry.user) == ("§ 85", "SEL § 85", "kim")
    usecases.change_code(cockpit, KIM, entry, None)
    assert usecases.kept_codes(cockpit, KIM) == ()
    with pytest.raises(Refused, match="ikke en kode"):
        usecases.keep_codes(cockpit, KIM, profile, {"paragraph": {"§ 85": "Sundhedsloven"}})


def test_new_lost_and_renamed_columns_are_named_and_asked_about(cockpit: Cockpit, tmp_path: Path) -> None:
    take_in(cockpit, tmp_path / "p_2026-03.csv", [LEDGER, MONTH[0]])
    changed = LEDGER.replace("Tekst", "Bilagstekst") + ";Moms"
    receipt = check(cockpit, tmp_path / "p_2026-04.csv", [changed, MONTH[0] + ";25"]).receipts[0]
    (finding,) = [one for one in receipt.findings if one.code == "layout_changed"]
    assert "«Tekst» hedder nu «Bilagstekst»; «Moms» er en ny kolonne" in finding.message
    assert "tomt" not in finding.message, "the template knows both names"
    assert receipt.needs_confirmation


def test_a_lost_column_says_which_field_is_empty_now(cockpit: Cockpit, tmp_path: Path) -> None:
    take_in(cockpit, tmp_path / "p_2026-03.csv", [LEDGER, MONTH[0]])
    changed = LEDGER.replace("Tekst", "Notits")
    receipt = check(cockpit, tmp_path / "p_2026-04.csv", [changed, MONTH[0]]).receipts[0]
    (finding,) = [one for one in receipt.findings if one.code == "layout_changed"]
    assert "Ingen kolonne læses nu som Tekst, så det står tomt i alle rækker." in finding.message


def test_grants_that_are_gone_put_their_kroner_in_doubt(cockpit: Cockpit, tmp_path: Path) -> None:
    """100 kr. a day from 1 April to 31 December 2026 are 275 days: 27.500,00. What ended in February is not missed."""
    rows = [
        f"G1;{PERSON};SEL § 107;Bo;Bo;01-01-2026;;100;døgn",
        f"G2;{PERSON};SEL § 104;Samvær;Bo;01-01-2026;;50;døgn",
        f"G3;{PERSON};SEL § 97;Ledsager;Bo;01-01-2026;28-02-2026;70;døgn",
    ]
    take_in(cockpit, tmp_path / "g_2026-02.csv", [GRANTS, *rows])
    receipt = last(check(cockpit, tmp_path / "g_2026-03.csv", [GRANTS, rows[1]])).receipt
    assert receipt.effective_date == MARCH
    (finding,) = [one for one in receipt.findings if one.code == "gone_grants"]
    assert (finding.count, finding.amount_kr) == (1, Decimal("27500.00"))


def test_what_is_gone_is_told_once(cockpit: Cockpit, tmp_path: Path) -> None:
    """G1 of February is not in March: one gone. April is as March: none; were G1 back, it would be one new."""
    rows = [f"G{n};{PERSON};SEL § 107;Bo;Bo;01-01-2026;;100;døgn" for n in (1, 2)]
    gone = []
    for month, listed in (("02", rows), ("03", rows[1:]), ("04", rows[1:])):
        changes = take_in(cockpit, tmp_path / f"g_2026-{month}.csv", [GRANTS, *listed]).changes
        gone.append(changes and (changes.new, changes.gone))
    assert gone[1:] == [(0, 1), (0, 0)]
    back = last(check(cockpit, tmp_path / "g_2026-05.csv", [GRANTS, *rows])).receipt
    assert back.changes is not None
    assert (back.changes.new, back.changes.gone) == (1, 0)


def test_a_ledger_of_children_alone_never_wipes_the_adults(cockpit: Cockpit, tmp_path: Path) -> None:
    adults = [f"{n};5.38.52;31-03-2026;003.2026;1.000,00;a" for n in range(1, 4)]
    children = [f"{n};5.28.20;31-03-2026;003.2026;500,00;b" for n in range(7, 9)]
    take_in(cockpit, tmp_path / "p_2026-03.csv", [LEDGER, *adults, *children])
    take_in(cockpit, tmp_path / "boern_2026-03.csv", [LEDGER, *children[:1]])
    stored = cockpit.store.read("postings", Scope.engine())
    assert stored["amount"].sum() == Decimal("3500.00")


def test_a_list_of_active_grants_never_deletes_what_ended_in_february(cockpit: Cockpit, tmp_path: Path) -> None:
    head = "Borgers CPR-nummer;Indsats;Paragraf;Leverandør;Bevilget fra;Bevilget til;Takst;Takstenhed;Indsatsstatus"
    ended = f"{PERSON};Ledsager;SEL § 97;Korpset;01-01-2026;28-02-2026;70;Pr. døgn;Igangsat"
    running = f"{PERSON};Botilbud;SEL § 107;Enghaven;01-01-2026;;100;Pr. døgn;Igangsat"
    assert take_in(cockpit, tmp_path / "n_2026-02.csv", [head, ended, running]).profile == "nexus_grants"
    take_in(cockpit, tmp_path / "n_2026-03.csv", [head, running])
    stored = cockpit.store.read("grants", Scope.engine())
    assert sorted(stored["service"]) == ["Botilbud", "Ledsager"]
