"""What a backup says of itself: the list that lies in it beside the files."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class BackupFile(BaseModel):
    """One file of the home."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size_bytes: int = Field(ge=0)


class BackupList(BaseModel):
    """When, by which release and of which home the backup was made, and every file by its path in the home."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    made_at: dt.datetime
    code_version: str
    home: str
    demo: bool
    key_fingerprint: str
    """Tells which key opens the files; tells nothing about it."""
    snapshot: str = ""
    content_hash: str
    """Of the data at the time: what a restored home is held against."""
    files: Mapping[str, BackupFile]

    @property
    def size_bytes(self) -> int:
        """What the files take up when they are restored."""
        return sum(file.size_bytes for file in self.files.values())


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written, checked or restored. `key_fits`: whether this machine's key opens it."""

    path: Path
    listed: BackupList
    key_fits: bool
