"""CPR numbers of which an export has hidden the last four characters."""

from pathlib import Path

from cockpit.contracts.finding import Severity
from tests.unit.ingest.files import GRANTS, codes, number_of, read_one, write_csv


def line(grant: str, citizen: str) -> str:
    return f"{grant};{citizen};SEL § 107;Botilbud;Solgården;01-01-2026;;2.000,00;døgn"


def test_citizens_who_are_hidden_become_one_and_that_must_be_confirmed(tmp_path: Path) -> None:
    """Two of three are hidden and born on the same day: they are told, without the day, and count as one."""
    born = number_of(1, 2, 1990, 0)[:6]
    lines = [GRANTS, line("b1", f"{born}-XXXX"), line("b2", f"{born}-XXXX"), line("b3", number_of(3, 4, 1991, 1010))]
    reading = read_one(write_csv(tmp_path / "indsatser.csv", lines))
    (found,) = [one for one in reading.receipt.findings if one.code == "hidden_cpr"]
    assert (found.severity, found.count) == (Severity.CONFIRM, 2)
    assert born not in found.message
    assert "én borger" in found.message


def test_stars_are_hidden_too_and_a_whole_number_is_not(tmp_path: Path) -> None:
    born = number_of(1, 2, 1990, 0)[:6]
    told = [
        codes(read_one(write_csv(tmp_path / f"i{last}.csv", [GRANTS, line("b1", f"{born}-{last}")])).receipt)
        for last in ("1010", "TAB1")
    ]
    assert all("hidden_cpr" not in each for each in told)
    starred = read_one(write_csv(tmp_path / "stjerner.csv", [GRANTS, line("b1", f"{born}-****")]))
    assert "hidden_cpr" in codes(starred.receipt)
