"""Commands about single cases and what is booked on them: reconcile, refunds, own-providers, law."""

import datetime as dt
from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.data import as_date
from cockpit.cli.output import Settings, common, say_json, say_rows, say_table, write_file
from cockpit.contracts.refund_claim import FINAL
from cockpit.views.wording import plural


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--open", "only_open", is_flag=True, help="Kun linjer, der ikke er forklaret.")
@click.option("--mark", multiple=True, metavar="NØGLE", help="Markér linjen som forklaret (kan gives flere gange).")
@click.option("--text", default="", help="Forklaringen, når der markeres.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv tabellerne som .xlsx.")
@common
@click.pass_obj
def reconcile(
    settings: Settings, *, as_of: dt.date | None, only_open: bool, mark: tuple[str, ...], text: str, output: Path | None
) -> None:
    """Indsatser mod bogføring: forskelle med beløb, alder og sandsynlig årsag."""
    home = settings.open()
    if mark:
        count = usecases.mark_reconciled(home, settings.scope, mark, text, as_of)
        click.echo(f"{plural(count, 'linje', 'linjer')} er forklaret.", err=True)
    view = usecases.reconciliation(home, settings.scope, as_of, only_open=only_open)
    if output is not None:
        write_file(output, usecases.download(view, "Afstemning"))
        click.echo(f"{view.all_lines.frame.height} linjer skrevet til {output}", err=True)
    if settings.as_json:
        say_json(view.all_lines.frame.drop("citizen").to_dicts())
    elif output is None:
        click.echo(view.headline)
        if view.apart:
            click.echo(view.apart)
        say_rows(settings, view.kinds.frame, view.kinds)
        say_rows(settings, view.lines.frame, view.lines)


REFUND_TABLES = (
    "kinds", "quarters", "limits", "shares", "categories", "over", "top", "final", "by_municipality", "between",
)  # fmt: skip


@click.command()
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--cases", is_flag=True, help="Vis også sagerne over grænsen og de dyreste af hver slags.")
@click.option("--final", is_flag=True, help="Vis også sagerne til sidste års endelige opgørelse.")
@click.option("--between", is_flag=True, help="Vis også det mellemkommunale: hvad vi betaler, og hvad andre betaler.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv tabellerne som .xlsx.")
@common
@click.pass_obj
def refunds(
    settings: Settings, *, as_of: dt.date | None, cases: bool, final: bool, between: bool, output: Path | None
) -> None:
    """Dyre sager og refusion: forventet mod anmodet og hjemtaget. Med --json er alle tabeller med."""
    view = usecases.expensive_cases(settings.open(), settings.scope, as_of)
    if output is not None:
        write_file(output, usecases.download(view, "Dyre sager og refusion"))
        click.echo(f"{len(view.tables)} tabeller skrevet til {output}", err=True)
    if settings.as_json:
        say_json({name: getattr(view, name).shown().to_dicts() for name in REFUND_TABLES})
    elif output is None:
        click.echo(view.headline)
        more = (
            *((view.over, view.top) if cases else ()),
            *((view.final,) if final else ()),
            *((view.by_municipality, view.between) if between else ()),
        )
        for table in (view.kinds, view.quarters, view.limits, view.shares, *more):
            say_table(table)
        for note in view.notes:
            click.echo(note, err=True)


@click.command("refund-claim", context_settings={"ignore_unknown_options": True})  # -25.000 is an amount
@click.argument("kind")
@click.argument("year", type=int)
@click.argument("quarter", type=click.IntRange(1, FINAL))
@click.argument("amount")
@click.option("--on", "requested_on", callback=as_date, help="Dagen der blev anmodet.")
@common
@click.pass_obj
def refund_claim(
    settings: Settings, *, kind: str, year: int, quarter: int, amount: str, requested_on: dt.date | None
) -> None:
    """Registrér, at der er anmodet om AMOUNT kr. af slagsen KIND for QUARTER (1-4, 5 = endelig opgørelse) af YEAR.

    KIND er refusionens navn, som «Særligt dyre enkeltsager».
    """
    claim = usecases.parse_claim(kind, year, quarter, amount, requested_on)
    usecases.record_claim(settings.open(), settings.scope, claim)
    click.echo(f"Anmodningen {claim.key} er gemt.", err=True)


@click.command("refund-limits")
@click.argument("year", type=int)
@click.argument("amounts", nargs=3)
@click.option("--source", required=True, help="Hvor grænserne er fundet.")
@click.option("--act", "acts", multiple=True, type=click.Choice(["SEL", "BL"]), help="Kun denne lov (ellers begge).")
@common
@click.pass_obj
def refund_limits(
    settings: Settings, *, year: int, amounts: tuple[str, ...], source: str, acts: tuple[str, ...]
) -> None:
    """Indtast årets tre grænser for refusion af særligt dyre enkeltsager."""
    parsed = [usecases.parse_amount(text) for text in amounts]
    usecases.enter_limits(settings.open(), settings.scope, year, parsed, source, acts or ("SEL", "BL"))
    click.echo(f"Grænserne for {year} er gemt; tallene regnes derefter.", err=True)


@click.command("own-providers")
@click.option("--as-of", callback=as_date, help="Månedens lukning, som 2026-03-31 (ellers den nyeste i data).")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Skriv tabellerne som .xlsx.")
@common
@click.pass_obj
def own_providers(settings: Settings, *, as_of: dt.date | None, output: Path | None) -> None:
    """Egne tilbud: ramme, forbrug, belægning, salg af pladser og dækning."""
    view = usecases.own_providers(settings.open(), settings.scope, as_of)
    if output is not None:
        write_file(output, usecases.download(view, "Egne tilbud"))
        click.echo(f"{len(view.tables)} tabeller skrevet til {output}", err=True)
    if settings.as_json:
        say_json({"providers": view.providers.shown().to_dicts(), "months": view.months.shown().to_dicts()})
    elif output is None:
        click.echo(view.headline)
        say_table(view.providers)
        say_table(view.months)


COMMANDS = (reconcile, refunds, refund_claim, refund_limits, own_providers)
