"""Commands about deviations and what is done about them: explain, and action plans."""

import datetime as dt
from dataclasses import replace
from typing import Any

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_rows, say_table
from cockpit.contracts.action import ActionStatus
from cockpit.usecases import PlanTexts
from cockpit.views.actions import ActionsView


@click.command()
@click.argument("area")
@click.argument("text")
@click.option("--paragraph", default="", help="Paragraffen i området (ellers hele området).")
@click.option("--as-of", callback=as_date, help="Månedens lukning (ellers den nyeste i data).")
@common
@click.pass_obj
def explain(settings: Settings, area: str, text: str, *, paragraph: str, as_of: dt.date | None) -> None:
    """Skriv TEXT som forklaring på afvigelsen i politikområdet AREA."""
    entry = usecases.explain(settings.open(), settings.scope, area, paragraph, text, as_of)
    if settings.as_json:
        say_json({"key": entry.key})
    else:
        click.echo(f"Forklaringen på {paragraph or area} er gemt.")


@click.group()
def actions() -> None:
    """Handleplaner og det forventede regnskab før og efter dem."""


@actions.command(name="list")
@click.option("--as-of", callback=as_date, help="Månedens lukning (ellers den nyeste i data).")
@click.option("--explained", is_flag=True, help="Vis i stedet afvigelserne og deres forklaringer.")
@common
@click.pass_obj
def list_(settings: Settings, *, as_of: dt.date | None, explained: bool) -> None:
    """Vis handleplanerne med ventet og dokumenteret effekt."""
    view = usecases.actions(settings.open(), settings.scope, as_of)
    shown = view.explained if explained else view.plans_table
    say_rows(settings, shown.frame.head(shown.frame.height - shown.totals), shown)
    if not settings.as_json:
        _say_the_rest(view, explained=explained)


def _say_the_rest(view: ActionsView, *, explained: bool) -> None:
    """What stands beside the table on the screen: explanations without a deviation, or what weakens a proof."""
    if explained and view.loose.frame.height:
        say_table(view.loose)
    click.echo(view.headline)
    for note in () if explained else view.notes:
        click.echo(note)


@actions.command()
@click.argument("plan_id", required=False)
@click.option("--year", type=int, required=True, help="Regnskabsåret.")
@click.option("--title", help="Handlingen.")
@click.option("--owner", help="Den ansvarlige.")
@click.option("--area", help="Politikområdet.")
@click.option("--paragraph", help="Paragraffen (ellers hele området).")
@click.option("--deadline", callback=as_date, help="Fristen, som 2026-12-31.")
@click.option("--status", type=click.Choice([status.value for status in ActionStatus]), help="Hvor langt den er.")
@click.option("--expected", help="Ventet effekt i år, kr.; minus sparer.")
@click.option("--next-year", help="Ventet effekt næste år, kr.")
@click.option("--measured-from", callback=as_date, help="Lukningen før handlingen, som effekten måles fra.")
@click.option("--grants", help="Indsatser (bevillings-id), som effekten måles på, med komma imellem.")
@click.option("--accounts", help="Konti, som effekten måles på, med komma imellem.")
@click.option("--note", help="Bemærkning.")
@click.option("--reason", default="", help="Hvorfor planen ændres.")
@common
@click.pass_obj
def save(settings: Settings, /, plan_id: str | None, year: int, **given: Any) -> None:
    """Opret en handleplan, eller ret PLAN_ID: det, der ikke nævnes, bliver som det er."""
    home = settings.open()
    old = {plan.id: (plan, number) for plan, number in usecases.plans(home, settings.scope, year)}
    if plan_id is not None and plan_id not in old:
        raise click.UsageError(f"Handleplanen {plan_id} findes ikke i {year}.")
    number = plan_id or usecases.next_plan_id(home, year)
    start = usecases.plan_texts(old[number][0]) if plan_id else usecases.empty_plan(year)
    texts = replace(start, **_changes(start, given))
    plan = usecases.parse_plan(number, year, texts)
    usecases.save_plan(home, settings.scope, plan, reason=texts.reason, seen=old[number][1] if plan_id else 0)
    if settings.as_json:
        say_json({"id": number})
    else:
        click.echo(f"Handleplan {number} er gemt.")


@actions.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning (ellers den nyeste i data).")
@common
@click.pass_obj
def gap(settings: Settings, *, as_of: dt.date | None) -> None:
    """Vis afvigelsen før og efter handleplaner ved hver af årets lukninger, siden den første plan blev skrevet."""
    view = usecases.actions(settings.open(), settings.scope, as_of, compute=True)
    say_rows(settings, view.gaps.shown(), view.gaps)
    if not settings.as_json:
        click.echo(view.gap_bars.message)


def _changes(start: PlanTexts, given: dict[str, Any]) -> dict[str, Any]:
    """What was named on the command line, as the fields of `PlanTexts`."""
    area, paragraph = given.pop("area"), given.pop("paragraph")
    known_area, known_paragraph = start.place or (None, "")
    place = (area or known_area, known_paragraph if paragraph is None else paragraph)
    named = {name: value for name, value in given.items() if value is not None}
    if "status" in named:
        named["status"] = ActionStatus(str(named["status"]))
    return {**named, "place": place if place[0] else None}


COMMANDS = (explain, actions)
