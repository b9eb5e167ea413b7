"""Which layout a file is, and what a profile says about it."""

import datetime as dt
from pathlib import Path

import pytest

from cockpit import ingest
from cockpit.contracts.dataset import datasets
from cockpit.contracts.errors import Refused
from cockpit.contracts.receipt import Status
from tests.unit.ingest.files import KEY, codes, dashed, number_of, read, read_one, write_csv, write_xlsx

CHILD = number_of(3, 4, 2014, 4321)
DUBU = ["Dato", "CPR-nr.", "Sagsnummer", "Oprettet dato", "Ydelse startdato", "Ydelse slutdato", "Antal", "Takst",
        "Status", "Ydelsestype", "Tilbudstype", "Lovhjemmel", "Leverandør", "Frekvens", "Afdeling"]  # fmt: skip


def dubu_row(**cells: object) -> list[object]:
    usual = {"Dato": dt.date(2026, 4, 8), "CPR-nr.": dashed(CHILD), "Sagsnummer": "S1", "Antal": 1, "Takst": 2345.5,
             "Ydelse startdato": dt.date(2026, 2, 1), "Status": "Aktiv", "Ydelsestype": "Familiebehandling",
             "Lovhjemmel": "BL § 32, stk. 1, nr. 5", "Leverandør": "Familiehuset", "Frekvens": "Månedlig",
             "Afdeling": "Team A"}  # fmt: skip
    return [{**usual, **cells}.get(name) for name in DUBU]


def test_every_dataset_has_a_standard_template_and_every_profile_survives_yaml() -> None:
    profiles = ingest.shipped_profiles()
    assert {profile.dataset for profile in profiles if profile.standard} == set(datasets())
    assert {"dubu_services", "sensum_services", "opus_ledger"} <= {profile.name for profile in profiles}
    for profile in profiles:
        assert ingest.Profile.from_yaml(profile.to_yaml()) == profile


def test_dubu(tmp_path: Path) -> None:
    rows = [DUBU, dubu_row(), dubu_row(Frekvens="Dag", Status="Ophørt", **{"CPR-nr.": None, "Sagsnummer": "S2"})]
    reading, citizens = read(write_xlsx(tmp_path / "dubu_2026-03.xlsx", {"Ydelser": rows}))
    assert (reading.receipt.profile, reading.receipt.source) == ("dubu_services", "dubu_services")
    assert (reading.receipt.effective_date, reading.receipt.extraction_date) == (
        dt.date(2026, 3, 31),
        dt.date(2026, 4, 8),
    )
    frame = reading.frame
    assert frame.get_column("price_unit").to_list() == ["måned", "døgn"]
    assert frame.get_column("status").to_list() == ["aktiv", "afsluttet"]
    assert frame.get_column("citizen_kind").to_list() == ["cpr", "case"]
    assert frame.get_column("paragraph").unique().to_list() == ["BL § 32, stk. 1, nr. 5"]
    assert citizens.frame.get_column("born_on").to_list() == [dt.date(2014, 4, 3)]


def test_a_made_id_is_the_same_in_the_next_export_and_price_lines_differ(tmp_path: Path) -> None:
    march = [DUBU, dubu_row(), dubu_row(Takst=100, Frekvens="Time")]
    april = [DUBU, dubu_row(Takst=100, Frekvens="Time"), dubu_row(**{"Ydelse slutdato": dt.date(2026, 6, 1)})]
    one = read_one(write_xlsx(tmp_path / "dubu_2026-03.xlsx", {"Ydelser": march})).frame
    two = read_one(write_xlsx(tmp_path / "dubu_2026-04.xlsx", {"Ydelser": april})).frame
    by_price = [dict(frame.select("unit_price", "grant_id").rows()) for frame in (one, two)]
    assert by_price[0] == by_price[1]
    assert len(set(by_price[0].values())) == 2


def test_a_made_id_is_the_same_when_the_paragraph_is_told_later(tmp_path: Path) -> None:
    rows = [DUBU, dubu_row(Lovhjemmel="Kode 12"), dubu_row(Lovhjemmel="Kode 13")]
    path = write_xlsx(tmp_path / "dubu_2026-03.xlsx", {"Ydelser": rows})
    before = read_one(path).frame
    dubu = next(profile for profile in ingest.shipped_profiles() if profile.name == "dubu_services")
    told = dubu.model_copy(update={"codes": {**dubu.codes, "paragraph": {"Kode 12": "BL § 46", "Kode 13": "BL § 32"}}})
    after = ingest.read(path, path.name, key=KEY, profiles=(told,))[0].frame
    assert before.get_column("paragraph").to_list() == ["-", "-"]
    assert after.get_column("paragraph").to_list() == ["BL § 46", "BL § 32"]
    assert after.get_column("grant_id").to_list() == before.get_column("grant_id").to_list()
    assert before.get_column("grant_id").n_unique() == 2


def test_sensum_takes_the_paragraph_out_of_brackets(tmp_path: Path) -> None:
    heading = ("CPR;IndsatsStartDato;IndsatsSlutDato;OprettetDato;IndsatsStatus;Indsats;OpholdsKommune;SagNavn;Status;"
               "PrimærAnsvarlig;Facet;LeverandørIndsats;LeverandørNavn")  # fmt: skip
    rows = [
        f"{dashed(CHILD)};01-01-2024;;02-01-2024;Igangværende;Botilbud;Egen;V1;Lukket;AB;Ophold (SEL § 108);Bo;Bo",
        f"{dashed(CHILD)};01-01-2024;;02-01-2024;Igangværende;Støtte (SEL § 85);Egen;V1;Åben;AB;;Støtte;Bo",
    ]
    frame = read_one(write_csv(tmp_path / "sensum_2026-03.csv", [heading, *rows], "cp1252")).frame
    assert frame.select("paragraph", "service", "status", "provider").rows() == [
        ("SEL § 108", "Botilbud", "aktiv", "Bo"),
        ("SEL § 85", "Støtte (SEL § 85)", "aktiv", "Bo"),
    ]


def test_day_is_ambiguous_where_no_profile_has_fixed_it(tmp_path: Path) -> None:
    heading = "CPR-nr.;Paragraf;Ydelse;Startdato;Takst;Takstenhed"
    path = write_csv(tmp_path / "g_2026-03.csv", [heading, f"{CHILD};SEL § 104;Dagtilbud;01-01-2026;500;Dag"])
    reading = read_one(path)
    assert codes(reading.receipt) == ["ambiguous_day"]
    assert reading.frame.get_column("price_unit").to_list() == [None]
    fixed = [
        profile.model_copy(update={"codes": {"price_unit": {"Dag": "åbningsdag"}}})
        for profile in ingest.shipped_profiles()
    ]
    again = ingest.read(path, path.name, key=KEY, profiles=fixed)[0]
    assert again.frame.get_column("price_unit").to_list() == ["åbningsdag"]
    assert codes(again.receipt) == []


def test_headings_compare_without_case_spaces_and_full_stops(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "p_2026-03.csv", ["BILAGS NR;konto;Bogførings-dato;beløb", "1;5.38;31-03-2026;10"])
    assert read_one(path).receipt.status is Status.READY


def test_an_unknown_layout_names_the_nearest_profile_and_what_is_missing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "p_2026-03.csv", ["Konto;Bogføringsdato;Beløb;Farve", "5.38;31-03-2026;10;rød"])
    receipt = read_one(path).receipt
    assert (receipt.status, receipt.nearest_profile) == (Status.UNMAPPED, "standard_postings")
    assert receipt.missing_fields == ("Bilagsnr.",)
    assert "Farve" in receipt.reason
    assert "Bilagsnr." in receipt.reason


def test_a_ledger_without_vouchers_is_never_taken_for_a_chart_of_accounts(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "p_2026-03.csv", ["Konto;Kontonavn;Bogføringsdato;Beløb;Tekst", "5.38;x;31-03-2026;10;y"]
    )
    assert read_one(path).receipt.status is Status.UNMAPPED


def test_a_person_may_name_the_profile_or_the_dataset(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "k.csv", ["Konto;Kontonavn", "5.38;Botilbud"])
    assert read_one(path, profile="standard_accounts").receipt.dataset == "accounts"
    assert read_one(path, dataset="accounts").receipt.dataset == "accounts"
    assert "findes ikke" in read_one(path, profile="nix").receipt.reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: a\ntitle: b\ndataset: nix", "nix"),
        ("name: a\ntitle: b\ndataset: grants\ncolumns: {farve: [Farve]}", "farve"),
        ("name: [", "Profilen kan ikke læses"),
        ("name: a\ntitle: b\ndataset: grants\nextract: {paragraph: {headings: [x], pattern: '('}}", "kan ikke læses"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        ingest.Profile.from_yaml(text)


def test_dubu_cases(tmp_path: Path) -> None:
    heading = ("Dato;Startdato;Slutdato;Ydelsesbeløb;Antal;Sagstype;Sagsnummer;Type;Ydelsestype;Tilbud;Status;"
               "Afdeling;Afgørelsesparagraf;Foranstaltningsparagraf;Leverandør;Enheds angivelse;"
               "Beregningsfrekvens;CPR-nr.")  # fmt: skip
    row = ("31-03-2026;01-01-2026;;1.000,50;1;Børnesag;S1;Indsats;Kontaktperson;Hus;Iværksat;Team A;BL § 32;"
           "BL § 32, stk. 1, nr. 3;Huset;stk;Månedlig;")  # fmt: skip
    reading = read_one(write_csv(tmp_path / "sager.csv", [heading, row]))
    assert (reading.receipt.profile, reading.receipt.effective_date) == ("dubu_cases", dt.date(2026, 3, 31))
    assert reading.frame.select("paragraph", "price_unit", "status", "citizen_kind", "service").row(0) == (
        "BL § 32, stk. 1, nr. 3",
        "måned",
        "aktiv",
        "case",
        "Kontaktperson",
    )
