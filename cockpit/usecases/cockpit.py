"""An opened home: what every use case takes first."""

import os
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cockpit.contracts.errors import Refused
from cockpit.contracts.paths import ROOT
from cockpit.contracts.settings import Settings
from cockpit.store import Store

LOCAL = ROOT / "data" / "local"
DEMO_NAME = "demo"


@dataclass(frozen=True, eq=False)
class Cockpit:
    """One home, shared by every session of a process. `demo` homes hold synthetic data and never mix with others."""

    store: Store
    demo: bool = False
    memory: dict[tuple[object, ...], object] = field(default_factory=dict)
    """Results of this process by figure stamp; see `usecases.figures`."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    ahead: threading.RLock = field(default_factory=threading.RLock)
    """Held while the years ahead are computed, which nobody else's page waits for."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.store.settings()


def home_path(home: Path | None = None, *, demo: bool = False) -> Path:
    """Where the data lie: the given folder, `$COCKPIT_HOME`, or `data/local/home` (the demo: `data/local/demo`)."""
    if home is not None:
        return home.expanduser().resolve()
    named = os.environ.get("COCKPIT_HOME")
    if named:
        return Path(named).expanduser().resolve()
    return LOCAL / (DEMO_NAME if demo else "home")


@cache
def _opened(path: Path, *, demo: bool) -> Cockpit:
    return Cockpit(Store.open(path), demo=demo)


def open_cockpit(home: Path | None = None, *, demo: bool | None = None) -> Cockpit:
    """The home, opened once a process. `demo`: what the caller means to open; None = whatever the folder is. Refused
    where a demo is asked for in a home of real data or the reverse."""
    path = home_path(home, demo=bool(demo))
    marker = path / ".demo"
    used = path.exists() and any(path.iterdir())
    is_demo = marker.exists() if used or demo is None else demo
    if demo is not None and demo != is_demo:
        kind, wish = ("demodata", "egne data") if is_demo else ("egne data", "demodata")
        raise Refused(
            f"Mappen {path} indeholder {kind}, men blev åbnet til {wish}. Demo og egne data blandes aldrig: "
            "vælg en anden mappe med --home."
        )
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if is_demo:
        marker.touch()
    return _opened(path, demo=is_demo)
