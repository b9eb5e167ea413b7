"""What the controller tells on *Dyre sager og refusion*: what was requested, and the year's limits of the law."""

import datetime as dt

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.refund_claim import FINAL, RefundClaim
from cockpit.ui.boundary import show_error
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.views.expensive import KIND_TITLE

_QUARTERS = {**{number: f"{number}. kvartal" for number in range(1, FINAL)}, FINAL: "Endelig opgørelse"}
_BOTH = "Begge love"
_ACTS: dict[str, tuple[str, ...]] = {
    _BOTH: ("SEL", "BL"),
    "Kun SEL § 176 (voksne)": ("SEL",),
    "Kun BL § 198 (børn og unge)": ("BL",),
}


def refund_forms(reader: Reader, moment: Moment) -> None:
    """The two forms, for the controller only."""
    if not reader.scope.may_write:
        return
    claim, limits = st.columns(2)
    with claim:
        _claim_form(reader, moment)
    with limits:
        _limits_form(reader, moment)


def _claim_form(reader: Reader, moment: Moment) -> None:
    with st.form("refusion-anmodet", clear_on_submit=False):
        st.markdown("**Registrér en anmodning**")
        kind = st.selectbox("Slags refusion", KIND_TITLE, format_func=KIND_TITLE.__getitem__, key="anmodet-slags")
        year = st.number_input("År", moment.year - 2, moment.year, moment.year, key="anmodet-aar")
        quarter = st.selectbox("Kvartal", _QUARTERS, format_func=_QUARTERS.__getitem__, key="anmodet-kvartal")
        amount = st.text_input("Beløb i kr.", key="anmodet-beloeb", placeholder="1.250.000")
        on = st.date_input("Anmodet den", moment.as_of, format="DD-MM-YYYY", key="anmodet-den")
        if st.form_submit_button("Gem anmodning", key="anmodet-gem"):
            _save_claim(reader, kind, int(year), int(quarter), amount, on)


def _save_claim(reader: Reader, kind: str, year: int, quarter: int, amount: str, on: dt.date) -> None:
    try:
        amount_kr = usecases.parse_amount(amount)
        claim = RefundClaim(kind=kind, year=year, quarter=quarter, amount_kr=amount_kr, requested_on=on)
        usecases.record_claim(reader.cockpit, reader.scope, claim)
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"Anmodningen for {_QUARTERS[quarter].lower()} {year} er gemt.")
    st.rerun()


def _limits_form(reader: Reader, moment: Moment) -> None:
    with st.form("lovens-graenser"):
        st.markdown("**Indtast årets grænser**")
        first = usecases.first_limit_year()
        shown = max(moment.year, first)  # a close of earlier years is looked at, too
        year = st.number_input("År", first, shown + 1, shown, key="graense-aar")
        texts = [
            st.text_input(f"{share} % over, kr. om året", key=f"graense-{share}", placeholder=hint)
            for share, hint in ((25, "860.000"), (50, "1.680.000"), (75, "2.120.000"))
        ]
        acts = st.selectbox("Gælder", _ACTS, key="graense-lov")
        source = st.text_input("Kilde", key="graense-kilde", max_chars=200, help="Hvor grænserne er fundet.")
        if st.form_submit_button("Gem grænser", key="graense-gem"):
            _save_limits(reader, int(year), texts, source, acts)
    st.caption("Alle tal regnes derefter ud fra dem, og det står ved tallene. De gælder fra 1. januar i året.")


def _save_limits(reader: Reader, year: int, texts: list[str], source: str, acts: str) -> None:
    try:
        amounts = [usecases.parse_amount(text) for text in texts]
        usecases.enter_limits(reader.cockpit, reader.scope, year, amounts, source, _ACTS[acts])
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"Grænserne for {year} er gemt, og tallene regnes igen.")
    st.rerun()
