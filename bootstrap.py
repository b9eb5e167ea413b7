"""Set up `.venv` and run the project: the same two words on every system, with the standard library alone.

python bootstrap.py run    set up and open the app on demo data
python bootstrap.py test   set up and run every check
python bootstrap.py bench  set up and measure (figures for docs/benchmarks.md)
python bootstrap.py setup  set up only
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def call(*command: str) -> None:
    """Run a command in the project's folder; end with its exit code where it fails."""
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def create_venv() -> None:
    """A fresh `.venv`, or one line about what the system lacks."""
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian ships python without it; ask before venv fails half-way
        import venv  # noqa: F401, PLC0415
    except ImportError:
        sys.exit("Python lacks venv. On Debian and Ubuntu: sudo apt-get install python3-venv")
    call(sys.executable, "-m", "venv", "--clear", str(VENV))


def setup(kind: str) -> None:
    """Install the locked packages and the project itself, once per lock file."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the reader of this message runs an older Python
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    lock = ROOT / LOCKS[kind]
    digest = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    marker = VENV / f".installed-{kind}"
    if PYTHON.exists() and marker.exists() and marker.read_text() == digest:
        return
    if not PYTHON.exists():
        create_venv()
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    print(f"Installing {lock.name} into .venv (a few minutes the first time) …", flush=True)
    call(*pip, "--require-hashes", "-r", str(lock))
    call(*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    marker.write_text(digest)


def main(arguments: list[str]) -> None:
    """Set up what the word needs, then do it; what follows the word is handed on."""
    word, *rest = arguments or ["run"]
    if word not in ("run", "test", "bench", "setup"):
        sys.exit(__doc__)
    setup("run" if word == "run" else "dev")
    commands = {
        "run": ("-m", "cockpit", "serve", "--demo", *rest),
        "test": ("tests/check.py", *rest),
        "bench": ("bench/run.py", *rest),
    }
    if word in commands:
        call(str(PYTHON), *commands[word])


if __name__ == "__main__":
    main(sys.argv[1:])
