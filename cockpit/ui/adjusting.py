"""Skøn on the screen: the controller's own additions to the forecast, laid with a reason and taken back with one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from cockpit import usecases
from cockpit.contracts import danish
from cockpit.contracts.data import Adjustment
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.figures import kept
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.tables import table
from cockpit.views import FollowupView, Table
from cockpit.views.levels import key_label, level_title

_LAID = "skoen-lagt"
"""Session key: how many skøn were laid since the page was opened. A new form for each: one that kept its words would
lay the same skøn twice at a second click."""
_LEVELS = ("total", "committee", "area", "function", "paragraph", "provider", "team", "grant")


def _month(number: int) -> str:
    return danish.MONTHS[number - 1]


def skoen(reader: Reader, moment: Moment, view: FollowupView) -> None:
    """The skøn in force and those of earlier closes; for the controller also the forms."""
    table(view.adjustments, key="skoen", title=False)
    if not reader.scope.may_write:
        return
    waiting = view.earlier.frame.height
    before, laid, taken = st.tabs(
        [f"Fra tidligere måneder ({waiting})", "Læg et skøn", "Træk et skøn tilbage"],
        default="Læg et skøn" if not waiting else None,
    )
    with before:
        _renew(reader, moment, view.earlier)
    with laid:
        _lay(reader, moment)
    with taken:
        _withdraw(reader, view.adjustments)


def _lay(reader: Reader, moment: Moment) -> None:
    level = st.segmented_control(
        "Niveau",
        _LEVELS,
        default="paragraph",
        format_func=level_title,
        key="skoen-niveau",
        required=True,
        help="Skønnet står på det, du vælger. Hører det til i flere politikområder (som I alt eller en paragraf, der "
        "bruges flere steder), tæller det med i alt og står under Ikke fordelt, når der vises pr. politikområde.",
    )
    name = f"skoen{st.session_state.get(_LAID) or ''}"
    with st.form("skoen-form", border=False):
        keys = _keys(reader, moment, level or "paragraph")
        key = st.selectbox(
            level_title(level or "paragraph"),
            keys,
            index=0 if level == "total" else None,
            format_func=lambda one: keys[one],
            placeholder="Vælg",
            key=f"{name}-noegle-{level}",
            filter_mode="contains",
        )
        text, months, until = _fields(name, "", (moment.next_month, 12), dt.date(moment.year, 12, 31))
        reason = st.text_input("Begrundelse", key=f"{name}-begrundelse", max_chars=300)
        if st.form_submit_button("Læg skønnet", type=main_button(), key="skoen-gem"):
            _save(reader, moment, level or "paragraph", key, text, months, reason, until)


def _fields(name: str, amount: str, months: tuple[int, int], expires: dt.date) -> tuple[str, tuple[int, int], dt.date]:
    """Amount as written, months and expiry of a skøn, side by side."""
    first_column, second, third, fourth = st.columns(4)
    text = first_column.text_input(
        "Beløb i kr. (minus for mindreudgift)", amount, key=f"{name}-beloeb", placeholder="1.250.000"
    )
    start = second.selectbox("Fra måned", range(1, 13), index=months[0] - 1, format_func=_month, key=f"{name}-fra")
    end = third.selectbox("Til måned", range(1, 13), index=months[1] - 1, format_func=_month, key=f"{name}-til")
    until = fourth.date_input("Udløber", value=expires, format="DD-MM-YYYY", key=f"{name}-udloeb")
    return text, (start, end), until


def _named(row: dict[str, Any]) -> str:
    return f"Nr. {row['id']}, {row['key_label']}: {danish.kr(row['amount_kr'])} ({row['reason']})"


def _renew(reader: Reader, moment: Moment, listed: Table) -> None:
    """Each skøn of an earlier close is renewed as it is or changed, or dropped."""
    table(listed, key="skoen-tidligere", title=False)
    rows = {row["id"]: row for row in listed.frame.to_dicts()}
    if not rows:
        return
    number = st.selectbox("Skøn", rows, format_func=lambda one: _named(rows[one]), key="skoen-forny-valgt")
    old = rows[number]
    with st.form(f"skoen-forny-{number}", border=False):
        name = f"skoen-forny-{number}"
        proposed = usecases.renewed(old, moment.as_of)
        text, months, until = _fields(
            name,
            danish.number(old["amount_kr"], 2).removesuffix(",00"),
            (proposed.month_from, proposed.month_to),
            proposed.expires_on,
        )
        reason = st.text_input("Begrundelse", old["reason"], key=f"{name}-begrundelse", max_chars=300)
        again, dropped = st.columns(2)
        if again.form_submit_button("Forny skønnet", type=main_button(), key=f"{name}-gem"):
            _tried(lambda: _again(reader, moment, number, old, text, months, reason, until))
        if dropped.form_submit_button("Lad skønnet falde", key=f"{name}-fald"):
            _tried(lambda: _dropped(reader, number, reason, old["reason"]))


def _again(
    reader: Reader,
    moment: Moment,
    number: int,
    old: dict[str, Any],
    text: str,
    months: tuple[int, int],
    reason: str,
    until: dt.date,
) -> str:
    amount = usecases.parse_amount(text)
    made = usecases.renewed(
        old, moment.as_of, amount_kr=amount, month_from=months[0], month_to=months[1], reason=reason, expires_on=until
    )
    usecases.renew(reader.cockpit, reader.scope, number, made)
    return f"Skønnet på {old['key_label']} er fornyet: {danish.kr(amount)}"


def _dropped(reader: Reader, number: int, reason: str, before: str) -> str:
    """The words of the field are the reason to drop only where they are not still those it was laid for."""
    said = reason if reason.strip() != before.strip() else "Ikke fornyet."
    usecases.withdraw(reader.cockpit, reader.scope, number, said)
    return "Skønnet er faldet. Det står fortsat i journalen."


def _tried(act: Callable[[], str]) -> None:
    try:
        message = act()
    except CockpitError as error:
        show_error(error)
        return
    leave_message(message)
    st.rerun()


def _keys(reader: Reader, moment: Moment, level: str) -> dict[str, str]:
    rows = kept(reader, usecases.forecast_rows, level, as_of=moment.as_of, year=moment.year)
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
    def laid() -> str:
        amount = usecases.parse_amount(text)
        usecases.adjust(
            reader.cockpit, reader.scope, Adjustment(level, key or "", moment.year, *months, amount, reason, until)
        )
        st.session_state[_LAID] = st.session_state.get(_LAID, 0) + 1
        where = "hele området" if level == "total" else key_label(key or "")
        return f"Skøn på {danish.kr(amount)} er lagt på {where}."

    _tried(laid)


def _withdraw(reader: Reader, listed: Table) -> None:
    laid = {row["id"]: _named(row) for row in listed.frame.to_dicts()}
    if not laid:
        st.caption("Der er ingen skøn at trække tilbage.")
        return
    with st.form("skoen-tilbage", border=False):
        number = st.selectbox("Skøn", laid, format_func=lambda one: laid[one], key="skoen-valgt")
        reason = st.text_input("Hvorfor trækkes det tilbage?", key="skoen-hvorfor", max_chars=300)
        if st.form_submit_button("Træk skønnet tilbage", key="skoen-fjern"):
            _tried(lambda: _withdrawn(reader, int(number), reason))


def _withdrawn(reader: Reader, number: int, reason: str) -> str:
    usecases.withdraw(reader.cockpit, reader.scope, number, reason)
    return "Skønnet er trukket tilbage. Det står fortsat i journalen."
