"""Where an error stops: the reader gets one Danish sentence, the log gets where it happened, and the app lives on."""

import logging
import secrets
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cockpit.contracts.errors import CockpitError

_log = logging.getLogger(__name__)


def _where(error: BaseException) -> str:
    """The frames without the error's text: a message may quote a cell of a file, a line number cannot."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))


def log_unexpected(error: BaseException) -> str:
    """Log the kind and place of an error without its text; the reference number that the reader can quote."""
    reference = secrets.token_hex(4)
    _log.error("reference %s: %s at %s", reference, type(error).__name__, _where(error))
    return reference


def show_error(error: Exception) -> bool:
    """The error as a Danish message. True, because nothing more need be shown of it (`st.App(on_script_error=…)`)."""
    if isinstance(error, CockpitError):
        st.error(str(error), icon=":material/block:")
        return True
    reference = log_unexpected(error)
    st.error(
        f"Der skete en uventet fejl. Intet er ændret. Prøv igen, og oplys referencen **{reference}**, "
        "hvis det sker igen.",
        icon=":material/error:",
    )
    return True


@contextmanager
def boundary() -> Iterator[None]:
    """Show whatever goes wrong inside as a Danish message instead of letting it end the page."""
    try:
        yield
    except Exception as error:
        show_error(error)
