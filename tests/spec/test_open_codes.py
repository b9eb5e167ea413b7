"""What a file leaves open: the codes with their rows and kroner, and how a person answers them without a browser."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import command
from tests.unit.ingest.files import dashed, number_of, write_csv

HEADINGS = "Bevillings-id;CPR-nr.;Paragraf;Ydelse;Startdato;Slutdato;Takst;Takstenhed;Egenbetaling"
GRANTS = [
    "A;{0};§ 32;Støtte;01-01-2026;;1000,00;døgn;1000,00",
    "B;{1};§ 32;Støtte;01-07-2026;30-09-2026;50,50;døgn;",
    "C;{2};SEL § 107;Ophold;01-01-2026;;2000,00;dag;",
    "D;{3};Ophold §;Ophold;01-01-2020;31-12-2024;900,00;døgn;",
]
"""§ 32 is of both acts: A costs 365 x 1,000 - 12 x 1,000 and B 92 x 50.50 in 2026; C has no known unit; D had ended."""


@pytest.fixture
def grants(tmp_path: Path) -> Path:
    people = [dashed(number_of(2, 3, 1960 + place, 1000 + place)) for place in range(4)]
    return write_csv(tmp_path / "bevillinger_2026-03.csv", [HEADINGS, *(line.format(*people) for line in GRANTS)])


def open_findings(home: Path, *words: str) -> dict[tuple[str, str], Any]:
    done = command(home, "check", *words, "--json")
    receipts = json.loads(done.out)
    found = [finding for receipt in receipts for finding in receipt["findings"]]
    return {(finding["code"], finding["value"]): finding for finding in found}


def test_an_open_code_of_a_grant_says_what_the_grants_cost_in_the_year(tmp_path: Path, grants: Path) -> None:
    found = open_findings(tmp_path / "home", str(grants))
    unknown = found["unknown_paragraph", "§ 32"]
    assert unknown["count"] == 2
    assert Decimal(unknown["amount_kr"]) == Decimal("357646.00")
    assert Decimal(found["unknown_paragraph", "Ophold §"]["amount_kr"]) == Decimal("0.00")
    assert found["ambiguous_day", "dag"]["amount_kr"] is None


def test_the_price_list_of_the_same_batch_counts(tmp_path: Path, grants: Path) -> None:
    lines = ["Leverandør;Ydelse;Takst;Takstenhed;Gælder fra", "Skoven;Støtte;100,00;døgn;01-01-2026"]
    prices = write_csv(tmp_path / "takster_2026-03.csv", lines)
    text = grants.read_text(encoding="utf-8").splitlines()
    unpriced = [
        text[0] + ";Leverandør",
        *(line.replace(";1000,00;døgn;1000,00", ";;;") + ";Skoven" for line in text[1:2]),
    ]
    write_csv(grants, unpriced)
    assert open_findings(tmp_path / "home", str(grants))["unknown_paragraph", "§ 32"]["amount_kr"] is None
    found = open_findings(tmp_path / "home", str(grants), str(prices))
    assert Decimal(found["unknown_paragraph", "§ 32"]["amount_kr"]) == 365 * 100


def test_the_command_line_gives_the_file_to_fill_in_and_reads_it(tmp_path: Path, grants: Path) -> None:
    home, said = tmp_path / "home", command(tmp_path / "home", "check", str(grants)).out
    assert "giv koden under Data → Indlæsning eller med --codes" in said
    form = said[said.index("price_unit:  # døgn, åbningsdag") :]
    assert '  "§ 32":  # 2 rækker, 357.646,00 kr.' in form.splitlines()
    codes = tmp_path / "koder.yaml"
    codes.write_text(form.replace('"§ 32":', '"§ 32": "BL § 32, stk. 1, nr. 3"'), encoding="utf-8")
    left = open_findings(home, str(grants), "--codes", str(codes))
    assert ("unknown_paragraph", "§ 32") not in left
    assert ("ambiguous_day", "dag") in left, "what was not filled in is asked again"


def test_codes_given_beside_an_import_are_kept_and_used_by_themselves(tmp_path: Path, grants: Path) -> None:
    """Kept when the import takes effect and not before; the same file is then known, and April's asks no more of it."""
    home, codes = tmp_path / "home", tmp_path / "koder.yaml"
    codes.write_text('paragraph:\n  "§ 32": "BL § 32, stk. 1, nr. 3"\n', encoding="utf-8")
    command(home, "import", str(grants), "--codes", str(codes))
    assert json.loads(command(home, "codes", "--json").out) == []
    done = command(home, "import", str(grants), "--codes", str(codes), "--accept", "--confirm")
    assert "1 kode huskes til næste gang" in done.err
    (kept,) = json.loads(command(home, "codes", "--json").out)
    assert "§ 32" in kept.values()
    again = command(home, "import", str(grants), "--codes", str(codes), "--accept", "--confirm")
    assert "huskes" not in again.err
    assert command(home, "import", str(grants), "--accept").err.endswith("Indlæst: 0. Allerede indlæst: 2.\n")
    april = grants.rename(grants.with_name("bevillinger_2026-04.csv"))
    april.write_text(april.read_text(encoding="utf-8") + "\r\n", encoding="utf-8")
    assert ("unknown_paragraph", "§ 32") not in open_findings(home, str(april))


@pytest.mark.parametrize(
    ("text", "reason"),
    [('paragraf:\n  "§ 32": "SEL § 85"\n', "feltet paragraf"), ("price_unit:\n  dag: dagligt\n", "er ikke en kode")],
)
def test_codes_that_mean_nothing_are_refused_before_the_import(
    tmp_path: Path, grants: Path, text: str, reason: str
) -> None:
    home, codes = tmp_path / "home", tmp_path / "koder.yaml"
    codes.write_text(text, encoding="utf-8")
    done = command(home, "import", str(grants), "--codes", str(codes), "--accept", "--confirm")
    assert done.code == 1
    assert reason in done.err
    assert json.loads(command(home, "imports", "--json").out) == []
