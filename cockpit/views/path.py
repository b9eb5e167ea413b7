"""The drill path of the follow-up: the whole -> area -> paragraph -> provider -> grant."""

from dataclasses import dataclass, replace

PATH_LEVELS = ("area", "paragraph", "provider")
LAST_LEVEL = "grant"


@dataclass(frozen=True, slots=True)
class DrillPath:
    """Keys chosen so far, outermost first; a key is None from the level on that is not chosen."""

    area: str | None = None
    paragraph: str | None = None
    provider: str | None = None

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """(level, key) for every level chosen without a gap from the top."""
        found = []
        for level in PATH_LEVELS:
            key = getattr(self, level)
            if key is None:
                break
            found.append((level, key))
        return tuple(found)

    @property
    def level(self) -> str:
        """The level that the rows below this path stand on."""
        return (*PATH_LEVELS, LAST_LEVEL)[len(self.chosen)]

    def down(self, key: str) -> "DrillPath":
        """The path one level deeper; ValueError at the bottom."""
        if self.level == LAST_LEVEL:
            raise ValueError("no level below a grant")
        return replace(self, **{self.level: key})

    def up(self, steps: int) -> "DrillPath":
        """The path with only its first `steps` levels."""
        return DrillPath(**dict(self.chosen[:steps]))
