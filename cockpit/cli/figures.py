"""Commands that answer with figures: forecast and backtest."""

import datetime as dt
from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_rows, write_file
from cockpit.contracts.forecast_table import ACCOUNT_LEVELS, LEVELS
from cockpit.views import accuracy, component_table


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--year", type=int, help="Regnskabsåret (ellers datoens år).")
@click.option(
    "--by", type=click.Choice((*LEVELS, *ACCOUNT_LEVELS, "month")), default="total", show_default=True, help="Niveau."
)
@click.option("--frame", is_flag=True, help="Kun konti i servicerammen.")
@click.option("--all", "every", is_flag=True, help="Vis alle led; ellers budget, bogført, forventet og afvigelse.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv alle led som .csv, .xlsx eller .parquet."
)
@common
@click.pass_obj
def forecast(
    settings: Settings, *, as_of: dt.date | None, year: int | None, by: str, frame: bool, every: bool,
    output: Path | None,
) -> None:  # fmt: skip
    """Årets forventede regnskab. Hver del for sig: --all på skærmen, --json eller --output i en fil."""
    found = usecases.forecast_answer(settings.open(), settings.scope, by, as_of=as_of, year=year, frame_only=frame)
    if output is not None:
        write_file(output, usecases.forecast_file(found, output.suffix))
        click.echo(f"{found.rows.height} rækker skrevet til {output}", err=True)
    if output is None or settings.as_json:
        say_rows(settings, found.rows, found.table if every else component_table.brief(found.table))
    for note in (*(() if settings.as_json else found.notes), *found.weaknesses):
        click.echo(note, err=True)


@click.command()
@click.option("--by", type=click.Choice(["total", "area", "function", "paragraph"]), default="total", show_default=True)
@click.option("--processes", type=click.IntRange(1), default=1, show_default=True, help="Processer, der deles om det.")
@common
@click.pass_obj
def backtest(settings: Settings, by: str, processes: int) -> None:
    """Tidligere års forventede regnskab mod det endelige, måned for måned, ved siden af de naive metoder."""
    home = settings.open()
    usecases.warm_cases(home)  # this command is what runs after every acceptance: no page shall wait for any of it
    usecases.warm_plans(home)
    rows = usecases.backtest(home, settings.scope, by, settings.progress, processes)
    say_rows(settings, rows, accuracy.table(rows))


@click.command()
@click.argument("grant_id")
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--year", type=int, help="Regnskabsåret (ellers datoens år).")
@common
@click.pass_obj
def grant(settings: Settings, grant_id: str, *, as_of: dt.date | None, year: int | None) -> None:
    """Regn indsatsen GRANT_ID efter: dage gange takst måned for måned, ved siden af det bogførte og det disponerede."""
    view = usecases.grant_account(settings.open(), settings.scope, grant_id, as_of, year)
    if not settings.as_json:
        click.echo(view.headline)
    say_rows(settings, view.table.frame.head(view.table.frame.height - view.table.totals), view.table)
    for note in view.notes:
        click.echo(note, err=True)


COMMANDS = (forecast, backtest, grant)
