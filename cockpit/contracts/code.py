"""Which code made a figure."""

import hashlib
from functools import cache
from pathlib import Path

import cockpit

CALCULATING = ("contracts", "law", "finance", "forecast")


@cache
def code_version() -> str:
    """The release and a short hash of the calculating rooms' source: a kept figure is never taken for one that
    another method would give."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(file for room in CALCULATING for file in (package / room).rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{cockpit.__version__}+{digest.hexdigest()[:6]}"
