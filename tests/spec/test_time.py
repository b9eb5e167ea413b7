"""Time. What was known at the close of a month stays what it was, whatever is imported afterwards.

Every export has an *effective date*: the close that it is the state of. A date is asked for as the close of its month,
and the answer is what the exports up to that close said.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from cockpit.contracts.dataset import dataset
from cockpit.contracts.imports import ImportRecord, Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.contracts.scope import Scope
from cockpit.store import Store

JANUARY, FEBRUARY = dt.date(2026, 1, 31), dt.date(2026, 2, 28)
MARCH, APRIL = dt.date(2026, 3, 31), dt.date(2026, 4, 30)


class Office:
    """A finance office: exports come in, questions are asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store.open(folder / "home")

    def takes_in(self, name: str, effective: dt.date, rows: pl.DataFrame, periods: Sequence[str] = ()) -> ImportRecord:
        """An export, assigned to a close; a ledger says which periods it spans."""
        content = f"{name} {effective} {rows.write_json()}".encode()
        path = self.folder / "upload"
        path.write_bytes(content)
        receipt = Receipt(
            file_name=f"{name}.csv",
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            status=Status.READY,
            reason="",
            dataset=name,
            source="kommunens system",
            effective_date=effective,
        )
        coverage = {"period": tuple(periods)} if periods else {}
        reading = Reading(receipt, dataset(name).conform(rows), pl.DataFrame(), coverage)
        (record,) = self.store.accept("kim", {receipt.sha256: path}, [reading])
        return record

    def ledger_at(self, close: dt.date | None = None) -> dict[str, int]:
        """Voucher -> kroner, as known at a close."""
        rows = self.store.read("postings", Scope.engine(), close).sort("voucher")
        return dict(rows.select("voucher", pl.col("amount").cast(pl.Int64)).iter_rows())

    def grants_at(self, close: dt.date | None = None) -> dict[str, tuple[int, dt.date | None]]:
        """Grant -> (rate, missing since), as known at a close."""
        rows = self.store.read("grants", Scope.engine(), close).sort("grant_id")
        return {
            grant: (int(rate), gone)
            for grant, rate, gone in rows.select("grant_id", "unit_price", "missing_since").iter_rows()
        }


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.delenv("COCKPIT_JOURNAL_URL", raising=False)
    return Office(tmp_path)


def ledger(*lines: tuple[str, str, int]) -> pl.DataFrame:
    """(voucher, period, kroner) …"""
    return pl.DataFrame(
        [
            {"voucher": voucher, "account": "5381", "period": period, "amount": Decimal(kroner)}
            | {"posting_date": dt.date(int(period[:4]), int(period[5:]), 20)}
            for voucher, period, kroner in lines
        ]
    )


def grants(**rates: int) -> pl.DataFrame:
    """Grant and daily rate."""
    fixed = {"citizen": "b1", "paragraph": "SEL § 107", "service": "Botilbud", "start_date": dt.date(2025, 6, 1)}
    return pl.DataFrame([{"grant_id": name, "unit_price": Decimal(rate), **fixed} for name, rate in rates.items()])


def test_the_march_state_stays_what_it_was_after_later_imports(office: Office) -> None:
    """March said 100 + 200. In April the March voucher is corrected to 250 and April's own 300 is booked."""
    office.takes_in("postings", MARCH, ledger(("a", "2026-02", 100), ("b", "2026-03", 200)), ["2026-02", "2026-03"])
    before = office.ledger_at(MARCH)
    office.takes_in("postings", APRIL, ledger(("b", "2026-03", 250), ("c", "2026-04", 300)), ["2026-03", "2026-04"])
    assert before == {"a": 100, "b": 200}
    assert office.ledger_at(MARCH) == before
    assert office.ledger_at(APRIL) == {"a": 100, "b": 250, "c": 300}
    assert office.ledger_at() == office.ledger_at(APRIL)


def test_an_export_drawn_late_still_belongs_to_the_close_it_is_assigned_to(office: Office) -> None:
    """April's ledger came first; March's, found in a drawer, is assigned to March and changes nothing in April."""
    office.takes_in("postings", APRIL, ledger(("a", "2026-03", 110), ("b", "2026-04", 50)))
    april = office.ledger_at(APRIL)
    office.takes_in("postings", MARCH, ledger(("a", "2026-03", 100)))
    assert office.ledger_at(MARCH) == {"a": 100}
    assert office.ledger_at(APRIL) == april == {"a": 110, "b": 50}


def test_between_two_closes_the_older_one_holds(office: Office) -> None:
    office.takes_in("grants", JANUARY, grants(g1=1000))
    office.takes_in("grants", MARCH, grants(g1=1100))
    assert office.grants_at(FEBRUARY) == {"g1": (1000, None)}
    assert office.grants_at(MARCH) == {"g1": (1100, None)}


def test_a_grant_that_leaves_the_list_is_not_forgotten(office: Office) -> None:
    """What it delivered stays delivered: the row is kept and says since when it is missing, until it returns."""
    office.takes_in("grants", JANUARY, grants(g1=1000, g2=2000))
    office.takes_in("grants", FEBRUARY, grants(g1=1000))
    office.takes_in("grants", MARCH, grants(g1=1000))
    office.takes_in("grants", APRIL, grants(g1=1000, g2=2000))
    assert office.grants_at(JANUARY)["g2"] == (2000, None)
    assert office.grants_at(FEBRUARY)["g2"] == (2000, FEBRUARY)
    assert office.grants_at(MARCH)["g2"] == (2000, FEBRUARY)
    assert office.grants_at(APRIL)["g2"] == (2000, None)


def test_before_the_first_export_its_state_is_given_and_marked_as_reconstructed(office: Office) -> None:
    office.takes_in("postings", MARCH, ledger(("a", "2026-01", 100), ("b", "2026-03", 200)))
    early = office.store.read("postings", Scope.engine(), JANUARY)
    known = office.store.read("postings", Scope.engine(), MARCH)
    assert early["reconstructed"].to_list() == [True, True]
    assert known["reconstructed"].to_list() == [False, False]


def test_a_years_ledger_drawn_at_its_end_tells_of_the_months_before_as_reconstructed(office: Office) -> None:
    """In June 2025 only 2024 had been exported. 2025 came at its end: June's knowledge of it is inferred, not empty.
    Once a year is told of, a later export never changes an earlier close; and a year to come is not known."""
    june, december = dt.date(2025, 6, 30), dt.date(2025, 12, 31)
    office.takes_in("postings", dt.date(2024, 12, 31), ledger(("a", "2024-05", 1)), ["2024-05"])
    office.takes_in("postings", december, ledger(("b", "2025-03", 2)), ["2025-03"])
    office.takes_in("postings", JANUARY, ledger(("c", "2025-04", 4), ("d", "2026-01", 8)), ["2025-04", "2026-01"])
    rows = office.store.read("postings", Scope.engine(), june)
    assert dict(rows.select("voucher", "reconstructed").iter_rows()) == {"a": False, "b": True}
    assert office.ledger_at(december) == {"a": 1, "b": 2}
    assert office.ledger_at(JANUARY) == {"a": 1, "b": 2, "c": 4, "d": 8}


def test_an_import_taken_back_leaves_every_close_as_it_was_before_it(office: Office) -> None:
    office.takes_in("grants", JANUARY, grants(g1=1000, g2=2000))
    office.takes_in("grants", MARCH, grants(g1=1100, g2=2000))
    before = {close: office.grants_at(close) for close in (JANUARY, FEBRUARY, MARCH)}
    stamp = office.store.stamp().key
    wrong = office.takes_in("grants", FEBRUARY, grants(g9=9))
    assert office.grants_at(FEBRUARY)["g1"] == (1000, FEBRUARY)
    office.store.undo("kim", wrong.id, "en anden kommunes fil")
    assert {close: office.grants_at(close) for close in (JANUARY, FEBRUARY, MARCH)} == before
    assert office.store.stamp().key == stamp
