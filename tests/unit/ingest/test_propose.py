"""A file that no profile knows: guesses with reasons, and a profile of what a person chose."""

from pathlib import Path

import pytest

from cockpit import ingest
from cockpit.contracts.errors import Refused
from cockpit.contracts.receipt import Status
from cockpit.ingest import people
from tests.unit.ingest.files import KEY, dashed, number_of, write_csv

LINES = [
    "Dok.;Kontostreng;Bogf. den;Bel. i DKK;Borger",
    *(
        f"{n};538520001000012{n};{n}1-03-2026;1.234,5{n};{dashed(number_of(n, 2, 1990, 1234))}"
        for n in range(1, 4)
    ),
]  # fmt: skip
CHOICES = {"Dok.": "voucher", "Kontostreng": "account", "Bogf. den": "posting_date", "Bel. i DKK": "amount"}


def test_columns_are_guessed_by_heading_and_by_content(tmp_path: Path) -> None:
    proposal = ingest.propose(write_csv(tmp_path / "a.csv", LINES), "a.csv")
    assert (proposal.dataset, proposal.rows, proposal.missing) == ("postings", 3, ("Bilagsnr.",))
    guessed = {column.heading: column.field for column in proposal.columns}
    assert guessed == {
        "Dok.": None,
        "Kontostreng": "account",
        "Bogf. den": "posting_date",
        "Bel. i DKK": "amount",
        "Borger": "citizen",
    }
    (citizen,) = [column for column in proposal.columns if column.heading == "Borger"]
    assert citizen.samples == (people.MASK,) * 3
    assert "CPR" in citizen.reason


def test_what_a_person_chose_reads_the_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a_2026-03.csv", LINES)
    proposal = ingest.propose(path, path.name)
    profile = ingest.profile_from(proposal, CHOICES | {"Borger": "citizen"}, "vores", title="Vores liste")
    (reading,) = ingest.read(path, path.name, key=KEY, profiles=(profile, *ingest.shipped_profiles()))
    assert (reading.receipt.status, reading.receipt.profile) == (Status.READY, "vores")
    assert reading.frame.height == 3
    assert ingest.Profile.from_yaml(profile.to_yaml()) == profile


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Dok.": ""}, "Bilagsnr."),
        ({"Borger": "voucher"}, "flere kolonner"),
        ({"Farve": "text"}, "Farve"),
    ],
)
def test_choices_that_cannot_be_read_are_refused(tmp_path: Path, change: dict[str, str], said: str) -> None:
    proposal = ingest.propose(write_csv(tmp_path / "a.csv", LINES), "a.csv")
    with pytest.raises(Refused, match=said):
        ingest.profile_from(proposal, CHOICES | change, "vores")


def test_a_file_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="kolonneoverskrifter"):
        ingest.propose(write_csv(tmp_path / "a.csv", ["1;2", "3;4"]), "a.csv")
