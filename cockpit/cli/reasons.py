"""The commands that say why: from the budget to the forecast, and what the budget is bound to."""

import datetime as dt

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_table
from cockpit.views.selection import Selection


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--year", type=int, help="Regnskabsåret (ellers datoens år).")
@click.option("--area", help="Kun dette politikområde.")
@click.option("--paragraph", help="Kun denne paragraf.")
@click.option("--behind", help="Vis også det, der ligger bag en søjle, som volume eller price.")
@common
@click.pass_obj
def why(
    settings: Settings, *, as_of: dt.date | None, year: int | None, area: str | None, paragraph: str | None, behind: str
) -> None:
    """Fra korrigeret budget til forventet regnskab: antal, pris, leverandører, tidligere år, rammer, refusion, skøn."""
    selection = Selection.of("area", {"area": area, "paragraph": paragraph})
    view = usecases.why(settings.open(), settings.scope, selection, as_of=as_of, year=year)
    if settings.as_json:
        say_json(view.bars.frame.head(view.bars.frame.height - view.bars.totals).to_dicts())
        return
    click.echo(view.headline)
    say_table(view.bars)
    say_table(view.groups if behind is None else view.behind(behind))


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--year", type=int, help="Regnskabsåret (ellers datoens år).")
@click.option(
    "--by", type=click.Choice(["area", "paragraph", "kind"]), default="area", show_default=True, help="Niveau."
)
@common
@click.pass_obj
def commitments(settings: Settings, *, as_of: dt.date | None, year: int | None, by: str) -> None:
    """Disponeringsregnskab: budget, disponeret, rest, hvad der har flyttet sig, og hvad der kom til sidste år."""
    view = usecases.commitments(settings.open(), settings.scope, as_of=as_of, year=year)
    table = view.levels[by]
    if settings.as_json:
        say_json(table.frame.head(table.frame.height - table.totals).to_dicts())
        return
    for line in (view.headline, *view.sentences):
        click.echo(line)
    say_table(table)


COMMANDS = (why, commitments)
