"""Commands about paragraphs over the years: paragraphs and price-rise."""

import datetime as dt
from pathlib import Path

import click

from cockpit import law, usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_table, write_file
from cockpit.views.fixed_prices import IN_FORECAST, PriceLevel


@click.command()
@click.argument("paragraph", required=False)
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--fixed", is_flag=True, help="Alle år i budgetårets priser.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv tabellerne som .xlsx.")
@common
@click.pass_obj
def paragraphs(
    settings: Settings, *, paragraph: str | None, as_of: dt.date | None, fixed: bool, output: Path | None
) -> None:
    """Paragraffer over årene: udgift, helårspersoner, enhedspris, tilgang og afgang, i årets og i faste priser."""
    prices: PriceLevel = "fixed" if fixed else "current"
    wanted = paragraph and (law.normalise_paragraph(paragraph) or paragraph)
    view = usecases.paragraphs(settings.open(), settings.scope, wanted, as_of, prices=prices)
    if output is not None:
        write_file(output, usecases.download(view, "Paragraffer"))
        click.echo(f"{len(view.tables)} tabeller skrevet til {output}", err=True)
    told = {"paragraphs": view.table, "years": view.years_table, "functions": view.functions, "rises": view.rises}
    if settings.as_json:
        say_json({name: table.shown().to_dicts() for name, table in told.items()})
    elif output is None:
        click.echo(view.headline)
        for table in told.values():
            say_table(table)


@click.command("price-rise")
@click.argument("year", type=int)
@click.argument("per_cent")
@click.option("--source", required=True, help="Hvor stigningen er fundet.")
@common
@click.pass_obj
def price_rise(settings: Settings, *, year: int, per_cent: str, source: str) -> None:
    """Indtast, hvor mange pct. priser og lønninger steg i YEAR fra året før; faste priser regnes derefter."""
    usecases.enter_price_rise(settings.open(), settings.scope, year, usecases.parse_amount(per_cent), source)
    click.echo(f"Stigningen i {year} er gemt; de faste priser regnes derefter. {IN_FORECAST}", err=True)


COMMANDS = (paragraphs, price_rise)
