"""Et eksempel på hvert systems udtræk går hele vejen gennem døren, og kvitteringen passer med det håndtalte.

Rækker i filen = rækker indlæst + lagt til side + sumlinjer + tomme. Filens egen sumlinje tælles ikke med, men holdes
op mod summen af rækkerne. CPR-numre bliver til pseudonymer; en plejefamilie er en privatperson og bliver det også.
"""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from cockpit import ingest
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.demo.samples import FOLDER, SOURCE, write_samples
from tests.spec.handbook_tables import kr

COUNTED = [
    # file, profile, rows, total lines, kroner, the file's own total
    ("DUBU_ydelser_2026-09.csv", "dubu_services", 3, 0, None, None),
    ("DUBU_sager_2026-09.csv", "dubu_cases", 2, 0, None, None),
    ("Sensum_indsatser_2026-09.csv", "sensum_services", 2, 0, None, None),
    ("Sensum_aktiviteter_2026-09.csv", "sensum_activities", 3, 0, None, None),
    ("Opus_posteringer_2026-09.xlsx", "opus_ledger", 3, 1, "192.549,50", "192.549,50"),
    ("Prisme_posteringer_2026-09.csv", "prisme_ledger", 3, 1, "100.799,25", "100.799,25"),
    ("OES_Indsigt_2026-09.xlsx", "oes_indsigt_ledger", 3, 1, "189.399,75", "189.399,75"),
    ("Nexus_bevillinger_2026-09.csv", "nexus_grants", 3, 0, None, None),
    ("Plejefamilieloen_2026-09.csv", "foster_payroll", 3, 0, "58.054,00", None),
]


def through_the_door(name: str) -> Reading:
    path = FOLDER / name
    reading, *_derived = ingest.read(path, name, key=b"k" * 32, profiles=ingest.shipped_profiles())
    return reading


def amount(text: str | None) -> Decimal | None:
    return kr(text) if text else None


@pytest.mark.parametrize(
    ("name", "profile", "rows", "totals", "kroner", "own"), COUNTED, ids=[one[1] for one in COUNTED]
)
def test_a_sample_is_read_to_the_row_and_the_oere(
    name: str, profile: str, rows: int, totals: int, kroner: str | None, own: str | None
) -> None:
    receipt = through_the_door(name).receipt
    assert (receipt.status, receipt.profile) == (Status.READY, profile), receipt.reason
    assert (receipt.rows_accepted, receipt.rows_set_aside, receipt.rows_total) == (rows, 0, totals)
    assert receipt.rows_in_file == rows + totals + receipt.rows_blank
    if kroner:
        assert receipt.amount_kr == amount(kroner)
    assert receipt.file_total_kr == amount(own)
    assert str(receipt.effective_date) == "2026-09-30"


def test_every_shipped_layout_has_a_sample() -> None:
    systems = {profile.name for profile in ingest.shipped_profiles() if not profile.standard}
    assert {one[1] for one in COUNTED} == systems
    assert {path.name for path in FOLDER.iterdir()} == {one[0] for one in COUNTED}


def test_the_samples_are_those_that_the_list_describes(tmp_path: Path) -> None:
    assert SOURCE.exists()
    for path in write_samples(tmp_path):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes()


def test_no_citizens_number_and_no_foster_family_comes_through_the_door() -> None:
    reading = through_the_door("Plejefamilieloen_2026-09.csv")
    said = reading.frame.select(pl.col(pl.String)).write_csv() + reading.receipt.model_dump_json()
    assert "Opdigtet" not in said
    assert reading.frame["citizen"].n_unique() == 2
    assert reading.frame["provider"].n_unique() == 2
