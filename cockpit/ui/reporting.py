"""Reports on the screen: what they say, and a button for each kind of file, made when it is clicked."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from cockpit import usecases
from cockpit.ui.downloads import EXCEL, file_name
from cockpit.ui.figures import kept
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import kpis
from cockpit.ui.tables import table
from cockpit.views.report import ReportView, Section

REPORT_TITLES = {"month": "Til ledelsen", "committee": "Til udvalget"}
_FILES = {
    ".docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": ("PDF", "application/pdf"),
    ".xlsx": ("Excel", EXCEL),
}


def choose_report() -> str:
    """Which report: to the management or to the committee."""
    chosen = st.segmented_control(
        "Rapport",
        list(REPORT_TITLES),
        default="month",
        format_func=lambda kind: REPORT_TITLES[kind],
        key="rapport",
        required=True,
    )
    return chosen or "month"


def report(reader: Reader, moment: Moment, kind: str) -> ReportView:
    """The report as it would be printed now."""
    return kept(reader, usecases.report, kind, moment.as_of, moment.year)


def report_downloads(reader: Reader, moment: Moment, kind: str, view: ReportView) -> None:
    """One button a kind of file, each of what the screen shows."""
    places = st.columns(len(_FILES))
    for place, (suffix, (title, mime)) in zip(places, _FILES.items(), strict=True):
        make: Callable[[], bytes] = partial(usecases.printed_report, reader.cockpit, reader.scope, kind, suffix, view)
        name = file_name("rapport", REPORT_TITLES[kind], moment.text).removesuffix(".xlsx") + suffix
        place.download_button(
            f"Hent som {title}",
            data=make,
            file_name=name,
            mime=mime,
            key=f"hent-{suffix}",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )


def report_preview(view: ReportView) -> None:
    """The chapters folded, the first open: what the reader of the paper will meet."""
    for place, section in enumerate(view.sections):
        with st.expander(section.heading, expanded=place == 0):
            _section(section, place)


def _section(section: Section, place: int) -> None:
    for text in section.texts:
        st.markdown(text)
    if section.kpis:
        kpis(section.kpis)
    for number, printed in enumerate(section.tables):
        table(printed.on_paper(), key=f"rapport-{place}-{number}")
    if section.bullets:
        st.markdown("\n".join(f"- {line}" for line in section.bullets))
