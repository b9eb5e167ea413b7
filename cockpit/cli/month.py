"""The month's close on the command line: where it stands, what is in the way, and moving it."""

import click

from cockpit import usecases
from cockpit.cli.output import Settings, common, say_json, say_table
from cockpit.contracts.month import MONTH_STATE_TITLE, MonthState
from cockpit.views import MonthView
from cockpit.views.month import state_of


def as_state(_: click.Context, __: click.Parameter, value: str | None) -> MonthState | None:
    """A state by its Danish or English name."""
    if value is None:
        return None
    try:
        return state_of(value)
    except ValueError:
        names = ", ".join(f"«{title}»" for title in MONTH_STATE_TITLE.values())
        raise click.BadParameter(f"{value!r} er ikke et trin; vælg {names}") from None


@click.command()
@click.argument("period", required=False)
@click.option("--move", "to", callback=as_state, metavar="TRIN", help="Flyt måneden, som «Data inde» eller «Låst».")
@click.option("--reason", default="", help="Begrundelsen: for at gå tilbage, låse op eller gå videre trods noget.")
@click.option("--done", multiple=True, metavar="TRIN-ID", help="Et trin i tjeklisten er udført.")
@click.option("--undone", multiple=True, metavar="TRIN-ID", help="Et trin er alligevel ikke udført.")
@common
@click.pass_obj
def month(
    settings: Settings,
    period: str | None,
    *,
    to: MonthState | None,
    reason: str,
    done: tuple[str, ...],
    undone: tuple[str, ...],
) -> None:
    """Månedslukning af PERIOD (som 2026-03; ellers den måned, der er ved at blive lukket)."""
    home, scope = settings.open(), settings.scope
    name = period or usecases.current_period(home)
    for ids, is_done in ((done, True), (undone, False)):
        for step in ids:
            usecases.tick(home, scope, name, step, done=is_done)
    if to is not None:
        usecases.move(home, scope, name, to, reason)
    found = usecases.month(home, scope, name)
    if settings.as_json:
        say_json(usecases.month_answer(found))
    else:
        _say(found)


def _say(found: MonthView) -> None:
    click.echo(found.headline)
    for stage in found.stages:
        mark = "→" if stage.current else "✓" if stage.reached else " "
        click.echo(f" {mark} {stage.title}")
        for obstacle in stage.obstacles:
            click.echo(f"     - {obstacle.text}")
    click.echo("\nTjekliste")
    for task in found.tasks:
        click.echo(f" [{'x' if task.done else ' '}] {task.id}: {task.title} ({task.note})")
    tables = (found.exports, found.unclassified, found.history, found.locked)
    for table in tables:
        if table is not None and table.frame.height:
            click.echo()
            say_table(table)


COMMANDS = (month,)
