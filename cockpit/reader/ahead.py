"""Working ahead: the next piece is made in a thread of its own while this one is being used."""

from collections.abc import Iterable, Iterator
from queue import Queue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
WAITING = 1


def ahead(pieces: Iterable[T]) -> Iterator[T]:
    """The same pieces in the same order, one made in advance; what making one raises is raised here."""
    queue: Queue[tuple[str, Any]] = Queue(maxsize=WAITING)

    def make() -> None:
        try:
            for piece in pieces:
                queue.put(("piece", piece))
            queue.put(("end", None))
        except BaseException as error:
            queue.put(("error", error))

    Thread(target=make, daemon=True).start()
    while True:
        kind, piece = queue.get()
        if kind == "end":
            return
        if kind == "error":
            raise piece
        yield piece
