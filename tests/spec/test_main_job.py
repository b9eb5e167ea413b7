"""The main job as a controller does it on the command line: exports in, a forecast out, and the past stays the past."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from cockpit.contracts.forecast_table import COMPONENTS, LEVELS, ROW_SCHEMA
from tests.command_line import Answer, command, process

FIGURES = [name for name in ROW_SCHEMA if name != "stamp"]


def rows(answer: Answer) -> list[dict[str, object]]:
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    assert isinstance(found, list)
    return found


def money(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def figures(answer: Answer) -> list[dict[str, object]]:
    return [{name: row[name] for name in FIGURES} for row in rows(answer)]


@pytest.fixture(scope="module")
def total(filled_home: Path) -> dict[str, object]:
    return rows(command(filled_home, "forecast", "--json"))[0]


@pytest.mark.parametrize("by", LEVELS)
def test_every_level_is_the_sum_of_its_components_and_of_the_same_total(
    filled_home: Path, total: dict[str, object], by: str
) -> None:
    found = rows(command(filled_home, "forecast", "--by", by, "--json"))
    for row in found:
        assert money(row["forecast"]) == sum(money(row[name]) for name in COMPONENTS)
    for name in ("forecast", *COMPONENTS, "prior_years"):
        assert sum(money(row[name]) for row in found) == money(total[name]), name


def test_a_row_of_the_forecast_has_exactly_the_columns_of_the_contract(filled_home: Path) -> None:
    for row in rows(command(filled_home, "forecast", "--by", "area", "--json")):
        assert list(row) == list(ROW_SCHEMA)


def test_the_close_of_june_is_the_same_whatever_is_imported_later(first_home: Path, filled_home: Path) -> None:
    then = figures(command(first_home, "forecast", "--by", "paragraph", "--json"))
    assert then[0]["as_of"] == "2026-06-30"
    newest = figures(command(filled_home, "forecast", "--by", "paragraph", "--json"))
    assert newest[0]["as_of"] > "2026-06-30"
    again = figures(command(filled_home, "forecast", "--by", "paragraph", "--as-of", "2026-06-30", "--json"))
    assert again == then


def test_the_order_of_importing_does_not_matter(
    deliveries: Path, first_home: Path, filled_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(first_home, tmp_path / "home")
    for folder in sorted(deliveries.iterdir(), reverse=True)[:-1]:
        assert command(home, "import", folder, "--accept", "--confirm").code == 0
    as_ordered = figures(command(filled_home, "forecast", "--by", "paragraph", "--json"))
    assert figures(command(home, "forecast", "--by", "paragraph", "--json")) == as_ordered


def test_the_same_files_twice_change_nothing_and_say_so(deliveries: Path, filled_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(filled_home, home)
    before = rows(command(home, "forecast", "--json"))
    again = command(home, "import", *sorted(deliveries.iterdir())[-2:], "--accept", "--json")
    assert again.code == 0
    assert {receipt["status"] for receipt in json.loads(again.out)} == {"known"}
    assert rows(command(home, "forecast", "--json")) == before


def test_an_undone_import_is_gone_and_can_come_again(deliveries: Path, first_home: Path, tmp_path: Path) -> None:
    second = sorted(deliveries.iterdir())[1]
    home = shutil.copytree(first_home, tmp_path / "home")
    before = figures(command(home, "forecast", "--by", "paragraph", "--json"))
    assert command(home, "import", second, "--accept", "--confirm").code == 0
    after = figures(command(home, "forecast", "--by", "paragraph", "--json"))
    for record in rows(command(home, "imports", "--json")):
        if record["effective_date"] == after[0]["as_of"]:
            assert command(home, "undo", str(record["id"]), "--reason", "forkert fil").code == 0
    assert figures(command(home, "forecast", "--by", "paragraph", "--json")) == before
    assert command(home, "import", second, "--accept", "--confirm").code == 0
    assert figures(command(home, "forecast", "--by", "paragraph", "--json")) == after


def test_one_undone_list_of_a_file_can_come_again(deliveries: Path, first_home: Path, tmp_path: Path) -> None:
    """DUBU's file gives grants and citizens. Undoing the grants alone leaves the citizens, and the same file brings the
    grants back."""
    home = shutil.copytree(first_home, tmp_path / "home")
    before = figures(command(home, "forecast", "--by", "area", "--json"))
    grants = next(
        record
        for record in rows(command(home, "imports", "--json"))
        if (record["dataset"], record["profile"]) == ("grants", "dubu_services")
    )
    assert command(home, "undo", str(grants["id"]), "--reason", "forkert fil").code == 0
    assert figures(command(home, "forecast", "--by", "area", "--json")) != before
    (dubu,) = min(deliveries.iterdir()).glob("DUBU*")
    again = json.loads(command(home, "import", dubu, "--accept", "--confirm", "--json").out)
    assert {receipt["dataset"]: receipt["status"] for receipt in again} == {"grants": "ready", "citizens": "known"}
    assert figures(command(home, "forecast", "--by", "area", "--json")) == before


def test_the_exported_workbook_and_csv_hold_the_values_of_the_screen(filled_home: Path, tmp_path: Path) -> None:
    parquet = tmp_path / "areas.parquet"
    assert command(filled_home, "forecast", "--by", "area", "--output", parquet).code == 0
    found = pl.read_parquet(parquet)
    answer = rows(command(filled_home, "forecast", "--by", "area", "--json"))
    assert [money(value) for value in found["forecast"]] == [money(row["forecast"]) for row in answer]


def test_a_refusal_is_danish_and_ends_with_exit_code_one(tmp_path: Path) -> None:
    answer = process(tmp_path / "home", "forecast", "--json")
    assert answer.code == 1
    assert "Indlæs" in answer.err
    assert "error" in json.loads(answer.out)


def test_wrong_usage_ends_with_exit_code_two(tmp_path: Path) -> None:
    assert process(tmp_path / "home", "forecast", "--by", "måne").code == 2
