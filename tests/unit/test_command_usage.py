"""Wrong usage ends with exit code 2 and says in Danish what is wrong; help has Danish headings."""

import re
from pathlib import Path

import pytest

from tests.command_line import command

ENGLISH = re.compile(
    r"\b(invalid|missing|unexpected|usage|options?|commands?|not one of|no such|try|show)\b", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["forecast", "--by", "måne"], "--by: «måne» er ikke en af"),
        (["forecast", "--month"], "Valget --month findes ikke"),
        (["forecast", "--year", "i fjor"], "«i fjor» er ikke et tal"),
        (["forecast", "marts"], "for mange ord: marts"),
        (["undo", "1"], "Angiv --reason"),
        (["undo"], "Angiv"),
        (["undo", "1", "--reason"], "--reason skal have en værdi"),
        (["restore", "findes-ikke.zip"], "«findes-ikke.zip» findes ikke"),
        (["indlæs"], "Kommandoen «indlæs» findes ikke"),
        (["refund-claim", "expensive", "2026", "9", "1"], "9 ligger ikke i"),
    ],
)
def test_wrong_usage_is_told_in_danish(tmp_path: Path, words: list[str], told: str) -> None:
    answer = command(tmp_path, *words)
    assert answer.code == 2
    assert told in answer.err
    assert not ENGLISH.search(answer.err), answer.err


@pytest.mark.parametrize("words", [["--help"], ["forecast", "--help"], ["settings", "set", "--help"]])
def test_help_has_danish_headings(tmp_path: Path, words: list[str]) -> None:
    answer = command(tmp_path, *words)
    assert answer.code == 0
    assert answer.out.startswith("Brug: ")
    assert "Valg:" in answer.out
    for english in ("Usage:", "Options:", "Commands:", "Show this message", "[required]"):
        assert english not in answer.out
