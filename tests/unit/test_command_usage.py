"""Wrong usage ends with exit code 2 and says in Danish what is wrong; help has Danish headings."""

import datetime as dt
import io
import os
import re
import sys
from pathlib import Path

import click
import pytest

from cockpit import cli
from cockpit.cli.data import as_date
from tests.command_line import command

ENGLISH = re.compile(
    r"\b(invalid|missing|unexpected|usage|options?|commands?|not one of|one of|no such|try|show)\b", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["forecast", "--by", "måne"], "--by: «måne» er ikke en af"),
        (["forecast", "--month"], "Valget --month findes ikke"),
        (["forecast", "--year", "i fjor"], "«i fjor» er ikke et tal"),
        (["forecast", "--as-of", "31-02-2026"], "'31-02-2026' er ikke en dato; skriv som 2026-03-31 eller 31-03-2026"),
        (["forecast", "marts"], "for mange ord: marts"),
        (["undo", "1"], "Angiv --reason"),
        (["undo"], "Angiv"),
        (["undo", "1", "--reason"], "--reason skal have en værdi"),
        (["restore", "findes-ikke.zip"], "«findes-ikke.zip» findes ikke"),
        (["indlæs"], "Kommandoen «indlæs» findes ikke"),
        (["refund"], "Mente du en af: 'refund-claim', 'refund-limits'"),
        (["refund-claim", "expensive", "2026", "9", "1"], "9 ligger ikke i 1-5"),
        (["refund-limits", "2026", "900.000", "--source", "x"], "Angiv 3 værdier til amounts"),
    ],
)
def test_wrong_usage_is_told_in_danish(tmp_path: Path, words: list[str], told: str) -> None:
    answer = command(tmp_path, *words)
    assert answer.code == 2
    assert told in answer.err
    assert not ENGLISH.search(answer.err), answer.err


@pytest.mark.parametrize("written", ["2026-12-31", "31-12-2026"])
def test_a_date_is_written_as_in_a_file_or_as_on_the_screen(written: str) -> None:
    option = click.Option(["--expires"], callback=as_date)
    context = click.Context(click.Command("renew"))
    assert as_date(context, option, written) == dt.date(2026, 12, 31)


@pytest.mark.parametrize("words", [["--help"], ["forecast", "--help"], ["settings", "set", "--help"]])
def test_help_has_danish_headings(tmp_path: Path, words: list[str]) -> None:
    answer = command(tmp_path, *words)
    assert answer.code == 0
    assert answer.out.startswith("Brug: ")
    assert "Valg:" in answer.out
    for english in ("Usage:", "Options:", "Commands:", "Show this message", "[required]"):
        assert english not in answer.out


class _Gone(io.StringIO):
    """A pipe whose reader has gone, as a file that stands for it."""

    def __init__(self, at: Path) -> None:
        super().__init__()
        self.file = at.open("w")

    def write(self, _text: str) -> int:
        raise BrokenPipeError

    def fileno(self) -> int:
        return self.file.fileno()


def test_an_answer_that_nobody_reads_to_its_end_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`cockpit --version | head -0`: nothing is said of it, neither now nor when Python ends."""
    gone = _Gone(tmp_path / "pipe")
    monkeypatch.setattr(sys, "argv", ["cockpit", "--version"])
    monkeypatch.setattr(sys, "stdout", gone)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 1
    assert capsys.readouterr().err == ""
    os.write(gone.fileno(), b"to nobody")
    assert (tmp_path / "pipe").read_bytes() == b""
