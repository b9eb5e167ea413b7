"""Commands that keep an installation well: backup, restore, doctor."""

from pathlib import Path

import click

from cockpit import usecases
from cockpit.cli.output import Settings, common, say_json
from cockpit.contracts import danish
from cockpit.contracts.backup import Backup
from cockpit.contracts.check import CheckStatus
from cockpit.usecases.cockpit import home_path
from cockpit.views import doctor as doctor_view

NEW = click.Path(path_type=Path, dir_okay=False)
OLD = click.Path(path_type=Path, dir_okay=False, exists=True)
FOLDER = click.Path(path_type=Path, file_okay=False)
WITHOUT_KEY = (
    "Nøglen er ikke med: uden den kan backuppen ikke åbnes. Gem en kopi af den et andet sted (--key-copy). "
    "Backuppen rummer pseudonymiserede personoplysninger: opbevar den som data."
)


@click.command()
@click.argument("file", type=NEW)
@click.option("--key-copy", type=NEW, help="Skriv også en kopi af nøglen til denne fil, i en anden mappe.")
@common
@click.pass_obj
def backup(settings: Settings, file: Path, key_copy: Path | None) -> None:
    """Gem alt i datamappen, undtagen nøglen, i FILE, og kontrollér filen."""
    done = usecases.backup(settings.open(), settings.scope, file, key_copy=key_copy, progress=settings.progress)
    _say(settings, done, f"Backuppen er skrevet til {file} og læst igen")
    if not settings.as_json:
        click.echo(f"En kopi af nøglen er skrevet til {key_copy}. Opbevar den adskilt." if key_copy else WITHOUT_KEY)


@click.command()
@click.argument("file", type=OLD)
@click.option("--to", "folder", type=FOLDER, help="Den nye eller tomme mappe. Uden den kontrolleres backuppen kun.")
@common
@click.pass_obj
def restore(settings: Settings, file: Path, folder: Path | None) -> None:
    """Læg backuppen FILE tilbage i en ny mappe; hver fil og datagrundlaget kontrolleres."""
    if folder is None:
        _say(settings, usecases.check_backup(file, settings.progress), f"{file} er hel")
        return
    _say(settings, usecases.restore(file, folder, settings.progress), f"Backuppen er lagt tilbage i {folder}")


def _say(settings: Settings, done: Backup, what: str) -> None:
    listed = done.listed
    if settings.as_json:
        facts = {**listed.model_dump(mode="json", exclude={"files"}), "key_fits": done.key_fits}
        say_json({"file": str(done.path), **facts, "files": len(listed.files), "size_bytes": listed.size_bytes})
        return
    size = danish.number(listed.size_bytes / 1_000_000, 1)
    click.echo(
        f"{what}: {danish.number(len(listed.files))} filer, {size} MB, taget {listed.made_at:%d-%m-%Y %H:%M}, "
        f"datagrundlagets fingeraftryk {listed.content_hash[:16]}."
    )
    if not done.key_fits:
        click.echo("Nøglen på denne maskine er en anden eller mangler: læg den rigtige ind, før datamappen åbnes.")


@click.command()
@common
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Kontrollér installationen: versioner, datamappe, nøgle, journal, data, disk og backup. Kode 1 ved fejl."""
    checks = usecases.doctor(home_path(settings.home), settings.progress)
    if settings.as_json:
        say_json(
            [{"check": one.name, "status": one.status.value, "said": one.said, "to_do": one.to_do} for one in checks]
        )
    else:
        click.echo(doctor_view.headline(checks))
        for one in checks:
            click.echo(f"[{doctor_view.STATUS[one.status]}] {one.title}: {one.said}")
            if one.to_do:
                click.echo(f"    {one.to_do}")
    if any(one.status is CheckStatus.FAIL for one in checks):
        raise click.exceptions.Exit(1)


COMMANDS = (backup, restore, doctor)
