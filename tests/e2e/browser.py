"""A Chromium that talks to this computer alone, and a server started the way a newcomer starts it."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=da-DK",
]
PROBE = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
"""On a deep link Streamlit asks below the page's address whether the server lives there, and takes 404 for no."""
LOOPBACK = {"127.0.0.1", "localhost"}
START_SECONDS = 90


def chromium() -> str:
    """The browser's path; skips the test where there is none, fails it where CI promises one."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("CI runs without Chromium, so no journey was tested")
    pytest.skip("Chromium is not installed")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(home: Path, *, demo: bool = True) -> Iterator[str]:
    """The app on a home of its own; its address."""
    port = free_port()
    environment = {**os.environ, "COCKPIT_HOME": str(home), "COCKPIT_DEMO": "1" if demo else ""}
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "cockpit/ui/server.py",
        f"--server.port={port}",
        "--server.headless=true",
    ]
    log = (home.parent / f"server-{port}.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(port, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait_until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 4):
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the server did not answer")


class Watched:
    """A page whose every request and every console error is remembered."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strangers: list[str] = []
        self.errors: list[str] = []
        self.frames: list[bytes] = []
        """Everything that the server sent over its websockets."""
        page.on("request", self._request)
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, request: object) -> None:
        address = urlsplit(getattr(request, "url", ""))
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in LOOPBACK:
            self.strangers.append(address.geturl())

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBE.search(message.location["url"]):
            self.errors.append(f"{message.text} {message.location['url']}")

    def _frame(self, payload: bytes | str) -> None:
        self.frames.append(payload if isinstance(payload, bytes) else payload.encode())

    def screenshot_whole(self, path: Path) -> None:
        """The page in its full length: Streamlit scrolls inside the window, so the window is made as tall."""
        size = self.page.viewport_size
        assert size is not None
        tall = self.page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(size["height"], int(tall) + 20)})
        self.page.wait_for_timeout(500)
        self.page.screenshot(path=path)
        self.page.set_viewport_size(size)

    def assert_clean(self) -> None:
        """Nothing left this computer, and the browser complained of nothing."""
        assert self.strangers == []
        assert self.errors == []


@contextmanager
def visit(width: int = 1440, height: int = 900, scheme: str = "light") -> Iterator[Watched]:
    """A fresh browser with a Danish reader in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",  # nothing to wait for, and a fifth less to draw
        )
        try:
            yield Watched(context.new_page())
        finally:
            browser.close()


def settle(page: Page) -> None:
    """Wait until the script has run and nothing more is drawn."""
    page.wait_for_selector('[data-testid="stApp"]')
    page.wait_for_function(
        """() => { const app = document.querySelector('[data-testid="stApp"]');
        return app && app.getAttribute('data-test-script-state') === 'notRunning'
            && app.getAttribute('data-test-connection-state') === 'CONNECTED'
            && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"]'); }""",
        timeout=60_000,
    )
    page.wait_for_timeout(400)
