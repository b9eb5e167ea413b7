"""What a reader of the follow-up looks at: the level of the rows, and the keys that they are cut to."""

from dataclasses import dataclass, replace

FILTERS = ("frame", "block", "committee", "area", "authority", "steering", "function", "team", "paragraph", "provider")
"""Levels that rows can be cut by, outermost first."""
GRANT = "grant"
LEVELS_SHOWN = (*FILTERS, GRANT)
_NEXT = {
    "frame": "area",
    "block": "area",
    "committee": "area",
    "area": "paragraph",
    "authority": "area",
    "steering": "area",
    "function": "paragraph",
    "team": "paragraph",
    "paragraph": "provider",
    "provider": GRANT,
}
"""Where a row of a level opens to, unless that level is chosen already."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of the level `by`, cut to the keys of `chosen` (level, key), which stand in the order of `FILTERS`."""

    by: str = "area"
    chosen: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, by: str, keys: dict[str, str | None]) -> "Selection":
        """The selection with the keys that are given; a level that is cut to one key is not the rows' level."""
        chosen = tuple((level, key) for level in FILTERS if (key := keys.get(level)) is not None)
        found = cls(by if by in LEVELS_SHOWN else "area", chosen)
        return replace(found, by=found.opens_to(found.by)) if found.by in dict(chosen) else found

    def opens_to(self, level: str) -> str:
        """The next level below one that is not chosen already."""
        level = _NEXT.get(level, GRANT)
        while level in dict(self.chosen):
            level = _NEXT[level]
        return level

    def down(self, key: str) -> "Selection":
        """One level deeper, into a row; ValueError at a grant."""
        if self.by == GRANT:
            raise ValueError("no level below a grant")
        return Selection.of(self.by, {**dict(self.chosen), self.by: key})

    def up(self, steps: int) -> "Selection":
        """Only the first `steps` keys; the rows are those of the key that was left."""
        kept = self.chosen[:steps]
        by = self.chosen[steps][0] if steps < len(self.chosen) else self.by
        return Selection(by, kept)
