"""Every check, one after the other, as `make test` runs them. Arguments are handed on to pytest."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKS = (
    # the tests start many processes, and some systems let none of them keep what it has compiled
    ("compile", ("compileall", "-q", "app.py", "pages", "cockpit", "tests")),
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("types", ("mypy",)),
    # in the folders' order, so that the slow journeys in the browser come first and the quick unit tests fill the end
    ("tests", ("pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")),
)


def main() -> int:
    """Run all; the first failing exit code, after every check has spoken."""
    failed: list[str] = []
    for name, (module, *arguments) in CHECKS:
        print(f"--- {name}", flush=True)
        extra = sys.argv[1:] if name == "tests" else []
        command = [sys.executable, "-m", module, *arguments, *extra]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"--- {'failed: ' + ', '.join(failed) if failed else 'all checks passed'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
