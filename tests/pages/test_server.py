"""The page says that it is Danish; nothing else of an answer is touched."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit
from starlette.types import Message, Receive, Scope, Send

from cockpit import usecases
from cockpit.ui.server import DanishDocument, look
from cockpit.ui.translated import SCRIPTS

PAGE = b'<!DOCTYPE html><html lang="en"><body>Hej</body></html>'


SCRIPTS_FOLDER = Path(streamlit.__file__).parent / "static/static/js"


def _answer(content_type: bytes, body: bytes) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", content_type)]})
        await send({"type": "http.response.body", "body": body})

    return app


def _sent(content_type: bytes, body: bytes, kind: str = "http", path: str = "/") -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    accepted = [(b"accept", b"text/html"), (b"accept-encoding", b"gzip")]
    scope: Scope = {"type": kind, "path": path, "headers": accepted}
    asyncio.run(DanishDocument(_answer(content_type, body))(scope, receive, send))
    return sent


def test_the_document_becomes_danish_and_keeps_its_length() -> None:
    body = _sent(b"text/html; charset=utf-8", PAGE)[1]["body"]
    assert b'<html lang="da">' in body
    assert b'lang="en"' not in body
    assert len(body) == len(PAGE)


@pytest.mark.parametrize("content_type", [b"application/octet-stream", b"text/javascript", b"application/json"])
def test_a_download_that_holds_the_same_bytes_is_left_alone(content_type: bytes) -> None:
    assert _sent(content_type, PAGE)[1]["body"] == PAGE


@pytest.mark.parametrize(("accept", "asked"), [(b"text/html,*/*", []), (b"*/*", [b"gzip"])])
def test_only_the_page_is_asked_for_uncompressed(accept: bytes, asked: list[bytes]) -> None:
    seen: list[bytes] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.extend(value for name, value in scope["headers"] if name == b"accept-encoding")

    async def nothing(*_: object) -> Message:
        return {}

    scope: Scope = {"type": "http", "headers": [(b"accept", accept), (b"accept-encoding", b"gzip")]}
    asyncio.run(DanishDocument(app)(scope, nothing, nothing))  # type: ignore[arg-type] - never called
    assert seen == asked


def test_other_protocols_pass_untouched() -> None:
    assert _sent(b"text/html", PAGE, kind="lifespan")[1]["body"] == PAGE


@pytest.mark.parametrize(("start", "texts"), SCRIPTS.items())
def test_every_word_to_translate_stands_in_the_installed_scripts(start: str, texts: dict[str, str]) -> None:
    scripts = [path.read_text("utf-8") for path in SCRIPTS_FOLDER.glob(f"{start}*.js")]
    assert [english for english in texts if not any(english in script for script in scripts)] == []


def test_a_script_leaves_in_danish_with_its_own_length() -> None:
    script = b"children:t?`Drag and drop files here`:`Drag and drop a file here`"
    start, body = _sent(b"text/javascript", script, path="/static/static/js/FileUploader.D7.js")
    assert body["body"].decode() == "children:t?`Slip filerne her`:`Slip filen her`"
    assert (b"content-length", str(len(body["body"])).encode()) in start["headers"]
    assert _sent(b"text/javascript", script, path="/media/FileUploader.D7.js")[1]["body"] == script


def test_the_newest_closes_are_computed_when_what_they_rest_on_has_changed_and_only_then(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    monkeypatch.setattr(usecases, "warm", lambda _home: computed.append("closes"))
    monkeypatch.setattr(usecases, "warm_cases", lambda _home: computed.append("cases"))
    monkeypatch.setattr(usecases, "warm_report", lambda _home: computed.append("report"))
    home = usecases.open_cockpit(demo_home, demo=True)
    seen = look(home, "")
    assert look(home, seen) == seen
    assert computed == ["closes", "cases", "report"]
    home.store.save_settings("en", home.store.settings().model_copy(update={"materiality_kr": Decimal(1)}), "prøve")
    assert look(home, seen) != seen
    assert computed == ["closes", "cases", "report"] * 2
