"""`cockpit scenario`: list, save, run and remove scenarios."""

import datetime as dt

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import F, Settings, common, say_json, say_table
from cockpit.contracts.scenario import Change
from cockpit.views import ScenariosView

AS_OF = click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")

OF_AREA = "Politikområdet, hvor flere hedder det samme."


@click.group("scenario")
def scenario_group() -> None:
    """Scenarier: hvad nu hvis? De ændrer aldrig det forventede regnskab."""


@scenario_group.command("list")
@AS_OF
@common
@click.pass_obj
def scenario_list(settings: Settings, *, as_of: dt.date | None) -> None:
    """Alle gemte scenarier ved siden af fremskrivningen."""
    view = usecases.scenarios(settings.open(), settings.scope, as_of)
    if settings.as_json:
        say_json(view.table.frame.to_dicts())
        return
    click.echo(view.headline)
    say_table(view.table)


@scenario_group.command("run")
@click.argument("name")
@click.option("--area", help=OF_AREA)
@AS_OF
@common
@click.pass_obj
def scenario_run(settings: Settings, *, name: str, area: str | None, as_of: dt.date | None) -> None:
    """Regn scenariet NAME på data: virkning pr. ændring og område."""
    home = settings.open()
    scenario = usecases.find_scenario(home, settings.scope, name, area)
    _say(settings, usecases.try_scenario(home, settings.scope, scenario, as_of))


def _say(settings: Settings, view: ScenariosView) -> None:
    (part,) = view.parts
    if settings.as_json:
        compared, changes = view.table.frame.to_dicts(), part.changes.frame.to_dicts()
        say_json({"compared": compared, "changes": changes, "warnings": part.warnings})
        return
    for table in (view.table, part.changes, part.areas):
        say_table(table)
    for warning in part.warnings:
        click.echo(warning, err=True)


def change_options(command: F) -> F:
    """One repeatable option a kind of change."""
    pct, day = float, str
    for option in (
        click.option("--inflow", type=(pct, str), multiple=True, help="PCT OMRÅDE (alle = hele kommunen)."),
        click.option("--price", type=(pct, day), multiple=True, help="PCT DATO: alle priser fra en dato."),
        click.option("--tariff", type=(str, pct, day), multiple=True, help="LEVERANDØR PCT DATO."),
        click.option("--grants", type=(str, pct, day), multiple=True, help="ID,ID PCT DATO; -100 slutter dem."),
        click.option("--move", type=(int, str, str, day), multiple=True, help="ANTAL PARAGRAF PARAGRAF DATO."),
        click.option("--plan", multiple=True, help="En handleplans nummer."),
    ):
        command = option(command)
    return command


@scenario_group.command("save")
@click.argument("name")
@change_options
@click.option("--note", default="", help="Bemærkning.")
@click.option("--area", default="", help="Politikområde, som scenariet regnes inden for, og hvis ledere ser det.")
@common
@click.pass_obj
def scenario_save(
    settings: Settings, /, *, name: str, note: str, area: str, **given: tuple[tuple[object, ...], ...]
) -> None:
    """Gem scenariet NAME (ændringerne virker i rækkefølgen tilgang, pris, takst, indsatser, flytning, handleplan)."""
    home = settings.open()
    scenario = usecases.parse_scenario(name, _changes(given), note, area)
    usecases.save_scenario(home, settings.scope, scenario)
    _say(settings, usecases.try_scenario(home, settings.scope, scenario))


def _changes(given: dict[str, tuple[tuple[object, ...], ...]]) -> list[Change]:
    names = {
        "inflow": ("pct", "area"),
        "price": ("pct", "starts"),
        "tariff": ("provider", "pct", "starts"),
        "grants": ("grant_ids", "pct", "starts"),
        "move": ("citizens", "from_paragraph", "to_paragraph", "starts"),
        "plan": ("plan_id",),
    }
    found = []
    for kind, fields in names.items():
        for values in given[kind]:
            told = dict(zip(fields, values if isinstance(values, tuple) else (values,), strict=True))
            found.append(usecases.parse_change(kind=kind, **_read(told)))
    return found


def _read(told: dict[str, object]) -> dict[str, object]:
    if "grant_ids" in told:
        told["grant_ids"] = tuple(name.strip() for name in str(told["grant_ids"]).split(",") if name.strip())
    if told.get("area") == "alle":
        told["area"] = ""
    return told


@scenario_group.command("remove")
@click.argument("name")
@click.option("--area", help=OF_AREA)
@common
@click.pass_obj
def scenario_remove(settings: Settings, *, name: str, area: str | None) -> None:
    """Slet scenariet NAME; det bliver stående i journalen."""
    usecases.remove_scenario(settings.open(), settings.scope, name, area)
    click.echo(f"Scenariet «{name}» er slettet.")


COMMANDS = (scenario_group,)
