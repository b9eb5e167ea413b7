"""Commands that answer with figures: forecast and backtest."""

import datetime as dt
from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_rows, write_file
from cockpit.contracts.forecast_table import ACCOUNT_LEVELS, LEVELS
from cockpit.views import accuracy


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--year", type=int, help="Regnskabsåret (ellers datoens år).")
@click.option("--by", type=click.Choice((*LEVELS, *ACCOUNT_LEVELS)), default="total", show_default=True, help="Niveau.")
@click.option("--frame", is_flag=True, help="Kun konti i servicerammen.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv .csv, .xlsx eller .parquet.")
@common
@click.pass_obj
def forecast(
    settings: Settings, *, as_of: dt.date | None, year: int | None, by: str, frame: bool, output: Path | None
) -> None:
    """Årets forventede regnskab med hver del for sig."""
    found = usecases.forecast_answer(settings.open(), settings.scope, by, as_of=as_of, year=year, frame_only=frame)
    if output is not None:
        write_file(output, usecases.forecast_file(found, output.suffix))
        click.echo(f"{found.rows.height} rækker skrevet til {output}", err=True)
    if output is None or settings.as_json:
        say_rows(settings, found.rows, found.table)


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
@click.argument("level", type=click.Choice(LEVELS[:-1]))
@click.argument("key")
@click.argument("amount")
@click.option("--year", type=int, required=True, help="Regnskabsåret.")
@click.option("--months", default="1-12", show_default=True, help="Måneder, som 7-12.")
@click.option("--reason", required=True, help="Begrundelsen.")
@click.option("--expires", callback=as_date, required=True, help="Sidste dag skønnet gælder, som 2026-12-31.")
@common
@click.pass_obj
def adjust(
    settings: Settings, level: str, key: str, amount: str, *, year: int, months: str, reason: str, expires: dt.date
) -> None:
    """Læg et skøn på AMOUNT kr. på KEY på niveauet LEVEL (plus er merudgift)."""
    adjustment = usecases.parse_adjustment(level, key, amount, year=year, months=months, reason=reason, expires=expires)
    number = usecases.adjust(settings.open(), settings.scope, adjustment)
    if settings.as_json:
        say_json({"id": number})
    else:
        click.echo(f"Skøn nr. {number} er lagt på {key}.")


COMMANDS = (forecast, backtest, adjust)
