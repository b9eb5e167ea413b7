"""Commands about layouts: `map` proposes what the columns of an unknown file mean, and saves it; `codes` lists the
codes that people have given."""

from collections.abc import Mapping
from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.output import Settings, common, say_json, say_table
from cockpit.contracts.dataset import dataset as contract_of
from cockpit.contracts.errors import Refused
from cockpit.ingest import Profile, Proposal
from cockpit.usecases import Upload
from cockpit.views import MappingView
from cockpit.views import codes as codes_view

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _pairs(written: tuple[str, ...], what: str) -> dict[str, str]:
    """`Overskrift=felt` told apart; Refused where the sign is missing."""
    found = dict(text.rpartition("=")[::2] for text in written)
    if wrong := [text for text in written if "=" not in text]:
        raise Refused(f"«{wrong[0]}» forstås ikke. Skriv {what}.")
    return found


def _field(name: str, proposal: Proposal) -> str:
    """A field by its Danish heading or its English name; Refused where the list has none of that name."""
    contract = contract_of(proposal.dataset)
    for spec in contract.readable():
        if name.strip().casefold() in (spec.name, spec.heading.casefold()):
            return spec.name
    known = ", ".join(spec.heading for spec in contract.readable())
    raise Refused(f"{contract.title} har intet felt «{name}». Vælg et af: {known}.")


def _choices(proposal: Proposal, fields: Mapping[str, str]) -> dict[str, str]:
    """Heading -> field: the proposal, corrected by what the user says; a field that is moved leaves its old column."""
    said = {heading: _field(name, proposal) if name else "" for heading, name in fields.items()}
    proposed = {column.heading: column.field or "" for column in proposal.columns}
    kept = {heading: field for heading, field in proposed.items() if field not in said.values()}
    return {**kept, **said}


@click.command("map")
@click.argument("file", type=FILE)
@click.option("--dataset", type=click.Choice(sorted(usecases.dataset_names())), help="Hvad filen indeholder.")
@click.option("--field", "fields", multiple=True, help="Ret et forslag: «Overskrift=felt» (tomt felt = bruges ikke).")
@click.option("--constant", "constants", multiple=True, help="Fast værdi for alle rækker: «felt=værdi».")
@click.option("--codes", type=FILE, help="YAML-fil med koder: felt → tekst i filen → kode.")
@click.option("--active", is_flag=True, help="Listen viser kun det, der er aktivt.")
@click.option("--save", "title", help="Gem som profil under dette navn; den bruges af sig selv næste gang.")
@common
@click.pass_obj
def map_(
    settings: Settings,
    file: Path,
    *,
    dataset: str | None,
    fields: tuple[str, ...],
    constants: tuple[str, ...],
    codes: Path | None,
    active: bool,
    title: str | None,
) -> None:
    """Foreslå, hvad kolonnerne i FILE betyder, vis begrundelsen, og gem det som en profil."""
    home, upload = settings.open(), Upload.of(file)
    proposal = usecases.propose(home, settings.scope, upload, dataset)
    choices = _choices(proposal, _pairs(fields, "«Overskrift=felt»"))
    fixed = {**proposal.constants, **_pairs(constants, "«felt=værdi»")}
    fixed = {_field(name, proposal): value for name, value in fixed.items()}
    also = {name: heading for name, heading in proposal.also.items() if name not in {*choices.values(), *fixed}}
    profile: Profile | None = None
    if title is not None:
        profile = usecases.make_profile(
            settings.scope, proposal, choices, title, codes=usecases.read_codes(codes) if codes else {},
            lists="active" if active else "all", constants=fixed,
        )  # fmt: skip
        usecases.save_profile(home, settings.scope, profile)
    _say(settings, usecases.mapping_answer(proposal, choices, fixed, also), profile)


def _say(settings: Settings, view: MappingView, profile: Profile | None) -> None:
    if settings.as_json:
        rows = view.table.frame.to_dicts()
        say_json({"columns": rows, "notes": view.notes, "profile": profile.to_yaml() if profile else None})
        return
    click.echo(view.headline)
    say_table(view.table)
    for line in view.notes:
        click.echo(line)
    if profile is not None:
        click.echo(f"\nGemt som profilen «{profile.title}» ({profile.name}):\n{profile.to_yaml()}")


@click.command()
@common
@click.pass_obj
def codes(settings: Settings) -> None:
    """Vis de koder, der er fastlagt, og hvem der fastlagde dem."""
    kept = usecases.kept_codes(settings.open(), settings.scope)
    table = codes_view.build(kept).table
    if settings.as_json:
        say_json(table.frame.to_dicts())
    else:
        say_table(table)


COMMANDS = (map_, codes)
