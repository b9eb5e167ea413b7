"""The web application as `streamlit run cockpit/ui/server.py` starts it: app.py in a Danish document.

Streamlit's page says `<html lang="en">`, so a screen reader would read Danish with an English voice. The middleware
rewrites that one attribute in the page itself, puts Danish words into the scripts of Streamlit's widgets, and leaves
every other answer untouched.
"""

import threading
import time
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import log_unexpected, show_error
from cockpit.ui.session import open_home
from cockpit.ui.translated import Translation, words_of

_ENGLISH, _DANISH = b'<html lang="en">', b'<html lang="da">'


class DanishDocument:
    """ASGI middleware that marks the page as Danish. Both spellings are equally long, so no length header changes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with the language of the document corrected on its way out."""
        page = False

        async def danish(message: Message) -> None:
            nonlocal page
            if message["type"] == "http.response.start":
                page = any(name == b"content-type" and b"text/html" in value for name, value in message["headers"])
            elif page and message["type"] == "http.response.body":
                message["body"] = message.get("body", b"").replace(_ENGLISH, _DANISH, 1)
            await send(message)

        if scope["type"] == "http" and (texts := words_of(scope.get("path", ""))):
            await self.app(_without_compression(scope), receive, Translation(send, texts))
        elif scope["type"] == "http":
            await self.app(_uncompressed(scope), receive, danish)
        else:
            await self.app(scope, receive, send)


def _uncompressed(scope: Scope) -> Scope:
    """The request without its wish for compression, where it asks for the page (8 kB): inside a compressed answer the
    attribute could not be found."""
    headers = scope["headers"]
    if not any(name == b"accept" and b"text/html" in value for name, value in headers):
        return scope
    return _without_compression(scope)


def _without_compression(scope: Scope) -> Scope:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


PagesManager.uses_pages_directory = False
"""Streamlit takes a folder named pages for its old multipage style until `st.navigation` has run once. A deep link as
the very first request to a new server would then bypass app.py, and with it sign-in and guard."""


LOOK_SECONDS = 3.0
"""How often the server asks whether the data have changed: by a reader here, by the command line or by a folder."""
QUIET_SECONDS = 60.0
"""How long nothing must have changed before the years ahead are computed: they are three forecasts more."""
AFTER_ERROR_SECONDS = 60.0
"""How long it leaves a home alone in which something went wrong."""


def look(home: usecases.Cockpit, seen: str) -> str:
    """Compute the newest closes where the stamp is another than `seen`; the stamp. Errors are passed on."""
    now = home.store.stamp().key
    if now != seen:
        usecases.warm(home)
        usecases.warm_cases(home)
        usecases.warm_report(home)
    return now


def _keep_warm() -> None:
    """Compute the newest closes while the browser is still on its way, and again whenever what the figures rest on has
    changed, so that no reader waits for it. What is wrong with the home is told on the page."""
    home: usecases.Cockpit | None = None
    seen, changed, ahead = "", time.monotonic(), ""
    while True:
        try:
            home = home or open_home()
            now = look(home, seen)
            if now != seen:
                seen, changed = now, time.monotonic()
            if ahead != seen and time.monotonic() - changed > QUIET_SECONDS:
                usecases.warm_outlook(home)
                ahead = seen
        except CockpitError:
            time.sleep(AFTER_ERROR_SECONDS)
        except Exception as error:
            log_unexpected(error)
            time.sleep(AFTER_ERROR_SECONDS)
        time.sleep(LOOK_SECONDS)


threading.Thread(target=_keep_warm, daemon=True).start()

app = st.App(
    Path(__file__).resolve().parents[2] / "app.py",
    middleware=[Middleware(DanishDocument)],
    on_script_error=show_error,
)
