"""The app as AppTest drives it, on a filled demo home."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cockpit import usecases

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory, filled_home: Path) -> Path:
    """A filled demo home of this module's own."""
    home = shutil.copytree(filled_home, tmp_path_factory.mktemp("demo") / "home")
    (home / ".demo").touch()
    return home


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """A demo home into which nothing has been imported yet."""
    home = tmp_path / "tom"
    home.mkdir()
    (home / ".demo").touch()
    return home


@pytest.fixture(scope="module", autouse=True)
def empty_caches() -> Iterator[None]:
    """The process's caches start and end empty. Within a module they live on, as they do in a server: what is kept
    for one home, stamp and reader may never be given to another."""
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture(autouse=True)
def back_tests(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The homes whose back-test was asked for. None is computed: it would outlive its test by minutes."""
    asked: list[Path] = []
    monkeypatch.setattr(usecases, "start_worker", lambda cockpit: asked.append(cockpit.store.home))
    return asked


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open the app on a home in a role, on a page."""

    def opened(home: Path, role: str = "Økonomi", page: str = "", **parameters: str) -> AppTest:
        monkeypatch.setenv("COCKPIT_HOME", str(home))
        monkeypatch.setenv("COCKPIT_DEMO", "1")
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
        app.query_params["rolle"] = role
        app.run()
        if not page:
            return app
        app.switch_page(f"pages/{page}.py")
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    yield opened
    os.environ.pop("COCKPIT_DEMO", None)


def texts(app: AppTest) -> str:
    """Everything that the page says in words: titles, sentences, messages, key figures and tables."""
    words = [
        element.value
        for kind in ("title", "header", "markdown", "caption", "error", "info", "warning", "success")
        for element in getattr(app, kind)
    ]
    figures = [f"{metric.label} {metric.value} {metric.delta}" for metric in app.metric]
    frames = [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join(map(str, [*words, *figures, *frames]))
