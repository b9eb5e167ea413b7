"""The figure stamp: what a figure rests on. Two equal stamps mean the same figures."""

import hashlib
from dataclasses import dataclass


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class FigureStamp:
    """Snapshot + settings + adjustments + law + code. Printed on all that leaves, and part of every cache key."""

    snapshot: str
    content_hash: str
    settings_version: int
    adjustments_version: int
    """Skøn laid and withdrawn, changes to the list of cases on the way, and methods chosen."""
    law_version: str
    code_version: str
    entries_version: int = 0
    """Written lines on which every figure rests: classified codes and entered limits of the law."""

    @property
    def key(self) -> str:
        """Sixteen hexadecimal characters that differ wherever a figure could differ."""
        return _digest(self.data_key, str(self.adjustments_version))

    @property
    def data_key(self) -> str:
        """As `key`, without the skøn: what rests on the data and the method alone."""
        choices = f"{self.settings_version}.{self.entries_version}"
        return _digest(self.content_hash, choices, self.law_version, self.code_version)

    @property
    def text(self) -> str:
        """As printed: `snapshot-000012 · i3 · s1 · 0.1.0 · 1f9a…`."""
        edition = f"i{self.settings_version}.{self.entries_version} · s{self.adjustments_version} · {self.code_version}"
        return f"{self.snapshot} · {edition} · {self.key[:8]}"
