"""Commands about single cases and what is booked on them: reconcile, refunds, own-providers, law."""

import datetime as dt
from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_rows, write_file


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--open", "only_open", is_flag=True, help="Kun linjer, der ikke er forklaret.")
@click.option("--mark", multiple=True, metavar="NØGLE", help="Markér linjen som forklaret (kan gives flere gange).")
@click.option("--text", default="", help="Forklaringen, når der markeres.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv tabellerne som .xlsx.")
@common
@click.pass_obj
def reconcile(
    settings: Settings, *, as_of: dt.date | None, only_open: bool, mark: tuple[str, ...], text: str, output: Path | None
) -> None:
    """Indsatser mod bogføring: forskelle med beløb, alder og sandsynlig årsag."""
    home = settings.open()
    if mark:
        count = usecases.mark_reconciled(home, settings.scope, mark, text, as_of)
        click.echo(f"{count} linje(r) er forklaret.", err=True)
    view = usecases.reconciliation(home, settings.scope, as_of, only_open=only_open)
    if output is not None:
        write_file(output, usecases.download(view, "Afstemning"))
        click.echo(f"{view.all_lines.frame.height} linjer skrevet til {output}", err=True)
    if settings.as_json:
        say_json(view.all_lines.frame.drop("citizen").to_dicts())
    elif output is None:
        click.echo(view.headline)
        say_rows(settings, view.kinds.frame, view.kinds)
        say_rows(settings, view.lines.frame, view.lines)


COMMANDS = (reconcile,)
