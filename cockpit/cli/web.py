"""Command that starts the web app."""

import os
import subprocess
import sys

import click

from cockpit import usecases
from cockpit.cli.output import Settings, common
from cockpit.contracts.paths import ROOT
from cockpit.usecases.cockpit import home_path

SERVER = ROOT / "cockpit" / "ui" / "server.py"
"""Started as a script of its own: the command line and the screen do not import each other."""


@click.command()
@click.option("--demo", is_flag=True, help="Åbn på syntetiske demodata i en mappe for sig.")
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option("--headless", is_flag=True, help="Åbn ikke browseren selv.")
@common
@click.pass_obj
def serve(settings: Settings, *, demo: bool, port: int, headless: bool) -> None:
    """Start styringscockpittet i browseren (kun på denne maskine, 127.0.0.1)."""
    home = usecases.open_cockpit(settings.home, demo=demo)
    if demo:
        usecases.fill_demo(home, progress=lambda text: click.echo(f"… {text}", err=True))
    environment = os.environ | {"COCKPIT_HOME": str(home_path(settings.home, demo=demo))}
    environment |= {"COCKPIT_DEMO": "1"} if demo else {}
    command = [sys.executable, "-m", "streamlit", "run", str(SERVER), f"--server.port={port}"]
    command += ["--server.headless=true"] if headless or not sys.stdout.isatty() else []
    raise click.exceptions.Exit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)


COMMANDS = (serve,)
