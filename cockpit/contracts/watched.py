"""What the watcher of a folder did with a file: body of an entry of kind `watched`."""

import datetime as dt

from pydantic import BaseModel, ConfigDict

from cockpit.contracts.receipt import Receipt


class WatchedFile(BaseModel):
    """A file in a watched folder. `waits`: a person must see to it; `reason` says why, in Danish."""

    model_config = ConfigDict(frozen=True)

    file_name: str
    folder: str
    place: str
    """A hash of the folder's path."""
    sha256: str
    waits: bool
    reason: str
    receipts: tuple[Receipt, ...] = ()
    """Of a file that waits: without sums and changes, which the upload page shows."""
    at: dt.datetime | None = None
    """When it was noted; filled from the journal's line."""
