import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import ImportRecord
from cockpit.contracts.receipt import Change, Changes, Receipt, Status, SumLine
from cockpit.views import receipt
from cockpit.views.receipt_words import SEVERITY, STATUS

FINDINGS = (
    Finding(severity=Severity.WARNING, code="late", message="Sen registrering.", amount_kr=Decimal(5)),
    Finding(severity=Severity.SET_ASIDE, code="no_amount", message="Beløb mangler.", row=1012, sheet="Data", count=2),
    Finding(severity=Severity.WARNING, code="high", message="Høj takst.", amount_kr=Decimal(-900)),
    Finding(severity=Severity.CONFIRM, code="loss", message="Perioden mister 40 % af sin sum."),
)


def sample(**changes: Any) -> Receipt:
    base: dict[str, Any] = {
        "file_name": "hovedbog.xlsx",
        "sha256": "ab" * 32,
        "size_bytes": 20480,
        "status": Status.READY,
        "reason": "Overskrifterne passer til Opus.",
        "sheet": "Data",
        "dataset": "postings",
        "dataset_title": "Posteringer",
        "profile_title": "Opus",
        "source": "opus",
        "effective_date": dt.date(2026, 3, 31),
        "rows_in_file": 1204,
        "rows_accepted": 1200,
        "rows_set_aside": 2,
        "rows_total": 1,
        "rows_blank": 1,
        "amount_kr": Decimal("100.50"),
        "set_aside_kr": Decimal(10),
        "file_total_kr": Decimal("110.50"),
        "findings": FINDINGS,
        "sums": (
            SumLine(group="2026-02", label="februar", rows=400, amount_kr=Decimal("40.25")),
            SumLine(group="2026-03", label="marts", rows=800, amount_kr=Decimal("60.25")),
        ),
        "changes": Changes(
            since=dt.date(2026, 2, 28),
            new=12,
            changed=3,
            gone=1,
            unchanged=1184,
            largest=(Change(kind="gone", key="k", label="Bilag 17", amount_kr=Decimal("-7.25")),),
        ),
    }
    return Receipt(**(base | changes))


def test_the_rows_are_reconciled_to_the_row() -> None:
    assert receipt.build(sample()).reconciliation == (
        "1.204 rækker i filen = 1.200 medtages + 2 lagt til side + 1 sumlinje + 1 tom"
    )
    assert receipt.build(sample(rows_in_file=1210)).reconciliation.endswith("– det stemmer ikke: 6 rækker mangler")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Kontrolsum 100,50 kr.; filens egen sumlinje er 110,50 kr.: det stemmer."),
        ({"file_total_kr": None}, "Kontrolsum 100,50 kr. Filen har ingen sumlinje at holde den op imod."),
        (
            {"file_total_kr": Decimal(111)},
            "Kontrolsum 100,50 kr.; filens egen sumlinje er 111,00 kr.: forskellen er 0,50 kr.",
        ),
        ({"amount_kr": None}, "Filen har ingen beløb at kontrollere."),
    ],
)
def test_the_control_sum_to_the_ore(changes: dict[str, Any], expected: str) -> None:
    assert receipt.build(sample(**changes)).control == expected


def test_findings_by_severity_then_kroner() -> None:
    table = receipt.build(sample()).findings.danish()
    assert table["Hvad er fundet"].to_list() == [
        "Perioden mister 40 % af sin sum.",
        "Beløb mangler.",
        "Høj takst.",
        "Sen registrering.",
    ]
    assert table["Hvor"].to_list()[1] == "arket Data, række 1012"
    assert table["Alvor"].to_list()[:2] == ["Skal bekræftes", "Lagt til side"]


def test_numbers_without_a_valid_check_digit_are_one_line_below_the_findings() -> None:
    lawful = Finding(severity=Severity.NOTE, code="modulus_11", message="CPR", count=3987, amount_kr=Decimal(46515859))
    found = receipt.build(sample(findings=(lawful, *FINDINGS)))
    assert found.findings.frame.equals(receipt.build(sample()).findings.frame)
    assert found.findings.note == (
        "3.987 rækker har CPR-numre uden gyldigt kontrolciffer (modulus 11). "
        "Det er lovligt for numre efter oktober 2007, og ingen kroner er i tvivl."
    )
    assert receipt.batch([sample(findings=(lawful,))]).table.frame["findings"].to_list() == [0]


def test_what_a_person_must_say_yes_to() -> None:
    found = receipt.build(sample())
    assert found.confirmations == (
        "2 rækker med 10,00 kr. kan ikke læses og kommer ikke med.",
        "Perioden mister 40 % af sin sum.",
    )
    assert found.needs_confirmation == sample().needs_confirmation
    clean = sample(findings=(), rows_set_aside=0)
    assert receipt.build(clean).needs_confirmation == clean.needs_confirmation is False
    assert receipt.build(clean).status_text == "Klar til indlæsning"


def test_sums_end_in_their_total() -> None:
    assert receipt.build(sample()).sums.danish().rows() == [
        ("februar", "400", "40,25"),
        ("marts", "800", "60,25"),
        ("I alt", "1.200", "100,50"),
    ]


def test_a_list_without_amounts_has_its_rows_counted_and_no_sum_of_nought() -> None:
    found = receipt.build(sample(amount_kr=None)).sums
    assert found.danish().rows() == [("februar", "400"), ("marts", "800"), ("I alt", "1.200")]
    assert found.note == "Ingen beløb i filen: rækkerne er talt."


def test_changes_since_the_last_export() -> None:
    found = receipt.build(sample())
    assert found.changes_sentence == "Siden 28-02-2026: 12 nye, 3 ændrede, 1 væk, 1.184 uændrede."
    assert found.changes.danish().rows() == [("Væk", "Bilag 17", "−7,25")]
    first = Changes(since=None, new=1200, changed=0, gone=0, unchanged=0)
    assert receipt.build(sample(changes=first)).changes_sentence == "Første udtræk fra denne kilde: 1.200 nye rækker."


def test_a_file_that_was_not_read_says_what_to_do_and_counts_nothing() -> None:
    for status in (Status.UNMAPPED, Status.REFUSED):
        view = receipt.build(sample(status=status))
        assert view.what_to_do
        assert (view.reconciliation, view.control) == ("", "")


def test_every_status_and_severity_has_words() -> None:
    assert set(STATUS) == set(Status)
    assert set(SEVERITY) == set(Severity)


def test_a_batch_accepts_what_is_ready_and_asks_for_the_rest() -> None:
    refused = sample(file_name="billede.png", status=Status.REFUSED, sheet="", dataset_title="", findings=())
    found = receipt.batch([sample(), refused])
    assert found.headline == "1 liste er klar til indlæsning, 1 kræver noget af dig eller springes over"
    known = receipt.batch([sample(status=Status.KNOWN), sample(status=Status.KNOWN)])
    assert known.headline == "0 lister er klar til indlæsning, 2 er indlæst før"
    assert found.can_accept
    assert found.table.danish()["Status"].to_list() == ["Klar til indlæsning, når det er bekræftet", "Afvist"]
    assert len(found.confirmations) == 2
    assert not receipt.batch([refused]).can_accept


def record(number: int, **changes: Any) -> ImportRecord:
    at = dt.datetime(2026, 4, 8, 10, 0, tzinfo=dt.UTC)
    base: dict[str, Any] = {"coverage": {}, "lists": "all", "profile_text": ""}
    return ImportRecord(id=number, batch=1, user="mk", at=at, receipt=sample(), **(base | changes))


def test_history_is_newest_first_and_undone_imports_stay_in_it() -> None:
    undone = {"undone_at": dt.datetime(2026, 4, 9, tzinfo=dt.UTC), "undone_by": "mk", "undone_reason": "forkert fil"}
    found = receipt.history([record(1), record(2, **undone)])
    assert found.headline == "1 indlæsning i kraft, 1 fortrudt"
    assert found.table.frame["id"].to_list() == [2, 1]
    assert found.table.danish()["Status"].to_list() == ["Fortrudt 09-04-2026 af mk: forkert fil", "I kraft"]
    assert found.undoable == ((1, "1: Posteringer pr. 31-03-2026 (hovedbog.xlsx)"),)
