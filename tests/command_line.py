"""The `cockpit` command as a test calls it: in this process, or as a person's shell does in one of its own."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from cockpit import cli


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


def command(home: Path, *arguments: str | Path) -> Answer:
    """`cockpit --home HOME ARGUMENTS` without the three seconds that a process of its own takes to load."""
    words = ["cockpit", "--home", str(home), *map(str, arguments)]
    out, err, code = io.StringIO(), io.StringIO(), 0
    with patch.object(sys, "argv", words), redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Answer(code, out.getvalue(), err.getvalue())


def process(home: Path, *arguments: str | Path) -> Answer:
    """The same in a process of its own."""
    call = [sys.executable, "-m", "cockpit", "--home", str(home), *map(str, arguments)]
    environment = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=environment)
    return Answer(done.returncode, done.stdout, done.stderr)
