"""Commands about skøn: lay one, see those in force and those of earlier months, renew, drop."""

import datetime as dt

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_rows
from cockpit.contracts.errors import Refused
from cockpit.contracts.forecast_table import LEVELS


@click.command(context_settings={"ignore_unknown_options": True})  # -250.000 is an amount
@click.argument("level", type=click.Choice(LEVELS))
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
    _say(settings, usecases.adjust(settings.open(), settings.scope, adjustment), f"er lagt på {key}")


@click.group("adjustment")
def adjustment_group() -> None:
    """Skøn: vis dem, forny sidste måneds, eller lad dem falde (`adjust` lægger et nyt)."""


@adjustment_group.command("list")
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option(
    "--earlier", is_flag=True, help="Kun dem fra tidligere måneder, udløbne med, som ingen har taget stilling til."
)
@common
@click.pass_obj
def adjustment_list(settings: Settings, *, as_of: dt.date | None, earlier: bool) -> None:
    """De skøn, der tæller, eller dem, der venter på at blive fornyet eller faldet."""
    view = usecases.followup(settings.open(), settings.scope, as_of=as_of)
    table = view.earlier if earlier else view.adjustments
    say_rows(settings, table.frame.drop("level_title", "key_label"), table)


@adjustment_group.command("renew")
@click.argument("number", type=int)
@click.option("--amount", help="Nyt beløb (ellers det samme).")
@click.option("--months", help="Nye måneder, som 10-12 (ellers dem af de gamle, der er åbne).")
@click.option("--reason", help="Ny begrundelse (ellers den samme).")
@click.option(
    "--expires",
    callback=as_date,
    help="Ny udløbsdato, som 2026-12-31 (ellers den samme, dog mindst til årets slutning).",
)
@common
@click.pass_obj
def adjustment_renew(
    settings: Settings,
    number: int,
    *,
    amount: str | None,
    months: str | None,
    reason: str | None,
    expires: dt.date | None,
) -> None:
    """Læg skøn NUMBER igen, som det var eller ændret; det gamle trækkes tilbage."""
    home = settings.open()
    first, last = usecases.parse_months(months) if months else (None, None)
    changes = {
        "amount_kr": usecases.parse_amount(amount) if amount else None,
        "month_from": first,
        "month_to": last,
        "reason": reason,
        "expires_on": expires,
    }
    made = usecases.renewed(_standing(home, settings, number), usecases.newest(home), **changes)
    _say(settings, usecases.renew(home, settings.scope, number, made), f"er lagt i stedet for nr. {number}")


def _standing(home: usecases.Cockpit, settings: Settings, number: int) -> dict[str, object]:
    for row in usecases.adjustments(home, settings.scope).to_dicts():
        if row["id"] == number:
            return row
    raise Refused(f"Skøn nr. {number} findes ikke eller er allerede trukket tilbage.")


@adjustment_group.command("drop")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Hvorfor; står i historikken.")
@common
@click.pass_obj
def adjustment_drop(settings: Settings, *, number: int, reason: str) -> None:
    """Træk skøn NUMBER tilbage, eller lad et udløbet falde."""
    usecases.withdraw(settings.open(), settings.scope, number, reason)
    _say(settings, number, "er trukket tilbage")


def _say(settings: Settings, number: int, done: str) -> None:
    if settings.as_json:
        say_json({"id": number})
    else:
        click.echo(f"Skøn nr. {number} {done}.")


COMMANDS = (adjust, adjustment_group)
