"""The command that writes a report."""

import datetime as dt
from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json
from cockpit.contracts.errors import Refused


@click.command()
@click.argument("kind", type=click.Choice(usecases.REPORTS))
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--year", type=int, help="Regnskabsåret (ellers datoens år).")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Filen: .docx, .pdf eller .xlsx."
)
@common
@click.pass_obj
def report(settings: Settings, kind: str, *, as_of: dt.date | None, year: int | None, output: Path) -> None:
    """Skriv månedsrapporten (month) eller rapporten til udvalget (committee)."""
    content = usecases.report_file(settings.open(), settings.scope, kind, output.suffix.lower(), as_of, year)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Refused(f"{output} kan ikke skrives: {error.strerror}. Er filen åben?") from error
    if settings.as_json:
        say_json({"output": str(output), "bytes": len(content)})
    else:
        click.echo(f"Rapporten er skrevet til {output}.", err=True)


COMMANDS = (report,)
