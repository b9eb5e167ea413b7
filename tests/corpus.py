"""`python -m tests.corpus DIR`: what becomes of every file in a folder of strangers' files.

Each file goes through the door as an upload would, in a process that this script watches. Counted: outcomes, with the
reasons of refusals. Reported one by one, and exit code 1: a crash, a hang, too much memory, a reason that is not
Danish, a receipt whose rows do not add up, and rows that an independent count finds and the reader does not.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cockpit.contracts.receipt import Receipt
    from cockpit.ingest.gate import Gated
    from cockpit.ingest.sandbox import TextSheet

MAX_SECONDS = 60.0
MAX_MIB = 2048
ENGLISH = re.compile(
    r"\b(the|is|are|not|error|invalid|failed|cannot|could|unable|unexpected|while|with|of)\b", re.IGNORECASE
)
SPACES = " \t\r\n\u00a0\u202f\ufeff"


@dataclass
class Outcome:
    """What became of one file. `read`, `counted`: rows with content per sheet, by the product and independently."""

    file: str
    outcome: str
    reasons: list[str] = field(default_factory=list)
    seconds: float = 0.0
    mib: float = 0.0
    """The worker's peak, where this file raised it."""
    read: list[int] | None = None
    counted: list[int] | None = None
    unequal: list[str] = field(default_factory=list)

    def faults(self) -> Iterator[str]:
        """What must not be."""
        if self.outcome in ("crash", "hang"):
            yield self.outcome
        if self.seconds > MAX_SECONDS:
            yield f"{self.seconds:.0f} s"
        if self.mib > MAX_MIB:
            yield f"{self.mib:.0f} MiB"
        yield from (f"not Danish: {reason}" for reason in self.reasons if ENGLISH.search(_own_words(reason)))
        yield from self.unequal
        if self.read is not None and self.counted is not None and self.read != self.counted:
            yield f"rows read {self.read[:8]}, counted {self.counted[:8]}"


def _own_words(reason: str) -> str:
    """The reason without what it repeats of the file: headings and names stand in brackets or after a colon."""
    return re.sub(r"\(.*\)|«[^»]*»|Arket .*? (?=kan|har|med)|mangler: [^.]*", "", reason)


def examine(path: Path, *, sandbox: bool) -> Outcome:
    """One file through the door. Runs in a process of its own."""
    from cockpit import ingest  # noqa: PLC0415  heavy, and wanted in the worker only
    from cockpit.ingest import reading as door  # noqa: PLC0415
    from cockpit.ingest.sandbox import read_text  # noqa: PLC0415

    sheets: list[TextSheet] = []

    def watched(path: Path, gated: Gated) -> tuple[TextSheet, ...]:
        sheets.extend(read_text(path, gated) if sandbox else _read_here(path, gated))
        return tuple(sheets)

    who = resource.RUSAGE_CHILDREN if sandbox else resource.RUSAGE_SELF
    before = resource.getrusage(who).ru_maxrss / 1024
    door.read_text = watched  # type: ignore[assignment]
    started = time.monotonic()
    readings = ingest.read(path, path.name, key=bytes(32), profiles=ingest.shipped_profiles())
    seconds = time.monotonic() - started
    was_read = any(one.receipt.status.value != "refused" for one in readings)
    return Outcome(
        file=str(path),
        outcome="+".join(sorted({reading.receipt.status.value for reading in readings})),
        reasons=[one.receipt.reason for one in readings if one.receipt.status.value != "ready"],
        seconds=seconds,
        mib=peak if (peak := resource.getrusage(who).ru_maxrss / 1024) > before else 0.0,
        read=sorted(filter(None, (_with_content(sheet.frame) for sheet in sheets))) if was_read else None,
        counted=_counted(path, sheets) if was_read else None,
        unequal=[text for one in readings if (text := _unequal(one.receipt))],
    )


def _read_here(path: Path, gated: Gated) -> Iterator[TextSheet]:
    """As the sandboxed reader does, in this process: a start of Python a file less."""
    import polars as pl  # noqa: PLC0415

    from cockpit.contracts.errors import Refused  # noqa: PLC0415
    from cockpit.ingest.sandbox import GAVE_UP, TextSheet, checked, second_opinion  # noqa: PLC0415
    from cockpit.reader.csvtext import text_sheets  # noqa: PLC0415
    from cockpit.reader.workbook import workbook_sheets  # noqa: PLC0415

    read = workbook_sheets if gated.kind == "workbook" else text_sheets
    counted = second_opinion(path, gated)
    try:
        for sheet in read(path, gated.extension):
            parts = list(sheet.parts)
            if parts:
                text = TextSheet(sheet.name, pl.concat(parts), sheet.hidden, sheet.first_row, sheet.noticed)
                yield checked(text, path, counted)
    except (Refused, GeneratorExit):
        raise
    except BaseException as error:  # a panic of calamine's is not an Exception; the sandbox's parent sees an exit code
        raise Refused(GAVE_UP) from error


def _unequal(receipt: Receipt) -> str:
    """How a receipt's rows do not add up, or nothing."""
    parts = (receipt.rows_accepted, receipt.rows_set_aside, receipt.rows_total, receipt.rows_blank)
    wrong = receipt.dataset and receipt.rows_in_file != sum(parts)
    return f"{receipt.rows_in_file} rows in file, {parts} accounted for" if wrong else ""


def _with_content(frame: object) -> int:
    import polars as pl  # noqa: PLC0415

    assert isinstance(frame, pl.DataFrame)
    says = pl.any_horizontal(pl.all().str.strip_chars(SPACES).str.len_chars() > 0)
    return int(frame.select(says.fill_null(value=False).sum()).item()) if frame.width else 0


def _counted(path: Path, sheets: list[TextSheet]) -> list[int] | None:
    """None where the other way of counting fails, or where open quotes make it swallow lines that the reader saved."""
    from tests.corpus_count import rows_of  # noqa: PLC0415

    if any(sheet.noticed.broken_quotes for sheet in sheets):
        return None
    try:
        return rows_of(path)
    except Exception:  # what the other counter cannot read, it cannot count
        return None


def _work(pipe: Connection, *, sandbox: bool) -> None:
    with suppress(EOFError):
        while True:
            pipe.send(asdict(examine(Path(pipe.recv()), sandbox=sandbox)))


class Worker:
    """A process that examines files one after the other; a new one where it died or hung."""

    def __init__(self, *, sandbox: bool) -> None:
        self._sandbox = sandbox
        self._start()

    def _start(self) -> None:
        self.pipe, other = mp.Pipe()
        self.process = mp.get_context("spawn").Process(target=_work, args=(other,), kwargs={"sandbox": self._sandbox})
        self.process.start()
        other.close()

    def examine(self, path: Path) -> Outcome:
        """The outcome, `crash` and `hang` included."""
        before = time.monotonic()
        self.pipe.send(str(path))
        try:
            if self.pipe.poll(MAX_SECONDS * 2):
                return Outcome(**self.pipe.recv())
            outcome = "hang"
        except EOFError:
            outcome = "crash"
        self.process.kill()
        self._start()
        return Outcome(str(path), outcome, seconds=time.monotonic() - before)


def run(files: list[Path], workers: int, *, sandbox: bool) -> Iterator[Outcome]:
    """Every file's outcome, in the order in which they are done."""
    free = [Worker(sandbox=sandbox) for _ in range(workers)]

    def one(path: Path) -> Outcome:
        worker = free.pop()
        try:
            return worker.examine(path)
        finally:
            free.append(worker)

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, files)
    for worker in free:
        worker.pipe.close()


def report(outcomes: list[Outcome]) -> int:
    """Print the counts and the faults; the exit code."""
    print(f"\n{len(outcomes)} files")
    for kind, count in Counter((Path(one.file).suffix.lower(), one.outcome) for one in outcomes).most_common():
        print(f"{count:6} {kind[0]:6} {kind[1]}")
    print("\nReasons of refusals")
    reasons = Counter(reason for one in outcomes if "refused" in one.outcome for reason in one.reasons)
    for reason, count in reasons.most_common():
        print(f"{count:6} {reason[:150]}")
    compared = sum(one.read is not None and one.counted is not None for one in outcomes)
    rows = sum(sum(one.read or []) for one in outcomes if one.counted is not None)
    print(f"\nRows held against an independent count: {rows:,} in {compared} files")
    slowest, largest = max(one.seconds for one in outcomes), max(one.mib for one in outcomes)
    print(f"Slowest: {slowest:.1f} s; largest reader: {largest:.0f} MiB")
    faults = [(one.file, fault) for one in outcomes for fault in one.faults()]
    print(f"Faults: {len(faults)}")
    for file, fault in faults:
        print(f"  {file}: {fault}")
    return 1 if faults else 0


def main() -> int:
    """Run a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sandbox", action="store_true", help="a limited process a file, as in the product: slower")
    parser.add_argument("--json", type=Path, help="write every outcome, one a line")
    asked = parser.parse_args()
    files = sorted(path for path in asked.folder.rglob("*") if path.is_file())
    outcomes = []
    for number, one in enumerate(run(files, asked.workers, sandbox=asked.sandbox), start=1):
        outcomes.append(one)
        if sys.stderr.isatty() or number % 100 == 0:
            print(f"{number} of {len(files)}", file=sys.stderr, flush=True)
    if asked.json:
        asked.json.write_text("\n".join(json.dumps(asdict(one), ensure_ascii=False) for one in outcomes))
    return report(outcomes)


if __name__ == "__main__":
    sys.exit(main())
