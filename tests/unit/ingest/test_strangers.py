"""A file that is none of the lists is said to be none, and no list in an unusual layout is taken for one.

Of `strange.yaml` the first twenty lists were there when the rule was made; the sixteen and then ten after them, and the
layouts of `tenth.yaml` and `eleventh.yaml`, were written when it stood. At the first try all 26 were told, and two of
the 23 layouts were called strange (none of the last ten).
"""

from pathlib import Path

import pytest

from cockpit import ingest
from cockpit.contracts.dataset import dataset
from cockpit.contracts.receipt import Status
from cockpit.ingest.meaning import meaning_of
from cockpit.ingest.strangers import stranger
from cockpit.views import receipt as receipt_view
from tests.unit.ingest.files import KEY, dashed, number_of, write_csv
from tests.unit.ingest.layouts.measure import HERE, layouts, strange_lists
from tests.unit.ingest.test_unseen_layouts import SETS

OPENING = "Filen ligner ingen af de lister, som cockpittet kender. Mindst dårligt ligner den"
PHONES = ["Navn;Stilling;Afdeling;Mobil", "Ida Lund;Leder;Stab;21334455", "Bo Ek;Rådgiver;Voksen 1;22334455"]
CLAIMS = [
    "CPR-nr.;Lovgrundlag;Udgift;Refusion 25 %",
    f"{dashed(number_of(1, 2, 1990, 1234))};SEL § 107;1.250.000,00;75.000,00",
    f"{dashed(number_of(2, 2, 1990, 1235))};BL § 46;980.000,00;0,00",
]


def test_lists_of_other_kinds_are_told() -> None:
    found = {name: meaning_of(table, "liste.csv").stranger for name, table in strange_lists(HERE / "strange.yaml")}
    assert len(found) == 46
    assert [name for name, said in found.items() if not said] == []


@pytest.mark.parametrize("name", SETS)
def test_a_list_in_an_unusual_layout_is_never_called_strange(name: str) -> None:
    found = {one.name: meaning_of(one.table, "liste.csv").stranger for one in layouts(HERE / name)}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("sure", "columns", "said"),
    [
        ({"voucher": 0.9, "account": 0.9, "posting_date": 0.9, "amount": 0.9}, 20, ""),
        ({"account": 0.9, "posting_date": 0.9, "amount": 0.99, "text": 0.9}, 9, "der mangler Bilagsnr."),
        ({"account": 0.97, "posting_date": 0.97, "amount": 0.97}, 9, ""),
        ({"account": 0.5, "posting_date": 0.5, "amount": 0.5, "text": 0.5}, 5, ""),
        ({"voucher": 0.4, "account": 0.6, "posting_date": 0.45, "amount": 0.9}, 9,
         "Bilagsnr. og Bogføringsdato er kun gættet."),
        ({"amount": 0.9, "posting_date": 0.4}, 9, "der mangler Bilagsnr. og Konto, og Bogføringsdato er kun gættet."),
    ],
)  # fmt: skip
def test_what_must_be_there_decides(sure: dict[str, float], columns: int, said: str) -> None:
    """(0.9 + 0.9 + 0.99) / 4 = 0.70 is too little where one lacks, 0.97 * 3 / 4 = 0.73 enough; 4 of 5 columns are."""
    text = stranger(dataset("postings"), sure, columns)
    assert text == (f"{OPENING} Posteringer, men {said}" if said else "")


def test_a_person_number_alone_makes_no_list_of_citizens() -> None:
    assert "kun CPR-nr. er fundet, og det har mange lister" in stranger(dataset("citizens"), {"citizen": 0.99}, 7)
    assert stranger(dataset("citizens"), {"citizen": 0.99, "household": 0.9}, 7) == ""


def test_the_receipt_and_the_proposal_say_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "telefonliste.csv", PHONES)
    (reading,) = ingest.read(path, path.name, key=KEY, profiles=ingest.shipped_profiles())
    receipt = reading.receipt
    assert (receipt.status, receipt.stranger, receipt.dataset_title) == (Status.UNMAPPED, True, "")
    assert receipt.reason.startswith(OPENING)
    assert "der mangler" in receipt.reason
    view = receipt_view.build(receipt)
    assert view.status_text == "Ingen af de kendte lister"
    assert "lad den ude" in view.what_to_do
    assert ingest.propose(path, path.name).stranger == receipt.reason


def test_a_person_who_says_which_list_it_is_is_taken_at_the_word(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "krav.csv", CLAIMS)
    assert ingest.propose(path, path.name).stranger
    assert ingest.propose(path, path.name, dataset="grants").stranger == ""
    hints = ingest.Hints(dataset="grants")
    (reading,) = ingest.read(path, path.name, key=KEY, profiles=ingest.shipped_profiles(), hints=hints)
    assert (reading.receipt.stranger, reading.receipt.dataset_title) == (False, "Indsatser")
