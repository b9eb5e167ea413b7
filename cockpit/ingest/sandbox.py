"""The parent's side of the sandbox: start the reader, watch it, take over what it found, leave nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import polars as pl
import psutil

from cockpit.contracts.danish import number
from cockpit.contracts.errors import Refused
from cockpit.contracts.paths import ROOT
from cockpit.ingest.gate import Gated
from cockpit.ingest.rowcount import Counted, count_rows, exact_rows, valued_rows
from cockpit.ingest.sheetmarks import NO_MARKS, Marks
from cockpit.ingest.zipgate import BROKEN, check_content
from cockpit.reader.limits import RESULT, Limits, Request, Vault
from cockpit.reader.rawsheet import Noticed

POLL_SECONDS = 0.05
KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
GAVE_UP = "Filen kunne ikke læses: læseprogrammet gav op på indholdet. Gem den igen som .xlsx fra Excel og prøv igen."
TOO_MUCH_MEMORY = (
    "Filen kræver mere hukommelse end tilladt at læse. Står der noget langt nede eller langt til højre i et ark, så "
    "slet de rækker og kolonner; ellers del udtrækket op i flere filer, eller gem det som CSV."
)
OUT_OF_MEMORY = -signal.SIGABRT
"""How a reader ends that asks the system for more than it may have."""
TOO_LONG = "Filen tog for lang tid at læse og blev afbrudt. Del udtrækket op i flere filer, eller gem det som CSV."


@dataclass(frozen=True, slots=True)
class TextSheet:
    """A sheet as text columns `c0, c1, …`; row `i` of the frame is spreadsheet row `first_row + i`."""

    name: str
    frame: pl.DataFrame
    hidden: bool
    first_row: int
    noticed: Noticed = field(default_factory=Noticed)
    marks: Marks = NO_MARKS


def read_text(path: Path, gated: Gated, limits: Limits | None = None) -> tuple[TextSheet, ...]:
    """Read a gated file in a limited subprocess; raises `Refused` in Danish for whatever goes wrong in there."""
    bounds = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="cockpit-") as folder:
        key = os.urandom(32)
        vault = Vault(Path(folder), key)
        request = Request(
            path=str(path.resolve()),
            kind=gated.kind.value,
            extension=gated.extension,
            folder=folder,
            key=key.hex(),
            memory=bounds.memory,
            cpu_seconds=bounds.cpu_seconds,
        )
        with ThreadPoolExecutor(1) as second:
            counted = second.submit(second_opinion, path, gated)
            _run(request, bounds, counted)
            looked = counted.result()
            return tuple(checked(sheet, path, looked) for sheet in _taken_over(vault))


def second_opinion(path: Path, gated: Gated) -> dict[str, Counted] | None:
    """Rows as the XML has them; None where there is no such XML, or none that can be followed. `Refused` for content
    that the gate has left to this look."""
    if not gated.unpacked:
        check_content(path)
    if gated.extension not in (".xlsx", ".xlsm", ".xltx", ".xltm"):
        return None
    try:
        return count_rows(path)
    except (KeyError, ValueError, IndexError, ParseError, *BROKEN):
        return None


def checked(sheet: TextSheet, path: Path, counted: dict[str, Counted] | None) -> TextSheet:
    """The sheet with its place and its errors noted; `Refused` where rows were lost on the way."""
    if counted is None or sheet.name not in counted:
        return sheet
    there = counted[sheet.name]
    says = pl.any_horizontal(pl.all().str.len_bytes() > 0).fill_null(value=False)
    read = int(sheet.frame.select(says.sum()).item())
    more = there.rows > read and valued_rows(path, sheet.name) > read
    if more and (exact := exact_rows(path, sheet.name)) > read:
        raise Refused(
            f"Arket {sheet.name} har {number(exact)} rækker med indhold, men kun {number(read)} kunne læses. "
            "Åbn filen i Excel, gem den igen som .xlsx, og indlæs den."
        )
    noticed = replace(sheet.noticed, formula_errors=there.errors, formulas_without_value=there.unsolved)
    return replace(sheet, first_row=there.first_row, noticed=noticed, marks=there.marks)


def _environment() -> dict[str, str]:
    """No secret and no setting of the parent's; only what a process needs to start, and the code itself."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def _run(request: Request, limits: Limits, beside: Future[Any]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cockpit.reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=request.folder,
        env=_environment(),
        text=True,
    ) as child:
        try:
            _ask(child, request)
            code = _watched(child, limits, beside)
        finally:
            if child.poll() is None:
                child.kill()
    if code == OUT_OF_MEMORY:
        raise Refused(TOO_MUCH_MEMORY)
    if code != 0:
        raise Refused(GAVE_UP)


def _ask(child: subprocess.Popen[str], request: Request) -> None:
    if child.stdin is None:
        raise Refused(GAVE_UP)
    try:
        child.stdin.write(request.to_json() + "\n")
        child.stdin.close()
    except OSError as error:
        raise Refused(GAVE_UP) from error


def _watched(child: subprocess.Popen[str], limits: Limits, beside: Future[Any]) -> int:
    """Exit code; the child is ended and `Refused` raised where it takes more than it may, or where what is looked at
    beside it has refused the file."""
    deadline = time.monotonic() + limits.wall_seconds
    while True:
        try:
            return child.wait(timeout=POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if beside.done():
                beside.result()
            if _memory(child.pid) > limits.memory:
                raise Refused(TOO_MUCH_MEMORY) from None
            if time.monotonic() > deadline:
                raise Refused(TOO_LONG) from None


def _memory(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _taken_over(vault: Vault) -> tuple[TextSheet, ...]:
    result = vault.get_json(RESULT)
    if "refused" in result:
        raise Refused(result["refused"])
    return tuple(
        TextSheet(
            name=sheet["name"],
            frame=pl.concat([pl.read_parquet(vault.get(part)) for part in sheet["parts"]]),
            hidden=sheet["hidden"],
            first_row=sheet["first_row"],
            noticed=Noticed(**sheet["noticed"]),
        )
        for sheet in result["sheets"]
        if sheet["parts"]
    )
