"""`cockpit import --watch DIR`: a folder that reads itself, until it is stopped or for one scheduled run."""

import functools
import time
from pathlib import Path
from typing import cast

import click

from cockpit import usecases
from cockpit.cli.output import F, Settings, say_json
from cockpit.usecases import Cockpit, Round

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
SETTLE_SECONDS = 3.0
"""Two looks this far apart must see the same file before a scheduled run reads it."""


def may_watch(command: F) -> F:
    """The options with which a command reads a folder instead of the files that it is given."""

    @click.option("--watch", "watched", type=FOLDER, help="Læs en mappe af sig selv: det rene ind, resten venter.")
    @click.option(
        "--once", is_flag=True, help="Med --watch: én omgang, til en planlagt kørsel. Kode 1, hvis noget venter."
    )
    @click.option("--every", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Sekunder mellem dem.")
    @functools.wraps(command)
    def run(settings: Settings, *, watched: Path | None, once: bool, every: float, **asked: object) -> None:
        if watched is None:
            command(settings, **asked)
        else:
            watch(settings, watched.resolve(), once=once, every=every)

    return cast("F", run)


def watch(settings: Settings, folder: Path, *, once: bool, every: float) -> None:
    """Round after round, or one. A round that changes something says so. One round ends with exit code 1 where files
    wait for a person."""
    home = settings.open()
    before = usecases.look(folder)
    time.sleep(min(SETTLE_SECONDS, every))
    while True:
        now = usecases.look(folder)
        done = usecases.watch_round(home, folder, before, now, settings.progress)
        _say(settings, home, done, always=once)
        if once:
            _exit_where_waiting(done)
            return
        before = now
        time.sleep(every)


def _exit_where_waiting(done: Round) -> None:
    """A scheduled run tells by its exit code that a person is needed, as `check` does of files that cannot go in."""
    if done.waiting:
        raise click.exceptions.Exit(1)


def _say(settings: Settings, home: Cockpit, done: Round, *, always: bool) -> None:
    if done.taken:
        usecases.start_worker(home)
    if settings.as_json and (always or done.taken or done.waiting):
        say_json(
            {
                "taken": [one.file_name for one in done.taken],
                "waiting": [{"file_name": one.file_name, "reason": one.reason} for one in done.waiting],
                "left": done.left,
            }
        )
        return
    for one in done.taken:
        click.echo(f"{one.file_name}: {one.reason}")
    for one in done.waiting:
        click.echo(f"{one.file_name}: venter. {one.reason}")
    if always:
        click.echo(f"Indlæst: {len(done.taken)}. Venter: {len(done.waiting)}. Under skrivning: {done.left}.", err=True)
