"""A file that no profile knows: guesses with reasons, and a profile of what a person chose."""

from decimal import Decimal
from pathlib import Path

import pytest

from cockpit import ingest
from cockpit.contracts.errors import Refused
from cockpit.contracts.receipt import Status
from cockpit.ingest import people
from cockpit.ingest.styles import Style
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
    assert (proposal.dataset, proposal.rows, proposal.missing) == ("postings", 3, ())
    guessed = {column.heading: column.field for column in proposal.columns}
    assert guessed == {
        "Dok.": "voucher",
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


def test_numbers_and_days_are_read_from_examples_and_units_from_headings(tmp_path: Path) -> None:
    lines = ["CPR;Law;Service;Start;Rate per week", "0101901234;SEL § 104;Samvær;03/14/2026;1,250.50"]
    proposal = ingest.propose(write_csv(tmp_path / "a.csv", lines), "a.csv")
    assert (proposal.dataset, proposal.missing) == ("grants", ())
    assert proposal.style == Style("point", "1,250.50", day_first=False, day_example="03/14/2026")
    assert proposal.constants == {"price_unit": "uge"}
    choices = {column.heading: column.field or "" for column in proposal.columns}
    profile = ingest.profile_from(proposal, choices, "x", constants=proposal.constants)
    row = ingest.read(tmp_path / "a.csv", "a_2026-03.csv", key=KEY, profiles=(profile,))[0].frame.row(0, named=True)
    assert (str(row["start_date"]), str(row["unit_price"]), row["price_unit"]) == ("2026-03-14", "1250.50", "uge")


def test_a_budget_file_that_names_its_year_needs_no_column_for_it(tmp_path: Path) -> None:
    lines = ["Konto;Vedtaget budget 2026;Overført fra 2025", "5385200001000401;48.200.000;100.000"]
    path = write_csv(tmp_path / "b.csv", lines)
    proposal = ingest.propose(path, "b.csv")
    assert (proposal.dataset, proposal.constants, proposal.missing) == ("budget", {"year": "2026"}, ())


def test_cells_are_shown_as_they_read(tmp_path: Path) -> None:
    profile = ingest.Profile(name="x", title="", dataset="grants")
    amounts = ingest.samples(["1.234,5-", "abc"], "unit_price", profile)
    assert [(one.raw, one.read) for one in amounts] == [("1.234,5-", "−1.234,50"), ("abc", None)]
    assert ingest.samples(["01.03.26"], "start_date", profile)[0].read == "01-03-2026"
    assert ingest.samples(["§ 85"], "paragraph", profile)[0].read is None
    number = dashed(number_of(1, 1, 1990, 1234))
    assert number not in str(ingest.samples([number], "citizen", profile))


def test_a_saved_profile_answers_for_the_file_that_has_changed(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a_2026-03.csv", LINES)
    saved = ingest.profile_from(ingest.propose(path, path.name), CHOICES | {"Borger": "text"}, "vores", title="Vores")
    changed = [
        LINES[0].replace("Kontostreng", "Konto-streng nr").replace("Dok.", "Farve;Dok."),
        *("x;" + x for x in LINES[1:]),
    ]
    later = ingest.propose(write_csv(tmp_path / "a_2026-04.csv", changed), "a_2026-04.csv", saved=(saved,))
    assert later.changed_from == saved
    (asked,) = ingest.read(
        tmp_path / "a_2026-04.csv", "a_2026-04.csv", key=KEY, profiles=(saved, *ingest.shipped_profiles())
    )
    assert asked.receipt.status is Status.UNMAPPED
    assert asked.receipt.reason == (
        "Filen ligner profilen «Vores», men er ændret siden: «Kontostreng» hedder nu «Konto-streng nr»; "
        "«Farve» er en ny kolonne."
    )
    assert {column.heading: column.field for column in later.columns} == {
        "Farve": None, "Dok.": "voucher", "Konto-streng nr": "account", "Bogf. den": "posting_date",
        "Bel. i DKK": "amount", "Borger": "text",
    }  # fmt: skip
    choices = {column.heading: column.field or "" for column in later.columns}
    both = ingest.profile_from(later, choices, "vores", title="Vores")
    assert both.columns["account"] == ("Konto-streng nr", "Kontostreng")
    for name in ("a_2026-03.csv", "a_2026-04.csv"):
        (reading,) = ingest.read(tmp_path / name, name, key=KEY, profiles=(both,))
        assert reading.receipt.status is Status.READY, "what was read in the earlier layout still is"
    before = [heading for headings in saved.columns.values() for heading in headings]
    assert ingest.layout_changes(before, [column.heading for column in later.columns]) == (
        "«Kontostreng» hedder nu «Konto-streng nr»",
        "«Farve» er en ny kolonne",
    )
    assert ingest.layout_changes(["Konto", "Beløb"], ["beløb"]) == ("«Konto» mangler",)


BOSYS = [
    "Hvem;Hvad får de;Fra d.;Koster;Regnes i;Betaler selv",
    f"{dashed(number_of(2, 3, 1961, 1001))};Ophold §107;1/2/24;2.000,00;Døgn;1.234,56-",
    f"{dashed(number_of(3, 4, 1962, 1002))};Støtte §85;15/3/25;410,25;Døgn;0,00",
    "I alt 2 borgere;;;;;",
]


def test_a_total_line_is_no_evidence_of_what_a_column_is(tmp_path: Path) -> None:
    proposal = ingest.propose(write_csv(tmp_path / "BoSys_2026-03.csv", BOSYS), "BoSys_2026-03.csv")
    who = proposal.columns[0]
    assert (proposal.dataset, who.field) == ("grants", "citizen")
    assert all("I alt" not in sample for sample in who.samples)


def test_a_line_that_counts_the_rows_is_a_total(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x.csv", [*BOSYS[:-1], "Antal rækker: 2;;;;;"])
    proposal = ingest.propose(path, path.name)
    assert proposal.rows == 2
    choices = {column.heading: column.field or "" for column in proposal.columns}
    profile = ingest.profile_from(proposal, choices, "bosys")
    receipt = ingest.read(path, path.name, key=KEY, profiles=(profile,))[0].receipt
    assert (receipt.rows_accepted, receipt.rows_set_aside, receipt.rows_total) == (2, 0, 1)


def test_one_column_may_say_both_the_help_and_its_paragraph(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "BoSys_2026-03.csv", BOSYS)
    proposal = ingest.propose(path, path.name)
    assert (proposal.also, proposal.missing) == ({"service": "Hvad får de"}, ())
    choices = {column.heading: column.field or "" for column in proposal.columns}
    profile = ingest.profile_from(proposal, choices, "bosys")
    reading = ingest.read(path, path.name, key=KEY, profiles=(ingest.Profile.from_yaml(profile.to_yaml()),))[0]
    rows = reading.frame.sort("start_date").select("paragraph", "service", "citizen_payment").rows()
    assert rows == [
        ("SEL § 107", "Ophold §107", Decimal("1234.56")),
        ("SEL § 85", "Støtte §85", Decimal("0.00")),
    ]
    assert [finding.code for finding in reading.receipt.findings if finding.severity.value == "warning"] == [
        "payment_as_income"
    ]


def test_a_column_of_paragraphs_alone_says_nothing_of_the_help(tmp_path: Path) -> None:
    lines = [line.replace("Ophold §107", "Serviceloven § 107").replace("Støtte §85", "SEL §85") for line in BOSYS]
    proposal = ingest.propose(write_csv(tmp_path / "x.csv", lines), "x.csv")
    assert proposal.also == {}
    assert "Ydelse" in proposal.missing
