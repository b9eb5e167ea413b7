"""The health of the data on the command line."""

import datetime as dt
from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_table
from cockpit.views.health import RULES


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--team", help="Kun dette team.")
@click.option("--rule", type=click.Choice(list(RULES)), help="Linjerne for én regel i stedet for oversigten.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv reglens liste som .xlsx.")
@common
@click.pass_obj
def health(
    settings: Settings, *, as_of: dt.date | None, team: str | None, rule: str | None, output: Path | None
) -> None:
    """Datakvalitet: hvor mange forhold, for hvor mange kroner, og listen, der skal tilbage til sagsbehandlerne."""
    home, scope = settings.open(), settings.scope
    if output is not None:
        if rule is None or output.suffix != ".xlsx":
            raise click.UsageError("--output kræver --rule og et filnavn, der ender på .xlsx")
        output.write_bytes(usecases.health_list(home, scope, rule, as_of, team))
        click.echo(f"Listen er skrevet til {output}", err=True)
        return
    found = usecases.health(home, scope, as_of, team)
    shown = found.summary if rule is None else found.lists[rule]
    if settings.as_json:
        say_json(shown.frame.to_dicts())
    else:
        click.echo(found.headline)
        say_table(shown)


COMMANDS = (health,)
