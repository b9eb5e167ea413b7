"""Files that are there whole or not at all, and the one lock that lets a single writer into a home."""

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cockpit.contracts.errors import Refused

POLL_SECONDS = 0.05


@contextmanager
def atomic(target: Path) -> Iterator[BinaryIO]:
    """A file to write; it appears under its name only when the block ends well, and is on disk then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        publish(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def publish(temporary: Path, target: Path) -> None:
    """Give a finished file its name, durably."""
    temporary.replace(target)
    fsync(target.parent)


def fsync(path: Path) -> None:
    """Force a file, or a folder's list of names, to disk. Folders cannot be opened on Windows."""
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def writer_lock(home: Path, wait_seconds: float, name: str = "writer.lock") -> Iterator[None]:
    """Let one writer at a time into the home, across threads and processes. It is freed when the process dies.
    Refused when another has held it for `wait_seconds`."""
    with (home / name).open("a+b") as file:
        give_up = time.monotonic() + wait_seconds
        while not _taken(file.fileno()):
            if time.monotonic() > give_up:
                raise Refused(
                    "En anden indlæsning er i gang i samme datamappe og er ikke blevet færdig. "
                    "Intet er ændret: vent et øjeblik, og prøv igen."
                )
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            _free(file.fileno())


if sys.platform == "win32":  # pragma: no cover - other systems lock below
    import msvcrt

    def _taken(descriptor: int) -> bool:
        with suppress(OSError):
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False

    def _free(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(descriptor: int) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    def _free(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
