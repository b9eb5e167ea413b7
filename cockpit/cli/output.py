"""How the command line answers: aligned Danish tables for people, JSON for programs, progress on stderr."""

import datetime as dt
import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import click
import polars as pl

from cockpit.cli.aligned import aligned
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import Cockpit, open_cockpit
from cockpit.views.table import Table

QUIET_SECONDS = 1.0
F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Settings:
    """What stands before the command, and the home it works on."""

    home: Path | None
    as_json: bool
    started: float = field(default_factory=time.monotonic)

    def open(self) -> Cockpit:
        """The home; Refused where it cannot be opened."""
        return open_cockpit(self.home)

    @property
    def scope(self) -> Scope:
        """Whoever may use the command line on the data folder answers for finance."""
        return Scope(user=_login(), role=Role.CONTROLLER)

    def progress(self, text: str) -> None:
        """A line on stderr once the work has taken more than a second."""
        if time.monotonic() - self.started > QUIET_SECONDS:
            click.echo(f"… {text}", err=True)


def _login() -> str:
    import getpass  # noqa: PLC0415 - only the command line asks who is logged in

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "kommandolinjen"


def common(command: F) -> F:
    """`--home` and `--json` are accepted after the command too."""

    def keep_home(context: click.Context, _: click.Parameter, value: Path | None) -> None:
        if value is not None:
            context.ensure_object(Settings).home = value

    def keep_json(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            context.ensure_object(Settings).as_json = True

    folder = click.Path(path_type=Path, file_okay=False)
    command = click.option("--home", type=folder, expose_value=False, callback=keep_home, help="Mappen med data.")(
        command
    )
    return click.option("--json", is_flag=True, expose_value=False, callback=keep_json, help="Svar som JSON.")(command)


def plain(value: object) -> object:
    """A value as JSON holds it: money as a number with its two decimals, dates as ISO text."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def write_file(output: Path, content: bytes) -> None:
    """The file the user named; Refused where it cannot be written."""
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Refused(f"{output} kan ikke skrives: {error.strerror}. Er filen åben i Excel?") from error


def say_json(value: object) -> None:
    """The answer as JSON on stdout."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=1))


def say_rows(settings: Settings, frame: pl.DataFrame, table: Table) -> None:
    """The rows as JSON, or as the table that the screen shows."""
    if settings.as_json:
        say_json(frame.to_dicts())
    else:
        say_table(table)


def say_table(table: Table) -> None:
    """A table with its title, columns aligned: text to the left, figures to the right; in a window fitted to it."""
    frame = table.danish()
    right = [column.kind not in ("text", "date") for column in table.columns]
    click.echo(table.title)
    click.echo(aligned(frame.columns, frame.rows(), right, _window()))
    if table.note:
        click.echo(table.note)


def _window() -> int | None:
    """Characters of a line of the reader's window; None where nobody reads, but a file or a program."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
