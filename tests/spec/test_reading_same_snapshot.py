"""Den samme liste giver det samme datagrundlag, til sidste øre, uanset hvordan den er skrevet.

Rækkernes og kolonnernes orden, titelrækker over tabellen, tegnsæt, filformat, og hvordan tal og datoer er skrevet, må
ikke flytte datagrundlagets fingeraftryk. Ændres et beløb med én øre, skal det flytte sig.
"""

import datetime as dt
import random
import shutil
import tempfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cockpit import ingest
from cockpit.contracts.dataset import dataset
from cockpit.store.snapshot import Group, Snapshots
from cockpit.store.versions import Part
from tests.unit.ingest.files import KEY, as_strict, write_ods, write_xlsx

HEADINGS = ("Bilagsnr.", "Konto", "Bogføringsdato", "Periode", "Beløb", "Tekst")
Row = tuple[str, str, dt.date, str, Decimal, str]
ROWS: tuple[Row, ...] = (
    ("1", "5.38.52", dt.date(2026, 1, 31), "2026-01", Decimal("1234567.89"), "Køb af ophold på Ærø"),
    ("2", "5.38.52", dt.date(2026, 2, 13), "2026-02", Decimal("-1234.56"), "Kreditnota"),
    ("3", "5.38.53", dt.date(2026, 3, 1), "2026-03", Decimal("0.05"), "Øreafrunding"),
    ("4", "5.38.53", dt.date(2026, 3, 17), "2026-03", Decimal("-200.00"), ""),
    ("4", "5.38.53", dt.date(2026, 3, 17), "2026-03", Decimal("-200.00"), ""),
)
"""Two lines are alike on purpose: both count."""


def _danish(amount: Decimal, thousands: str = ".") -> str:
    return f"{amount:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", thousands)


AMOUNTS: dict[str, Callable[[Decimal], str]] = {
    "1.234,56": _danish,
    "1234,56": lambda amount: _danish(amount, ""),
    "1 234,56": lambda amount: _danish(amount, " "),
    "1\u00a0234,56": lambda amount: _danish(amount, "\u00a0"),
    "1234.56": lambda amount: f"{amount:.2f}",
    "minus behind": lambda amount: f"{_danish(abs(amount))}{'-' if amount < 0 else ''}",
    "real minus": lambda amount: _danish(amount).replace("-", "\N{MINUS SIGN}"),
    "in parentheses": lambda amount: f"({_danish(-amount)})" if amount < 0 else _danish(amount),
    "with kr.": lambda amount: f"{_danish(amount)} kr.",
}
DAYS = {
    name: (lambda day, pattern=pattern: f"{day:{pattern}}")
    for name, pattern in {
        "31-01-2026": "%d-%m-%Y",
        "31.01.2026": "%d.%m.%Y",
        "31/01/26": "%d/%m/%y",
        "2026-01-31": "%Y-%m-%d",
        "20260131": "%Y%m%d",
        "with a clock": "%d-%m-%Y 00:00:00",
        "31-Jan-2026": "%d-%b-%Y",
    }.items()
}
OLD_WORKBOOK = Path(__file__).parent / "posteringer_2026-03.xls"
TITLES = ("Egen Kommune", "Posteringer pr. 31-03-2026", "", "Udvalg: Social")
TEXT = ("windows-1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


def _workbook(path: Path, lines: list[list[object]]) -> None:
    write_xlsx(path, {"Posteringer": lines})  # type: ignore[dict-item]


def _strict(path: Path, lines: list[list[object]]) -> None:
    _workbook(path, lines)
    as_strict(path)


def _ods(path: Path, lines: list[list[object]]) -> None:
    write_ods(path, lines)  # type: ignore[arg-type]


def _text(separator: str, encoding: str) -> Callable[[Path, list[list[object]]], None]:
    def write(path: Path, lines: list[list[object]]) -> None:
        text = "\r\n".join(separator.join("" if cell is None else str(cell) for cell in line) for line in lines)
        path.write_bytes(text.encode(encoding))

    return write


FORMATS: dict[str, tuple[str, Callable[[Path, list[list[object]]], None]]] = {
    **{f"csv, {encoding}": ("csv", _text(";", encoding)) for encoding in TEXT},
    "tab": ("txt", _text("\t", "utf-8")),
    "xlsx": ("xlsx", _workbook),
    "xlsx, Strict Open XML": ("xlsx", _strict),
    "ods": ("ods", _ods),
}


def content_hash(rows: tuple[Row, ...], suffix: str, write: Callable[[Path], None]) -> str:
    """The fingerprint of a snapshot that holds this file alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"posteringer_2026-03.{suffix}"
        write(path)
        (reading,) = ingest.read(path, path.name, key=KEY, profiles=ingest.shipped_profiles())
        assert reading.receipt.rows_accepted == len(rows), reading.receipt
        assert reading.receipt.amount_kr == sum(row[4] for row in rows)
        day = reading.receipt.effective_date
        assert day == dt.date(2026, 3, 31)
        parquet = Path(folder) / "rows.parquet"
        reading.frame.write_parquet(parquet)
        part = Part(dataset("postings"), "ledger", 1, day, reading.coverage, parquet)
        group = Group("postings", "ledger", (part,), day, None, (("2026", day),))
        return Snapshots(Path(folder) / "s").build(None, [group], lambda _: None, upon_last=False).content_hash


def _lines(
    rows: tuple[Row, ...], amount: Callable[[Decimal], object], day: Callable[[dt.date], object]
) -> list[list[object]]:
    return [[*row[:2], day(row[2]), row[3], amount(row[4]), row[5] or None] for row in rows]


@cache
def plain() -> str:
    lines = [list(HEADINGS), *_lines(ROWS, AMOUNTS["1.234,56"], DAYS["31-01-2026"])]
    return content_hash(ROWS, "csv", lambda path: _text(";", "utf-8")(path, lines))


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(sorted(AMOUNTS)),
    st.sampled_from(sorted(DAYS)),
    st.sampled_from(sorted(FORMATS)),
    st.lists(st.sampled_from(TITLES), max_size=4),
    st.integers(0, 9999),
)
def test_however_the_list_is_written(amount: str, day: str, form: str, titles: list[str], seed: int) -> None:
    assume((amount, form) != ("real minus", "csv, windows-1252"))  # which has no such sign
    shuffled = random.Random(seed)
    rows = shuffled.sample(_lines(ROWS, AMOUNTS[amount], DAYS[day]), len(ROWS))
    order = shuffled.sample(range(len(HEADINGS)), len(HEADINGS))
    table = [[line[place] for place in order] for line in ([*HEADINGS], *rows)]
    suffix, write = FORMATS[form]
    assert content_hash(ROWS, suffix, lambda path: write(path, [*([title] for title in titles), *table])) == plain()


@pytest.mark.parametrize("form", ["xlsx", "xlsx, Strict Open XML", "ods"])
def test_real_numbers_and_days_in_a_workbook(form: str) -> None:
    lines = [list(HEADINGS), *_lines(ROWS, float, lambda day: day)]
    suffix, write = FORMATS[form]
    assert content_hash(ROWS, suffix, lambda path: write(path, lines)) == plain()


def test_a_workbook_of_the_old_kind() -> None:
    """En fil i det gamle Excel-format (.xls), med ombyttede kolonner, titelrækker og rigtige tal og datoer."""
    assert content_hash(ROWS, "xls", lambda path: shutil.copy(OLD_WORKBOOK, path)) == plain()


def test_one_oere_more_is_another_snapshot() -> None:
    other = ((*ROWS[0][:4], ROWS[0][4] + Decimal("0.01"), ROWS[0][5]), *ROWS[1:])
    lines = [list(HEADINGS), *_lines(other, AMOUNTS["1.234,56"], DAYS["31-01-2026"])]
    assert content_hash(other, "csv", lambda path: _text(";", "utf-8")(path, lines)) != plain()
