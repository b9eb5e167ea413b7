"""The municipality's settings: shown, changed with a reason, and who changed what."""

import click

from cockpit import usecases
from cockpit.cli.output import Settings, common, say_json, say_rows


@click.group(invoke_without_command=True)
@common
@click.pass_context
def settings(context: click.Context) -> None:
    """Kommunens egne valg: vis dem, ret dem med en begrundelse, og se hvem der ændrede hvad."""
    if context.invoked_subcommand is None:
        context.invoke(show)


@settings.command()
@common
@click.pass_obj
def show(asked: Settings) -> None:
    """Vis alle indstillinger med værdi, enhed og det, de kan være."""
    view = usecases.settings(asked.open(), asked.scope)
    say_rows(asked, view.table.frame, view.table)
    if not asked.as_json:
        click.echo(view.headline)


@settings.command(name="set", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("value")
@click.option("--reason", required=True, help="Hvorfor den ændres: det står i historikken.")
@common
@click.pass_obj
def set_(asked: Settings, name: str, value: str, *, reason: str) -> None:
    """Sæt indstillingen NAME til VALUE, skrevet på dansk: 500.000, 2,5 eller marts,juni,september."""
    saved = usecases.change_settings(asked.open(), asked.scope, {name: value}, reason)
    if asked.as_json:
        say_json(saved.model_dump())
    else:
        click.echo(f"Gemt som version {saved.version}. Alle tal har fået nyt stempel og regnes igen.")


@settings.command()
@common
@click.pass_obj
def history(asked: Settings) -> None:
    """Hvem ændrede hvad, hvornår og hvorfor."""
    view = usecases.settings(asked.open(), asked.scope)
    say_rows(asked, view.history.frame, view.history)


COMMANDS = (settings,)
