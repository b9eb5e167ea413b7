"""Who is reading, and which home is open. Sign-in has its place here; until it is set up the demo lets one choose."""

import gc
import getpass
import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from cockpit import usecases
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases import Cockpit

READER = "laeser"
"""Session key of the signed-in reader. Pages without it refuse: nobody came through the front door."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The opened home and the scope in which this person may read it."""

    cockpit: Cockpit
    scope: Scope


def is_demo() -> bool:
    """Whether the app was started on synthetic data (`COCKPIT_DEMO=1`)."""
    return os.environ.get("COCKPIT_DEMO", "") == "1"


def open_home(home: str | None = None, *, demo: bool | None = None) -> Cockpit:
    """The home that the environment names, opened once a process."""
    named = os.environ.get("COCKPIT_HOME", "") if home is None else home
    return usecases.open_cockpit(Path(named) if named else None, demo=is_demo() if demo is None else demo)


@st.cache_resource(show_spinner="Åbner styringscockpittet …", max_entries=2)
def _open(home: str, *, demo: bool) -> Cockpit:
    """Open the home once a process. What has been loaded by now lives as long as the server: the garbage collector
    need not walk it at every rerun (p95 at 50 sessions fell from 624 to 242 ms)."""
    cockpit = open_home(home, demo=demo)
    gc.collect()
    gc.freeze()
    return cockpit


def sign_in() -> Reader:
    """The reader of this session. In the demo anybody chooses a role; on own data without sign-in the app answers
    this computer only, and whoever sits at it is the controller."""
    cockpit = _open(os.environ.get("COCKPIT_HOME", ""), demo=is_demo())
    scope = _chosen_scope(cockpit) if is_demo() else Scope(user=getpass.getuser(), role=Role.CONTROLLER)
    reader = Reader(cockpit, scope)
    st.session_state[READER] = reader
    return reader


def _chosen_scope(cockpit: Cockpit) -> Scope:
    scopes = usecases.demo_scopes(cockpit)
    title = st.sidebar.selectbox(
        "Se appen som",
        scopes,
        placeholder="Vælg",
        key="rolle",
        bind="query-params",
        filter_mode=None,
        help="Kun i demoen: hver rolle ser sit eget. I drift følger rollen af login.",
    )
    return scopes[title]


def current_reader() -> Reader | None:
    """The reader that `sign_in` found; None where a page was reached some other way."""
    reader = st.session_state.get(READER)
    return reader if isinstance(reader, Reader) else None
