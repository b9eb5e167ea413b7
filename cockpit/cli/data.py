"""Commands about data: demo, check, import, imports, course, undo, rebuild, template."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from cockpit import usecases
from cockpit.cli.output import F, Settings, common, say_json, say_table
from cockpit.cli.watch import may_watch
from cockpit.contracts.dataset import dataset as contract_of
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.demo import Size
from cockpit.ingest import Hints, Profile
from cockpit.usecases import Batch, Cockpit, Codes, Upload
from cockpit.views import ReceiptView
from cockpit.views import course as course_view
from cockpit.views import receipt as receipt_view
from cockpit.views.wording import plural

FILE = click.Path(path_type=Path, exists=True, dir_okay=True)
HOW_TO_MAP = (
    "Kolonnerne tilknyttes på siden Data → Indlæsning eller med «cockpit map FIL --dataset LISTE --save NAVN»; "
    "--profile vælger en profil, som findes."
)
HOW_TO_CLASSIFY = (
    "Koderne gives på siden Data → Indlæsning eller med --codes FIL: gem linjerne her som FIL, og skriv efter hvert "
    "kolon, hvad teksten betyder. De huskes, når filen er indlæst."
)
DANISH_DATE = re.compile(r"(\d{2})-(\d{2})-(\d{4})")


def files_of(paths: tuple[Path, ...]) -> list[Upload]:
    """The files named, and those in the folders named, in order of their path."""
    found = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return [Upload.of(file) for file in found if file.is_file() and not file.name.startswith(".")]


def as_date(_: click.Context, __: click.Parameter, value: str | None) -> dt.date | None:
    """A date written 2026-03-31, or 31-03-2026 as on the screen."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(DANISH_DATE.sub(r"\3-\2-\1", value.strip()))
    except ValueError:
        raise click.BadParameter(f"{value!r} er ikke en dato; skriv som 2026-03-31 eller 31-03-2026") from None


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=1, show_default=True, help="Samme tal giver samme kommune.")
@click.option("--size", type=click.Choice(["small", "medium", "large"]), default="medium", show_default=True)
@click.option("--months", default=9, show_default=True, type=click.IntRange(1, 33), help="Antal månedlige leverancer.")
@common
@click.pass_obj
def demo(settings: Settings, directory: Path, seed: int, size: str, months: int) -> None:
    """Skriv en syntetisk kommunes månedlige udtræk til DIRECTORY."""
    if directory.exists() and any(directory.iterdir()):
        raise Refused(f"Mappen {directory} er ikke tom. Vælg en ny mappe, så intet overskrives.")
    written = usecases.write_demo(directory, seed=seed, size=Size(size), months=months, progress=settings.progress)
    if settings.as_json:
        say_json([str(path) for path in written])
    else:
        click.echo(f"{len(written)} filer skrevet i {directory}")


@dataclass(frozen=True)
class Asked:
    """What `check` and `import` are told beside the files."""

    as_of: dt.date | None
    dataset: str | None
    profile: str | None
    codes: Path | None
    control_total: tuple[str, ...]

    @cached_property
    def given(self) -> Codes:
        """The codes of the file of codes, where there is one."""
        return usecases.read_codes(self.codes) if self.codes else {}


def _check(settings: Settings, files: tuple[Path, ...], asked: Asked) -> tuple[Cockpit, Batch]:
    if not files:
        raise click.UsageError("Angiv mindst én fil eller mappe.")
    home = settings.open()
    extra: tuple[Profile, ...] = ()
    profile = asked.profile
    if profile and Path(profile).is_file():
        extra = (Profile.from_yaml(Path(profile).read_text(encoding="utf-8")),)
        profile = extra[0].name
    batch = usecases.check(
        home,
        settings.scope,
        files_of(files),
        Hints(as_of=asked.as_of, dataset=asked.dataset, profile=profile),
        extra_profiles=extra,
        codes=asked.given,
        progress=settings.progress,
    )
    usecases.refuse_wrong_codes(batch.readings, asked.given)
    return home, usecases.controlled(batch, usecases.control_totals(batch, asked.control_total))


def _say_batch(settings: Settings, batch: Batch) -> None:
    if settings.as_json:
        say_json([receipt.model_dump(mode="json") for receipt in batch.receipts])
        return
    view = receipt_view.batch(batch.receipts)
    click.echo(view.headline)
    for receipt, reading in zip(view.receipts, batch.readings, strict=True):
        _say_receipt(receipt, reading)


def _say_receipt(receipt: ReceiptView, reading: Reading) -> None:
    click.echo(f"\n{receipt.title} – {receipt.status_text}\n{receipt.explanation}")
    said = (receipt.dated, receipt.reconciliation, receipt.control, receipt.changes_sentence, receipt.what_to_do)
    for line in said:
        if line:
            click.echo(line)
    if receipt.status is Status.UNMAPPED:
        click.echo(HOW_TO_MAP)
    if not receipt.findings.frame.is_empty():
        say_table(receipt.findings)
    elif receipt.findings.note:
        click.echo(receipt.findings.note)
    if receipt.status is Status.READY and (codes := usecases.open_codes_of(reading)):
        click.echo(f"{HOW_TO_CLASSIFY}\n{usecases.codes_form(contract_of(reading.receipt.dataset), codes)}")


def _exit_where_blocked(batch: Batch) -> None:
    if batch.of_status(Status.REFUSED, Status.STOPPED, Status.UNMAPPED):
        raise click.exceptions.Exit(1)


def import_options(command: F) -> F:
    """The options that `check` and `import` share."""
    names = sorted(usecases.dataset_names())
    for option in (
        click.option("--as-of", callback=as_date, help="Datoen filerne er status for, som 2026-03-31."),
        click.option("--dataset", type=click.Choice(names), help="Hvad filen indeholder."),
        click.option("--profile", help="Profilens navn, eller en fil med en profil."),
        click.option("--codes", type=FILE, help="YAML-fil med koder: felt → tekst i filen → kode."),
        click.option(
            "--control-total",
            multiple=True,
            help="Kontroltotal fra kildesystemet: 1234,56 eller fil.xlsx=1234,56. En forskel standser indlæsningen.",
        ),
        click.argument("files", nargs=-1, type=FILE),
        common,
    ):
        command = option(command)
    return command


@click.command()
@import_options
@click.pass_obj
def check(
    settings: Settings,
    /,
    files: tuple[Path, ...],
    **told: Any,
) -> None:
    """Vis kvitteringer for FILES uden at ændre noget."""
    _, batch = _check(settings, files, Asked(**told))
    _say_batch(settings, batch)
    _exit_where_blocked(batch)


@click.command("import")
@click.option("--accept", "accepted", is_flag=True, help="Sæt i kraft; rækker, der ikke kan læses, lægges til side.")
@click.option("--confirm", is_flag=True, help="Ja til de fund, der kræver en bekræftelse.")
@click.option("--strict", is_flag=True, help="Afvis, hvis en eneste række ikke kan læses.")
@import_options
@click.pass_obj
@may_watch
def import_(
    settings: Settings,
    /,
    files: tuple[Path, ...],
    *,
    accepted: bool,
    confirm: bool,
    strict: bool,
    **told: Any,
) -> None:
    """Indlæs FILES (filer eller mapper) samlet: alt eller intet."""
    asked = Asked(**told)
    home, batch = _check(settings, files, asked)
    if not (accepted and settings.as_json):
        _say_batch(settings, batch)
    if not accepted:
        _exit_where_blocked(batch)
        return
    done = usecases.accept(home, settings.scope, batch, confirmed=confirm, strict=strict, progress=settings.progress)
    kept = usecases.keep_given(home, settings.scope, batch.of_status(Status.READY, Status.KNOWN), asked.given)
    if settings.as_json:
        _say_batch(settings, batch)
    if kept:
        click.echo(f"{plural(kept, 'kode', 'koder')} huskes til næste gang; se dem med «cockpit codes».", err=True)
    click.echo(f"Indlæst: {len(done.records)}. Allerede indlæst: {len(done.skipped)}.", err=True)


@click.command()
@common
@click.pass_obj
def imports(settings: Settings) -> None:
    """Vis alt, der er indlæst, nyeste først."""
    records = usecases.history(settings.open(), settings.scope)
    if settings.as_json:
        say_json([usecases.record_row(record) for record in records])
    else:
        say_table(receipt_view.history(records).table)


@click.command()
@common
@click.pass_obj
def course(settings: Settings) -> None:
    """Vis datagrundlagets gang: hver indlæsning og fortrydelse med fingeraftryk før og efter."""
    moves = usecases.course(settings.open(), settings.scope)
    if settings.as_json:
        say_json(usecases.course_rows(moves))
    else:
        say_table(course_view.build(moves).table)


@click.command()
@click.argument("import_id", type=int)
@click.option("--reason", required=True, help="Begrundelsen; den står i historikken.")
@click.option("--together", is_flag=True, help="Fortryd også det, der blev godkendt i samme omgang.")
@common
@click.pass_obj
def undo(settings: Settings, import_id: int, reason: str, *, together: bool) -> None:
    """Fortryd indlæsningen IMPORT_ID helt, og vis beviset: fingeraftrykket af data før og efter."""
    home, scope = settings.open(), settings.scope
    done = usecases.undo(home, scope, import_id, reason, together=together, progress=settings.progress)
    if settings.as_json:
        (last,) = usecases.course_rows(usecases.course(home, scope))[-1:]
        chosen = next(record for record in done.records if record.id == import_id)
        say_json({**usecases.record_row(chosen), "data": last, "proof": done.proof})
        return
    for record in done.records:
        click.echo(f"Indlæsning {record.id} ({record.receipt.file_name}) er fortrudt.")
    click.echo(done.proof)


@click.command()
@common
@click.pass_obj
def rebuild(settings: Settings) -> None:
    """Byg datagrundlaget igen fra de oprindelige filer."""
    info = usecases.rebuild(settings.open(), settings.scope, progress=settings.progress)
    if settings.as_json:
        say_json({"snapshot": info.name, "content_hash": info.content_hash})
    else:
        click.echo(f"{info.name} er bygget igen. Indholdets fingeraftryk: {info.content_hash[:16]}")


@click.command()
@click.argument("dataset", type=click.Choice(sorted(usecases.dataset_names())))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Excel-filen.")
@common
@click.pass_obj
def template(settings: Settings, dataset: str, output: Path) -> None:
    """Skriv standardskabelonen for DATASET som Excel."""
    output.write_bytes(usecases.template(dataset))
    if settings.as_json:
        say_json({"file": str(output)})
    else:
        click.echo(f"Skabelonen er skrevet til {output}")


COMMANDS = (demo, check, import_, imports, course, undo, rebuild, template)
