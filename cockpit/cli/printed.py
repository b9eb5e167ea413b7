"""The command that calculates a published table again."""

from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.data import FILE
from cockpit.cli.output import Settings, common, say_json, say_table
from cockpit.usecases import Upload
from cockpit.usecases.published import FACTORS, PublishedAnswer
from cockpit.views import published as view


@click.command()
@click.argument("file", type=FILE)
@click.option("--total", "totals", multiple=True, help="Navnet på en linje, der er en sum uden at sige det.")
@click.option(
    "--unit", type=click.Choice(list(FACTORS)), default="som tabellen siger", show_default=True, help="Enhed."
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv til en .xlsx-fil.")
@common
@click.pass_obj
def published(settings: Settings, *, file: Path, totals: tuple[str, ...], unit: str, output: Path | None) -> None:
    """Regn en offentliggjort opfølgning efter: trykt, beregnet og forskel for hvert tal."""
    found = usecases.published(settings.open(), settings.scope, Upload.of(file), totals=totals, unit=unit)
    if output is not None:
        output.write_bytes(usecases.download(found[0].view, found[0].view.table.title))
    if settings.as_json:
        say_json([_plain(one) for one in found] if len(found) > 1 else _plain(found[0]))
    else:
        for one in found:
            _say(one)


def _plain(one: PublishedAnswer) -> dict[str, object]:
    return {
        "sheet": one.sheet,
        "unit_kr": one.found.factor,
        "sign": one.found.sign,
        "columns": one.found.headings,
        "formulas": {formula.role: formula.text for formula in one.found.formulas},
        "totals": list(one.view.totals),
        "rows": view.rows(one.found),
        "differences": view.difference_rows(one.found),
        "notes": list(one.view.notes),
    }


def _say(one: PublishedAnswer) -> None:
    click.echo(one.view.headline)
    for note in one.view.notes:
        click.echo(f"- {note}")
    for table in one.view.tables:
        if table.frame.height:
            click.echo("")
            say_table(table)


COMMANDS = (published,)
