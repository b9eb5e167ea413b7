"""Data -> Koder: what the texts of the exports mean, seen and put right; and the layouts that people have made."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts.dataset import dataset
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.tables import choosable, text_table
from cockpit.views import codes as codes_view


def kept_codes(reader: Reader) -> None:
    """The kept codes; a row that is chosen can be changed or taken away."""
    kept = usecases.kept_codes(reader.cockpit, reader.scope)
    view = codes_view.build(kept)
    st.markdown(f"**{view.headline}**")
    if not kept:
        st.info(
            "Når en fil har en kode, som programmet ikke kender, spørges der under Indlæsning. Svarene står her.",
            icon=":material/label:",
        )
        return
    chosen = choosable(view.table, key="koder")
    if chosen is None:
        st.caption("Vælg en række for at rette eller fjerne den.")
        return
    _change(reader, kept[chosen], view.labels[chosen])


def _change(reader: Reader, line: tuple[usecases.Entry, usecases.KeptCode], label: str) -> None:
    entry, kept = line
    options = usecases.choices(dataset(kept.dataset).field(kept.field))
    st.markdown(f"**{label}**")
    code = st.selectbox(
        "Betyder", options, index=options.index(kept.code) if kept.code in options else None,
        key=f"kode-{entry.id}", filter_mode="contains", width=420,
    )  # fmt: skip
    with st.container(horizontal=True):
        if st.button("Gem rettelsen", type=main_button(), disabled=code in (None, kept.code), key=f"ret-{entry.id}"):
            _save(reader, entry, code, "Koden er rettet. Den bruges fra næste indlæsning.")
        if st.button("Fjern koden", key=f"fjern-{entry.id}"):
            _save(reader, entry, None, "Koden er fjernet. Teksten tæller igen under Ikke fordelt fra næste indlæsning.")


def _save(reader: Reader, entry: usecases.Entry, code: str | None, message: str) -> None:
    try:
        usecases.change_code(reader.cockpit, reader.scope, entry, code)
    except CockpitError as error:
        show_error(error)
        return
    leave_message(message)
    st.rerun()


def saved_profiles(reader: Reader) -> None:
    """The layouts that people have mapped: what each column is read as, and the file to pass on."""
    profiles = usecases.saved_profiles(reader.cockpit, reader.scope)
    st.header("Egne opstillinger", anchor=False)
    if not profiles:
        st.caption("Ingen endnu. En ukendt fil tilknyttes én gang under Indlæsning og huskes her.")
    for profile in profiles:
        with st.expander(f"{profile.title} – {dataset(profile.dataset).title}", icon=":material/table_chart:"):
            text_table(codes_view.layout(profile.dataset, profile.columns, profile.constants, profile.ignore))
            st.caption("Filen her er til `cockpit import --profile` og til at give videre til andre.")
            st.download_button(
                "Hent som fil", profile.to_yaml(), f"{profile.name}.yaml", "text/yaml", key=f"profil-{profile.name}"
            )
