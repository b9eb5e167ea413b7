"""Files on their way to the door: uploads in a private folder, archives opened into the files that they hold."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cockpit import ingest
from cockpit.contracts.errors import Refused

Folder = tempfile.TemporaryDirectory[str]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be read: where it lies and what the user calls it. `refused`: why it shall not even be tried; `path`
    is then the archive that it lies in. `archive`: the file of the user's own that it was unpacked from."""

    path: Path
    name: str
    refused: str = ""
    archive: Path | None = None

    @classmethod
    def of(cls, path: Path) -> "Upload":
        """A file of the user's own."""
        return cls(path, path.name)


def stage(files: Iterable[tuple[str, bytes]]) -> tuple[list[Upload], Folder]:
    """Uploaded bytes as files in a private folder that goes with the returned object. Names are never used as paths."""
    folder = tempfile.TemporaryDirectory(prefix="cockpit-")
    uploads = []
    for number, (name, content) in enumerate(files):
        path = Path(folder.name) / f"{number:04d}{Path(name).suffix[:8]}"
        path.write_bytes(content)
        uploads.append(Upload(path, Path(name).name))
    return uploads, folder


def opened(files: Sequence[Upload]) -> tuple[list[Upload], Folder | None]:
    """The files, each archive in its place replaced by what it holds, unpacked into a private folder that goes with
    the returned object (None where there is no archive)."""
    if not any(map(_is_archive, files)):
        return list(files), None
    folder = tempfile.TemporaryDirectory(prefix="cockpit-")
    return [one for number, file in enumerate(files) for one in _opened(file, Path(folder.name) / str(number))], folder


def _is_archive(file: Upload) -> bool:
    return file.path.is_file() and ingest.is_archive(file.path, file.name)


def _opened(file: Upload, folder: Path) -> Iterator[Upload]:
    if not _is_archive(file):
        yield file
        return
    folder.mkdir()
    try:
        for member in ingest.unpack(file.path, folder):
            reason = f"{member.reason} Den ligger i {file.name}." if member.reason else ""
            yield Upload(member.path or file.path, member.name, reason, file.path)
    except Refused as refusal:
        yield Upload(file.path, file.name, str(refusal), file.path)
