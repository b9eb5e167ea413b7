"""Whatever goes wrong is one Danish sentence on the screen, one line without personal data in the log."""

import logging

import pytest
from streamlit.testing.v1 import AppTest

REFUSED = """
import streamlit as st
from cockpit import ui
from cockpit.contracts.errors import Refused

with ui.boundary():
    raise Refused("Filen har ingen beløbskolonne.")
st.write("appen lever")
"""

UNEXPECTED = """
import streamlit as st
from cockpit import ui

def look_up():
    raise KeyError("borger Åse på række 7")

with ui.boundary():
    look_up()
st.write("appen lever")
"""

RERUN_AND_STOP = """
import streamlit as st
from cockpit import ui

with ui.boundary():
    if "igen" not in st.session_state:
        st.session_state["igen"] = True
        st.rerun()
    st.write("anden gang")
    st.stop()
st.write("nås aldrig")
"""


def test_a_refusal_is_shown_as_it_stands() -> None:
    app = AppTest.from_string(REFUSED).run()
    assert [error.value for error in app.error] == ["Filen har ingen beløbskolonne."]
    assert app.markdown[0].value == "appen lever"


def test_an_unexpected_error_shows_a_reference_and_not_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="cockpit.ui.boundary"):
        app = AppTest.from_string(UNEXPECTED).run()
    (shown,) = app.error
    (logged,) = caplog.records
    reference = logged.getMessage().split()[1].rstrip(":")
    assert shown.value.startswith("Der skete en uventet fejl")
    assert f"**{reference}**" in shown.value
    assert "Åse" not in shown.value
    assert not app.exception
    assert app.markdown[0].value == "appen lever"


def test_the_log_says_where_but_not_what(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="cockpit.ui.boundary"):
        AppTest.from_string(UNEXPECTED).run()
    text = caplog.records[0].getMessage()
    assert "KeyError" in text
    assert "look_up" in text
    assert "borger" not in text
    assert caplog.records[0].exc_info is None


def test_streamlits_own_stop_and_rerun_pass_through() -> None:
    app = AppTest.from_string(RERUN_AND_STOP).run()
    assert not app.error
    assert [text.value for text in app.markdown] == ["anden gang"]
