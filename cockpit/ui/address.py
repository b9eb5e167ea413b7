"""What a sent link asks for that this reader's figures do not have. Streamlit drops it without a word; we say so.

What the link said is not repeated: it is a stranger's text, and may be the name of something the reader may not see.
"""

from collections.abc import Collection, Mapping

import streamlit as st

_LOST = "tabt-i-linket"


def lost(known: Mapping[str, tuple[str, Collection[str]]]) -> tuple[str, ...]:
    """Titles of the choices whose value in the address is not among those that can be chosen. `known`: name in the
    address -> title, its values. Ask before the widgets are made: they take the address for their own."""
    asked = {name: st.query_params.get(name) for name in known if name not in st.session_state}
    return tuple(title for name, (title, values) in known.items() if asked.get(name) and asked[name] not in values)


def tell_lost(where: str, titles: tuple[str, ...], chosen: object) -> None:
    """Say it until the reader chooses anew. `where`: which choices of the page; `chosen`: what they are now."""
    key = f"{_LOST}-{where}"
    if titles:
        st.session_state[key] = titles, chosen
    told, then = st.session_state.get(key, ((), None))
    if told and then == chosen:
        st.warning(
            f"Linket vælger en værdi, som ikke findes i de tal, du har adgang til: {', '.join(told)}. "
            "Valget er udeladt, så her vises noget andet, end afsenderen så.",
            icon=":material/link_off:",
        )
