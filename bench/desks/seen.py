"""A desk's row as it stood from a day on, and the news that changes it."""

from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Seen:
    """A row as it stood from the day `known` on. Days are numbers; `end` None where there is none."""

    row: str
    stay: int
    known: int
    start: int
    end: int | None
    price: float | None
    quantity: float
    rate_from: int
    closed: bool
    registered: int


@dataclass(frozen=True)
class News:
    """What is written in a row on a day: what is None stays as it was."""

    known: int
    end: int | None = None
    price: float | None = None
    quantity: float | None = None
    rate_from: int | None = None
    closed: bool = False


def written(row: Seen, news: News) -> Seen:
    """The row after the news; what a desk once knew is never written earlier than that."""
    told = {name: value for name, value in asdict(news).items() if value is not None}
    return replace(row, **{**told, "known": max(row.known, news.known)})
