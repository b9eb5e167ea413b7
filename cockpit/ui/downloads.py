"""Files that leave the app: made when somebody asks for them, never before, and stamped."""

import re
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from cockpit import usecases
from cockpit.ui.moment import Moment
from cockpit.ui.shell import footer, notes
from cockpit.usecases import Downloadable

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(*parts: str) -> str:
    """`overblik-2026-03-31.xlsx`: lower case, without blanks and signs that a file system refuses."""
    joined = "-".join(part for part in parts if part).lower()
    return re.sub(r"[^\wæøå.-]+", "-", joined).strip("-") + ".xlsx"


def excel(label: str, content: Callable[[], bytes], name: str, *, key: str) -> None:
    """A button that makes the workbook when it is clicked; the page does not run again for it."""
    st.download_button(
        label,
        data=content,
        file_name=name,
        mime=EXCEL,
        key=key,
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )


def closing(
    view: Downloadable,
    title: str,
    moment: Moment,
    lines: Sequence[str],
    lines_title: str = "Vær opmærksom på",
    *,
    key: str = "hent",
) -> None:
    """What ends every page of figures, or a tab of them: what is weak about them, everything on the screen as one
    workbook (the same tables, the same values, the same order), and the stamp. `key`: of the button."""
    weak, button = st.columns([4, 1])
    with weak:
        notes(lines, lines_title)
    with button:
        excel("Hent som Excel", partial(usecases.download, view, title), file_name(title, moment.text), key=key)
    footer(view.context)
