"""Commands around the forecast: what has moved, what lies further ahead, scenarios, and cases on the way."""

import datetime as dt

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import F, Settings, common, say_json, say_table
from cockpit.contracts.coming import ComingCase
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


@click.group("pipeline")
def pipeline_group() -> None:
    """Listen over kommende sager: vis, læg til, ret og luk."""


@pipeline_group.command("list")
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--closed", is_flag=True, help="Vis de afgjorte sager i stedet.")
@common
@click.pass_obj
def pipeline_list(settings: Settings, *, as_of: dt.date | None, closed: bool) -> None:
    """Sagerne på vej ind, eller hvad der blev af dem."""
    view = usecases.pipeline(settings.open(), settings.scope, as_of)
    table = view.fates if closed else view.table
    if settings.as_json:
        say_json(table.frame.to_dicts())
        return
    click.echo(view.headline)
    for kpi in view.kpis:
        click.echo(f"{kpi.label}: {kpi.value_text} {kpi.delta_word}".rstrip())
    say_table(table)


def case_options(command: F) -> F:
    """The fields of a case; what is not given stays as it was."""
    for option in (
        click.option("--case", help="Sagsnummer eller pseudonym, aldrig et CPR-nummer."),
        click.option("--paragraph", help="Paragraf, som SEL § 107."),
        click.option("--service", help="Ydelse."),
        click.option("--start", callback=as_date, help="Forventet start, som 2026-11-01."),
        click.option("--price", help="Takst, som 2.450,00."),
        click.option("--unit", help="Takstenhed, som døgn eller måned."),
        click.option("--probability", type=click.FloatRange(0, 1), help="Chance mellem 0 og 1."),
        click.option("--origin", help="Kilde: visitation, overgang 18 år, tilflytter, dom."),
        click.option("--note", help="Bemærkning."),
        click.option("--reason", default="", help="Hvorfor; står i historikken."),
        common,
    ):
        command = option(command)
    return command


def _told(given: dict[str, object]) -> dict[str, object]:
    """The options that were given, under the names of the case."""
    names = {"start": "expected_start", "unit": "price_unit", "price": "unit_price"}
    told = {names.get(name, name): value for name, value in given.items() if value is not None}
    if "unit_price" in told:
        told["unit_price"] = usecases.parse_amount(str(told["unit_price"]))
    return told


@pipeline_group.command("add")
@click.option("--id", "pipeline_id", default="", help="Sagens id (ellers det næste ledige).")
@case_options
@click.pass_obj
def pipeline_add(settings: Settings, /, *, pipeline_id: str, reason: str, **given: object) -> None:
    """Læg en sag på listen."""
    case = usecases.parse_case(**_told(given), pipeline_id=pipeline_id)
    _say_case(settings, usecases.add_case(settings.open(), settings.scope, case, reason), "lagt på listen")


@pipeline_group.command("change")
@click.argument("pipeline_id")
@case_options
@click.pass_obj
def pipeline_change(settings: Settings, /, *, pipeline_id: str, reason: str, **given: object) -> None:
    """Ret sagen PIPELINE_ID: kun det, der angives, ændres."""
    home = settings.open()
    now = usecases.find_case(home, settings.scope, pipeline_id)
    case = usecases.parse_case(**{**now.model_dump(), **_told(given)})
    usecases.save_case(home, settings.scope, case, reason)
    _say_case(settings, case, "rettet")


@pipeline_group.command("close")
@click.argument("pipeline_id")
@click.option("--grant", default="", help="Den indsats, sagen blev til (ellers er den bortfaldet).")
@click.option("--reason", default="", help="Hvorfor den er bortfaldet.")
@common
@click.pass_obj
def pipeline_close(settings: Settings, *, pipeline_id: str, grant: str, reason: str) -> None:
    """Luk sagen PIPELINE_ID: den blev til en indsats eller er bortfaldet."""
    case = usecases.close_case(settings.open(), settings.scope, pipeline_id, grant_id=grant, reason=reason)
    _say_case(settings, case, "lukket")


def _say_case(settings: Settings, case: ComingCase, done: str) -> None:
    if settings.as_json:
        say_json(case.model_dump())
    else:
        click.echo(f"Sagen {case.pipeline_id} er {done}.")


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option(
    "--table",
    "which",
    type=click.Choice(["years", "effect", "areas", "birthdays"]),
    default="years",
    show_default=True,
    help="De næste år, helårsvirkningen, områderne eller de kendte fødselsdage.",
)
@common
@click.pass_obj
def outlook(settings: Settings, *, as_of: dt.date | None, which: str) -> None:
    """Længere frem: helårsvirkning, i år og de næste tre år."""
    view = usecases.outlook(settings.open(), settings.scope, as_of)
    table = {"years": view.years, "effect": view.effect, "areas": view.areas, "birthdays": view.birthdays}[which]
    if settings.as_json:
        say_json(table.frame.head(table.frame.height - table.totals).to_dicts())
        return
    click.echo(view.headline)
    say_table(table)


COMMANDS = (bridge, outlook, pipeline_group)
