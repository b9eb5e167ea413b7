"""Kontrol af trykte tabeller on the screen: a file or a pasted table in, the calculation beside the print out."""

from functools import partial

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.downloads import excel, file_name
from cockpit.ui.session import Reader
from cockpit.ui.shell import footer, notes
from cockpit.ui.tables import table, text_table
from cockpit.usecases.published import FACTORS, PublishedAnswer

TYPES = ["xlsx", "xlsm", "xltx", "xltm", "xls", "ods", "csv", "txt"]
_EXAMPLE = (
    "Område;Oprindeligt budget;Tillægsbevillinger;Overførsler;Korrigeret budget;Forventet regnskab;Afvigelse\n"
    "13 Handicap og Psykiatri;367.660;1.058;2.357;371.075;372.997;-1.925"
)


def printed_table(reader: Reader) -> tuple[PublishedAnswer, ...]:
    """Ask for a table and calculate it again; ends the page where there is none, or none that can be read."""
    laid, typed = st.tabs(["Hent en fil", "Indsæt en tabel"])
    file = laid.file_uploader("Læg den trykte tabel her (Excel eller CSV)", type=TYPES, key="trykt-fil")
    text = typed.text_area(
        "Indsæt tabellen med overskrifter – kopieret fra Excel, Word eller en hjemmeside",
        key="trykt-tekst",
        height=160,
        placeholder=_EXAMPLE,
    )
    unit_place, sums_place = st.columns([1, 3])
    unit = unit_place.selectbox("Enhed", FACTORS, key="trykt-enhed", bind="query-params", filter_mode=None)
    if file is None and not text.strip():
        st.stop()
    sums = st.session_state.get("trykt-summer", [])
    content = (file.name, file.getvalue()) if file is not None else None
    try:
        found = _calculated(reader, content, text, tuple(sums), unit)
    except CockpitError as error:
        show_error(error)
        st.stop()
    labels = list(dict.fromkeys(label for one in found for label in one.view.labels))
    sums_place.multiselect(
        "Linjer der også er summer",
        labels,
        key="trykt-summer",
        placeholder="Sumlinjer kendes af ordet eller af tallene; peg på flere her",
    )
    return found


def _calculated(
    reader: Reader, content: tuple[str, bytes] | None, text: str, sums: tuple[str, ...], unit: str
) -> tuple[PublishedAnswer, ...]:
    if content is not None:
        (upload, *_), keep = usecases.stage([content])
    else:
        upload, keep = usecases.pasted(text)
    with keep:
        return usecases.published(reader.cockpit, reader.scope, upload, totals=sums, unit=unit)


def calculated_tables(found: tuple[PublishedAnswer, ...]) -> None:
    """Every table of the file: what it comes to, the differences, and how it was read."""
    for number, one in enumerate(found):
        st.markdown(f"**{one.view.headline}**")
        table(one.view.on_screen, key=f"trykt-{number}", title=len(found) > 1)
        if one.view.differences.frame.height:
            table(one.view.differences, key=f"trykt-forskelle-{number}")
        with st.expander("Sådan er tabellen læst", icon=":material/rule:"):
            text_table(one.view.reading)
        notes(one.view.notes)
        name = file_name("kontrol", one.view.table.title)
        excel(
            "Hent som Excel",
            partial(usecases.download, one.view, "Kontrol af trykt tabel"),
            name,
            key=f"hent-{number}",
        )
    footer(found[0].view.context)
