"""CSV as text, in bounded pieces: encoding, separator, ragged lines and broken quotes. Runs in the sandbox only."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import polars as pl

from cockpit.contracts.errors import Refused
from cockpit.reader.ahead import ahead
from cockpit.reader.encoding import encoding_of, utf8_blocks
from cockpit.reader.rawsheet import Noticed, RawSheet, column_names, too_long

PIECE = 8 * 1024 * 1024
"""Larger pieces take memory that is fetched from the system, and given back, for each of them."""
LONGEST_LINE = 64 * 1024 * 1024
SAMPLE = 64 * 1024
SAMPLE_LINES = 50
SEPARATORS = ";\t|,"
OVERFLOW = "overflow"


def text_sheets(path: Path, extension: str) -> Iterator[RawSheet]:
    """The file as one sheet."""
    del extension  # the separator is read from the content, whatever the file is called
    encoding = encoding_of(path)
    text = _sample(path, encoding)
    lines = _whole_lines(text)
    separator = detect_separator(lines)
    width = max((len(row) for row in _rows(lines, separator)), default=0)
    if width == 0:
        raise Refused("Filen har ingen rækker. Lav udtrækket igen.")
    names = column_names(width)
    sheet = RawSheet(name="", parts=())
    blocks = utf8_blocks(path, encoding, PIECE)
    if "\r" in text and "\n" not in text:
        blocks = (block.replace(b"\r", b"\n") for block in blocks)
    sheet.parts = _parts(blocks, separator, names, sheet.noticed)
    yield sheet


def _sample(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        return stream.read(SAMPLE)


def _whole_lines(text: str) -> list[str]:
    lines = text.splitlines()
    return (lines[:-1] if len(text) == SAMPLE and len(lines) > 1 else lines)[:SAMPLE_LINES]


def detect_separator(lines: list[str]) -> str:
    """The separator that splits most lines into the same number of columns."""

    def agreement(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _rows(lines, separator) if len(row) > 1)
        width, count = max(widths.items(), key=lambda item: item[0] * item[1], default=(0, 0))
        return (width * count, -SEPARATORS.index(separator))

    return max(SEPARATORS, key=agreement)


def _rows(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return [line.split(separator) for line in lines]


def _parts(blocks: Iterable[bytes], separator: str, names: list[str], noticed: Noticed) -> Iterator[pl.DataFrame]:
    header = separator.join([*names, OVERFLOW]).encode() + b"\n"
    for piece in ahead(_pieces(blocks, header)):
        frame = _parsed(piece, separator, noticed)
        noticed.ragged_lines += frame.get_column(OVERFLOW).count()
        yield frame.drop(OVERFLOW)


def _pieces(blocks: Iterable[bytes], header: bytes) -> Iterator[bytes]:
    """Utf-8 pieces that end at a line end outside quotes, each under the header; a quote that stays open for a whole
    block is no quote."""
    rest = b""
    for block in blocks:
        buffer = rest + block if rest else block
        cut = _last_line_end(buffer) or (len(rest) and buffer.rfind(b"\n") + 1)
        rest = buffer[cut:]
        if len(rest) > LONGEST_LINE:
            raise too_long(len(rest))
        if cut:
            yield b"".join((header, memoryview(buffer)[:cut]))
    if rest:
        yield header + rest


def _last_line_end(buffer: bytes) -> int:
    """Where the last line ends that no quote is open after. Lines without quotes change nothing and are leapt over."""
    cut = buffer.rfind(b"\n") + 1
    quotes = buffer.count(b'"', 0, cut) if b'"' in buffer else 0  # looking for one is many times faster than counting
    while cut and quotes % 2:
        earlier = buffer.rfind(b"\n", 0, buffer.rfind(b'"', 0, cut)) + 1
        quotes -= buffer.count(b'"', earlier, cut)
        cut = earlier
    return cut


def _parsed(piece: bytes, separator: str, noticed: Noticed) -> pl.DataFrame:
    with suppress(pl.exceptions.PolarsError):
        frame = _read(piece, separator, quote='"')
        if b'"' not in piece or not _swallows_lines(frame, separator):
            return frame
    noticed.broken_quotes = 1
    return _forgiving(piece, separator)


def _read(piece: bytes, separator: str, quote: str | None) -> pl.DataFrame:
    return pl.read_csv(
        piece,
        separator=separator,
        quote_char=quote,
        infer_schema=False,
        truncate_ragged_lines=True,
        raise_if_empty=False,
    )


def _swallows_lines(frame: pl.DataFrame, separator: str) -> bool:
    """Whether a cell holds what looks like a whole row: a quote left open, and another far below that closes it."""
    fewest = max(frame.width - 2, 1)
    rows = rf"\n(?:[^\n]*{re.escape(separator)}){{{fewest}}}"
    return any(column.str.contains("\n", literal=True).any() and column.str.contains(rows).any() for column in frame)


def _forgiving(piece: bytes, separator: str) -> pl.DataFrame:
    """Every line a row, quotes taken as ordinary characters unless they enclose a cell."""
    frame = _read(piece, separator, quote=None)
    if b'"' not in piece:
        return frame
    return frame.select(_unquoted(pl.col(name)) for name in frame.columns)


def _unquoted(cell: pl.Expr) -> pl.Expr:
    enclosed = (cell.str.len_bytes() > 1) & cell.str.starts_with('"') & cell.str.ends_with('"')
    inside = cell.str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)
    return pl.when(enclosed).then(inside.replace("", None)).otherwise(cell)
