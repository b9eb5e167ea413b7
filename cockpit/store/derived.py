"""What was computed under a figure stamp, kept as Parquet, and read back through the reader's scope."""

import re
import secrets
import shutil
from pathlib import Path

import polars as pl

from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.scope import ROLE_TITLE, Role, Scope
from cockpit.store.files import publish

KEPT = 6
PROTECTED = "protected_"
"""Names that begin so hold aggregates in which small numbers are protected: everyone may read them."""
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_ABOUT_CASES = ("grant_id", "citizen", "caseworker")


class Derived:
    """The folder of computed tables: one sub-folder a stamp key. Everything here may be deleted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str, name: str) -> Path:
        if not (_NAME.fullmatch(key) and _NAME.fullmatch(name)):
            raise ValueError(f"key and name are letters, digits, - and _: {key!r}, {name!r}")
        return self._folder / key / f"{name}.parquet"

    def put(self, key: str, name: str, frame: pl.DataFrame) -> None:
        """Keep a frame; it is there whole or not at all. The oldest stamps' tables go."""
        target = self._path(key, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f"{name}.{secrets.token_hex(4)}.tmp")
        frame.write_parquet(temporary, compression="lz4")
        publish(temporary, target)
        self._tidy(target.parent)

    def get(self, key: str, name: str, scope: Scope) -> pl.DataFrame | None:
        """The frame cut to the scope; None where it was not computed. AccessDenied where it cannot be cut."""
        refuse(name, scope)
        try:
            frame = pl.read_parquet(self._path(key, name), memory_map=False)
        except FileNotFoundError:
            return None
        return frame if name.startswith(PROTECTED) else cut(frame, scope)

    def has(self, key: str, name: str) -> bool:
        """Whether the frame was computed."""
        return self._path(key, name).exists()

    def _tidy(self, newest: Path) -> None:
        others = sorted((path for path in self._folder.iterdir() if path != newest), key=_age)
        for path in others[: -(KEPT - 1)]:
            shutil.rmtree(path, ignore_errors=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process tidied it away just now
        return 0.0


def refuse(name: str, scope: Scope) -> None:
    """AccessDenied where the role may only meet protected aggregates and `name` is none."""
    if scope.role in (Role.POLITICIAN, Role.ADMIN) and not name.startswith(PROTECTED):
        raise AccessDenied(f"Rollen {ROLE_TITLE[scope.role]} ser kun tal, hvor små grupper er beskyttet.")


def cut(frame: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The rows of the scope's areas and teams, where the frame has such columns. A reader bound to a team sees rows of
    that team only: amounts that no team owns (`-`) belong to the area's manager. A frame about single cases that lacks
    the bound's column cannot be cut and is refused, as is every frame without `caseworker` to a caseworker."""
    if scope.role is Role.ENGINE:
        return frame
    if scope.role is Role.CASEWORKER:
        return _within(frame, "caseworker", scope.caseload - {NOT_ALLOCATED}, required=True)
    if scope.areas:
        frame = _within(frame, "area", scope.areas, required=_about_cases(frame))
    if scope.teams:
        frame = _within(frame, "team", scope.teams, required=_about_cases(frame))
    return frame


def _about_cases(frame: pl.DataFrame) -> bool:
    return any(column in frame.columns for column in _ABOUT_CASES)


def _within(frame: pl.DataFrame, column: str, allowed: frozenset[str], *, required: bool) -> pl.DataFrame:
    if column in frame.columns:
        return frame.filter(pl.col(column).is_in(sorted(allowed)))
    if required:
        raise AccessDenied("Tallene kan ikke afgrænses til det, du har adgang til, og vises derfor ikke.")
    return frame
