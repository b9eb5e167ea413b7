"""Which code computes: part of every figure stamp, so that a changed formula never meets figures of the old one."""

import hashlib
from functools import cache
from pathlib import Path

import cockpit


@cache
def code_version() -> str:
    """`0.1.0+1a2b3c4d`: the version and a hash of every module and contract as this process found them."""
    root = Path(cockpit.__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*root.rglob("*.py"), *root.parent.glob("schemas/datasets/*.yaml")]):
        name = path.relative_to(root.parent).as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{cockpit.__version__}+{digest.hexdigest()[:8]}"
