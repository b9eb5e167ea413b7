"""What must not matter: the order of the rows, title rows above them, the encoding. What must always hold: every row
of a file is accepted, set aside, a total or blank."""

import random
import tempfile
from decimal import Decimal
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit import ingest
from cockpit.contracts.imports import Reading

KEY = b"a key for tests only, 32 bytes.."
HEADING = "Bilagsnr.;Konto;Bogføringsdato;Periode;Beløb;Tekst"
DAYS = ("31-03-2026", "01.02.2026", "2026-01-15", "32-01-2026", "")
AMOUNTS = ("1.234,56", "10-", "0,01", "abc", "")
TEXTS = ("Køb af ophold", "Støtte på Ærø", "#", "")
ACCOUNTS = ("5.38.51", "5.38.52", "")
ROWS = st.lists(st.tuples(*map(st.sampled_from, (ACCOUNTS, DAYS, AMOUNTS, TEXTS))), min_size=1, max_size=12)
TITLES = st.lists(st.sampled_from(("Egen Kommune", "Periode: 000.2026 - 003.2026", "", "Udvalg: Social")), max_size=4)


def read(lines: list[str], encoding: str = "utf-8") -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posteringer_2026-03.csv"
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return ingest.read(path, path.name, key=KEY, profiles=ingest.shipped_profiles())[0]


def as_lines(rows: list[tuple[str, str, str, str]]) -> list[str]:
    return [f"{number};{account};{day};;{amount};{text}" for number, (account, day, amount, text) in enumerate(rows)]


def multiset(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return sorted(frame.cast(pl.String).fill_null("").rows())


@settings(max_examples=6, deadline=None)
@given(ROWS, TITLES, st.sampled_from(["cp1252", "utf-8-sig", "utf-16"]), st.integers(0, 99))
def test_order_titles_and_encoding_give_the_same_rows(
    rows: list[tuple[str, str, str, str]], titles: list[str], encoding: str, seed: int
) -> None:
    lines = as_lines(rows)
    shuffled = random.Random(seed).sample(lines, len(lines))
    plain, other = read([HEADING, *lines]), read([*titles, HEADING, *shuffled], encoding)
    assert multiset(plain.frame) == multiset(other.frame)
    assert plain.receipt.amount_kr == other.receipt.amount_kr
    assert plain.receipt.rows_set_aside == other.receipt.rows_set_aside


@settings(max_examples=12, deadline=None)
@given(ROWS)
def test_every_row_is_accounted_for(rows: list[tuple[str, str, str, str]]) -> None:
    reading = read([HEADING, *as_lines(rows)])
    receipt = reading.receipt
    parts = (receipt.rows_accepted, receipt.rows_set_aside, receipt.rows_total, receipt.rows_blank)
    assert receipt.rows_in_file == len(rows) == sum(parts)
    assert receipt.rows_accepted == reading.frame.height
    assert receipt.rows_set_aside == reading.set_aside.height
    assert receipt.amount_kr == sum((line.amount_kr for line in receipt.sums), Decimal(0))
