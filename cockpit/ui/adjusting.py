"""Skøn on the screen: the controller's own additions to the forecast, laid with a reason and taken back with one."""

import datetime as dt

import polars as pl
import streamlit as st

from cockpit import usecases
from cockpit.contracts import danish
from cockpit.contracts.data import Adjustment
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.tables import table
from cockpit.views import Table
from cockpit.views.levels import level_title

_LEVELS = ("area", "paragraph", "provider", "function", "team")


def _month(number: int) -> str:
    return danish.MONTHS[number - 1]


def skoen(reader: Reader, moment: Moment, listed: Table) -> None:
    """The skøn in force; for the controller also the two forms."""
    table(listed, key="skoen", title=False)
    if not reader.scope.may_write:
        return
    laid, taken = st.tabs(["Læg et skøn", "Træk et skøn tilbage"])
    with laid:
        _lay(reader, moment)
    with taken:
        _withdraw(reader, listed)


def _lay(reader: Reader, moment: Moment) -> None:
    level = st.segmented_control(
        "Niveau", _LEVELS, default="paragraph", format_func=level_title, key="skoen-niveau", required=True
    )
    with st.form("skoen-form", border=False):
        keys = _keys(reader, moment, level or "paragraph")
        key = st.selectbox(
            level_title(level or "paragraph"),
            keys,
            index=None,
            format_func=lambda name: keys[name],
            placeholder="Vælg",
            key=f"skoen-noegle-{level}",
            filter_mode="contains",
        )
        amount, first, last, expires = st.columns(4)
        text = amount.text_input("Beløb i kr. (minus for mindreudgift)", key="skoen-beloeb", placeholder="1.250.000")
        start = first.selectbox(
            "Fra måned", range(1, 13), index=moment.next_month - 1, format_func=_month, key="skoen-fra"
        )
        end = last.selectbox("Til måned", range(1, 13), index=11, format_func=_month, key="skoen-til")
        until = expires.date_input(
            "Udløber", value=dt.date(moment.year, 12, 31), format="DD-MM-YYYY", key="skoen-udloeb"
        )
        reason = st.text_input("Begrundelse", key="skoen-begrundelse", max_chars=300)
        if st.form_submit_button("Læg skønnet", type=main_button(), key="skoen-gem"):
            _save(reader, moment, level or "paragraph", key, text, (start, end), reason, until)


def _keys(reader: Reader, moment: Moment, level: str) -> dict[str, str]:
    rows = usecases.forecast_rows(reader.cockpit, reader.scope, level, as_of=moment.as_of, year=moment.year)
    pairs = rows.select("key", pl.coalesce("label", "key").alias("label")).sort("label")
    return dict(pairs.iter_rows())


def _save(
    reader: Reader,
    moment: Moment,
    level: str,
    key: str | None,
    text: str,
    months: tuple[int, int],
    reason: str,
    until: dt.date,
) -> None:
    try:
        amount = usecases.parse_amount(text)
        adjustment = Adjustment(level, key or "", moment.year, *months, amount, reason, until)
        usecases.adjust(reader.cockpit, reader.scope, adjustment)
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"Skøn på {danish.kr(amount)} er lagt på {key}.")
    st.rerun()


def _withdraw(reader: Reader, listed: Table) -> None:
    laid = {
        row["id"]: f"{row['key']}: {danish.kr(row['amount_kr'])} ({row['reason']})" for row in listed.frame.to_dicts()
    }
    if not laid:
        st.caption("Der er ingen skøn at trække tilbage.")
        return
    with st.form("skoen-tilbage", border=False):
        number = st.selectbox("Skøn", laid, format_func=lambda n: laid[n], key="skoen-valgt")
        reason = st.text_input("Hvorfor trækkes det tilbage?", key="skoen-hvorfor", max_chars=300)
        if st.form_submit_button("Træk skønnet tilbage", key="skoen-fjern"):
            try:
                usecases.withdraw(reader.cockpit, reader.scope, int(number), reason)
            except CockpitError as error:
                show_error(error)
                return
            leave_message("Skønnet er trukket tilbage. Det står fortsat i journalen.")
            st.rerun()
