"""The same work without a browser: `cockpit` and `python -m cockpit`. Exit 0 done, 1 refused, 2 wrong usage."""

import importlib
import json
import logging
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cockpit import __version__
from cockpit.cli.output import Settings
from cockpit.cli.usage import DanishHelp, wrong_usage
from cockpit.contracts.errors import CockpitError

UNEXPECTED = (
    "Der skete en uventet fejl ({kind}). Intet er ændret. Prøv igen; sker det igen, så kør kommandoen med "
    "COCKPIT_DEBUG=1, og giv det videre, der da står – se først efter, at det ikke rummer personoplysninger."
)

click.Context.formatter_class = DanishHelp


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Mappen med data (ellers $COCKPIT_HOME)."
)
@click.option("--json", "as_json", is_flag=True, help="Svar som JSON.")
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def cockpit(context: click.Context, home: Path | None, *, as_json: bool) -> None:
    """Styringscockpit: udtræk ind, ét forventet regnskab ud."""
    context.obj = Settings(home=home, as_json=as_json)


def _commands() -> Iterator[click.Command]:
    """The commands of every module in this package: a new module adds its own by having `COMMANDS`."""
    for found in pkgutil.iter_modules(__path__):
        yield from getattr(importlib.import_module(f"{__name__}.{found.name}"), "COMMANDS", ())


for command in _commands():
    cockpit.add_command(command)


def main() -> None:
    """Run the command line. A refusal ends with exit code 1 and its Danish reason on stderr, and in the JSON."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        code = cockpit.main(standalone_mode=False)
        sys.stdout.flush()
    except CockpitError as error:
        sys.exit(_refused(str(error)))
    except click.Abort:
        sys.exit(_refused("Afbrudt. Intet er ændret."))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(wrong_usage(error), err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(_unheard())
    except Exception as error:
        if os.environ.get("COCKPIT_DEBUG"):
            raise
        sys.exit(_refused(UNEXPECTED.format(kind=type(error).__name__)))
    sys.exit(code if isinstance(code, int) else 0)


def _unheard() -> int:
    """The reader of the answer has gone (`| head`): say no more, not even when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _refused(reason: str) -> int:
    if "--json" in sys.argv:
        click.echo(json.dumps({"error": reason}, ensure_ascii=False))
    click.echo(reason, err=True)
    return 1
