"""The subprocess that opens a stranger's file: `python -m cockpit.reader`, the request on standard input.

It limits itself before it opens anything, knows no pseudonym key, writes encrypted parts and a result into the folder
it was given, and prints nothing. Whatever goes wrong in here is a refusal out there.
"""

import io
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import polars as pl

from cockpit.contracts.errors import Refused
from cockpit.reader.ahead import ahead
from cockpit.reader.csvtext import text_sheets
from cockpit.reader.limits import RESULT, Request, Vault
from cockpit.reader.rawsheet import RawSheet, check_cells


def limit_self(memory: int, cpu_seconds: int) -> None:
    """Bound memory and processor time where the system can; elsewhere the parent's watchdog does it."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  exists on Unix only

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def packed(frame: pl.DataFrame) -> bytes:
    """A frame as Parquet: repeated texts are kept once, so there is little to encrypt and to read again."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="lz4", statistics=False)
    return buffer.getvalue()


def _sheets(request: Request) -> Iterator[RawSheet]:
    path = Path(request.path)
    if request.kind != "workbook":
        return text_sheets(path, request.extension)
    from cockpit.reader.workbook import workbook_sheets  # noqa: PLC0415  loads what text has no use for

    return workbook_sheets(path, request.extension)


def _hand_over(request: Request, vault: Vault) -> list[dict[str, object]]:
    return [_store(vault, number, sheet) for number, sheet in enumerate(_sheets(request))]


def _store(vault: Vault, number: int, sheet: RawSheet) -> dict[str, object]:
    names = []
    for part, frame in enumerate(ahead(sheet.parts)):
        check_cells(frame)
        names.append(f"sheet-{number}-{part}")
        vault.put(names[-1], packed(frame))
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "first_row": sheet.first_row,
        "noticed": asdict(sheet.noticed),
        "parts": names,
    }


def main() -> int:
    """Read as asked; 0 also where the file is refused in words."""
    request = Request.from_json(sys.stdin.readline())
    vault = Vault(Path(request.folder), bytes.fromhex(request.key))
    limit_self(request.memory, request.cpu_seconds)
    try:
        result: dict[str, object] = {"sheets": _hand_over(request, vault)}
    except Refused as refusal:
        result = {"refused": str(refusal)}
    vault.put_json(RESULT, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
