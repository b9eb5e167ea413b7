"""The figures of locked months, as they were at the lock: kept as long as the home, never tidied, never overwritten.

One folder a lock (`2026-03-v1-…`), with a table a file and a list of what each file must hold. The journal line of
the lock names the SHA-256 of that list, so that a table that was changed afterwards is refused instead of shown.
"""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from cockpit.contracts.dataset import datasets
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.store import derived, scoping
from cockpit.store.files import fsync, publish

LIST = "list.json"
ROWS = "rows_"
"""Tables that begin so are sums over everything: for readers without bounds only."""
_NAME = re.compile(r"[A-Za-z0-9_-]+")


class Locked:
    """The folder of kept figures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, edition: str, tables: Mapping[str, pl.DataFrame], facts: Mapping[str, object]) -> str:
        """Keep the tables and facts of a lock, whole or not at all; the SHA-256 to be named in the journal. A folder
        that a broken-off lock left under that name goes."""
        temporary = self._folder / f"{edition}.{secrets.token_hex(4)}.tmp"
        temporary.mkdir(parents=True)
        try:
            listed = {name: _write(temporary / f"{name}.parquet", frame) for name, frame in sorted(tables.items())}
            text = json.dumps({"facts": facts, "tables": listed}, ensure_ascii=False, sort_keys=True)
            (temporary / LIST).write_text(text, encoding="utf-8")
            fsync(temporary / LIST)
            fsync(temporary)
            content = hashlib.sha256(text.encode()).hexdigest()
            if not self._path(edition, content).exists():
                publish(temporary, self._path(edition, content))
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return content

    def facts(self, edition: str, content: str) -> dict[str, Any]:
        """The facts of a lock. Refused where what was kept is gone or no longer what the journal says."""
        return dict(self._listed(edition, content)["facts"])

    def names(self, edition: str, content: str) -> frozenset[str]:
        """The tables of a lock: an older release kept fewer. Refused as `facts`."""
        return frozenset(self._listed(edition, content)["tables"])

    def table(self, edition: str, content: str, name: str, scope: Scope) -> pl.DataFrame:
        """A table of a lock, cut to the scope as the live one would be; see `facts`. A dataset is cut by the store's
        rule for it, sums over everything are for readers without bounds, anything else by area and team."""
        if name in datasets():
            scoping.refuse(name, scope)
            return scoping.cut(name, self._read(edition, content, name), scope, partial(self._read, edition, content))
        derived.refuse(name, scope)
        if name.startswith(ROWS) and (scope.areas or scope.teams or scope.role is Role.CASEWORKER):
            raise AccessDenied("Summer over hele kommunen vises ikke for en rolle, der er afgrænset.")
        return derived.cut(self._read(edition, content, name), scope)

    def _path(self, edition: str, content: str) -> Path:
        """Two who lock at once never write into one folder; the journal says whose counts."""
        if not (_NAME.fullmatch(edition) and _NAME.fullmatch(content)):
            raise ValueError(f"letters, digits, - and _ were expected: {edition!r}, {content!r}")
        return self._folder / f"{edition}-{content[:16]}"

    def _listed(self, edition: str, content: str) -> dict[str, dict[str, Any]]:
        text = self._bytes(edition, content, LIST)
        if hashlib.sha256(text).hexdigest() != content:
            raise _changed(edition)
        listed: dict[str, dict[str, Any]] = json.loads(text)
        return listed

    def _read(self, edition: str, content: str, name: str) -> pl.DataFrame:
        listed = self._listed(edition, content)["tables"]
        if name not in listed:
            raise Refused(f"Låsningen {edition} har ikke gemt «{name}».")
        found = self._bytes(edition, content, f"{name}.parquet")
        if hashlib.sha256(found).hexdigest() != listed[name]:
            raise _changed(edition)
        return pl.read_parquet(found)

    def _bytes(self, edition: str, content: str, name: str) -> bytes:
        try:
            return (self._path(edition, content) / name).read_bytes()
        except FileNotFoundError:
            raise Refused(
                f"De låste tal {edition} mangler i datamappen. Hent dem fra backup, eller lås måneden op og i igen."
            ) from None


def _write(path: Path, frame: pl.DataFrame) -> str:
    frame.write_parquet(path, compression="zstd", statistics=False)
    fsync(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _changed(edition: str) -> Refused:
    return Refused(
        f"De låste tal {edition} er ændret, siden måneden blev låst, og vises derfor ikke. Hent dem fra backup."
    )
