"""Commands around the forecast: what has moved, what lies further ahead, scenarios, and cases on the way."""

import datetime as dt

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_table
from cockpit.views.path import DrillPath


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--year", type=int, help="Regnskabsåret (ellers datoens år).")
@click.option("--area", help="Kun dette politikområde.")
@click.option("--paragraph", help="Kun denne paragraf (kræver --area).")
@click.option("--lines", is_flag=True, help="Vis også indsatserne bag søjlerne.")
@common
@click.pass_obj
def bridge(
    settings: Settings, *, as_of: dt.date | None, year: int | None, area: str | None, paragraph: str | None, lines: bool
) -> None:
    """Hvad har flyttet det forventede regnskab siden sidste låste måned."""
    path = DrillPath(area=area, paragraph=paragraph)
    view = usecases.forecast_bridge(settings.open(), settings.scope, as_of, year, path)
    if settings.as_json:
        frame = view.lines.frame if lines else view.bars.frame.head(view.bars.frame.height - view.bars.totals)
        say_json(
            {
                "as_of": view.context.as_of,
                "compared_with": view.compared_with,
                "before": view.before_kr,
                "after": view.after_kr,
                "bars" if not lines else "lines": frame.to_dicts(),
            }
        )
        return
    click.echo(view.headline)
    say_table(view.bars)
    if lines:
        say_table(view.lines)


COMMANDS = (bridge,)
