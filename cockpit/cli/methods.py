"""Commands about the method of a paragraph: what is proposed, approve it, let the model count again."""

import datetime as dt

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_table


@click.group("method")
def method_group() -> None:
    """Metode pr. paragraf: se forslag, godkend et, eller lad fremskrivningen gælde igen."""


@method_group.command("list")
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@common
@click.pass_obj
def method_list(settings: Settings, *, as_of: dt.date | None) -> None:
    """Forslag til en anden metode, og de metoder der er godkendt."""
    view = usecases.accuracy(settings.open(), settings.scope, "paragraph", as_of)
    if settings.as_json:
        say_json({"proposed": view.proposals.frame.to_dicts(), "approved": view.approved.frame.to_dicts()})
        return
    for table in (view.proposals, view.approved):
        say_table(table)


@method_group.command("approve")
@click.argument("paragraph")
@click.option("--reason", required=True, help="Hvorfor; står i historikken.")
@common
@click.pass_obj
def method_approve(settings: Settings, *, paragraph: str, reason: str) -> None:
    """Godkend den metode, der er foreslået for PARAGRAPH, for resten af året."""
    choice = usecases.approve_method(settings.open(), settings.scope, paragraph, reason)
    if settings.as_json:
        say_json(choice.model_dump())
    else:
        name = usecases.method_title(choice.method)
        click.echo(f"{paragraph} følger nu «{name}» i {choice.year}. {usecases.effect_text(choice)}")


@method_group.command("drop")
@click.argument("paragraph")
@click.option("--reason", required=True, help="Hvorfor; står i historikken.")
@click.option("--year", type=int, help="Året, metoden er godkendt for (ellers det nyeste i data).")
@common
@click.pass_obj
def method_drop(settings: Settings, *, paragraph: str, reason: str, year: int | None) -> None:
    """Lad fremskrivningens egen metode gælde igen for PARAGRAPH."""
    choice = usecases.drop_method(settings.open(), settings.scope, paragraph, reason, year)
    if settings.as_json:
        say_json(choice.model_dump())
    else:
        click.echo(f"{paragraph} følger igen fremskrivningens egen metode i {choice.year}.")


COMMANDS = (method_group,)
