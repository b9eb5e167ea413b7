"""The `cockpit` command as a test calls it: a process of its own, with a key of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


def command(home: Path, *arguments: str | Path) -> Answer:
    """Run `cockpit --home HOME ARGUMENTS`; the key is kept beside the home, where tests share it."""
    call = [sys.executable, "-m", "cockpit", "--home", str(home), *map(str, arguments)]
    environment = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=environment)
    return Answer(done.returncode, done.stdout, done.stderr)
