"""Refusals that a user reads. The text is Danish and says what was found, what was expected and what to do."""


class CockpitError(Exception):
    """Something the user must know. `str(error)` is the Danish message shown as it stands."""


class Refused(CockpitError):
    """The request cannot be carried out; nothing was changed."""


class AccessDenied(CockpitError):
    """The reader's role or scope does not allow it."""
