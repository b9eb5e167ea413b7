"""Kommende sager on the screen: a new case, a changed one, and the end of one."""

import datetime as dt
from decimal import Decimal
from typing import Any

import streamlit as st

from cockpit import law, usecases
from cockpit.contracts import danish
from cockpit.contracts.coming import ComingCase
from cockpit.contracts.dataset import dataset
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.views import ComingView

_NEW = "Ny sag"


def edit_cases(reader: Reader, moment: Moment, view: ComingView) -> None:
    """The forms; for the controller alone."""
    if not reader.scope.may_write:
        st.caption("Listen føres af økonomi. Mangler en sag, så sig det til din controller.")
        return
    keep, close = st.tabs(["Læg til eller ret", "Luk en sag"])
    with keep:
        _keep(reader, moment, view)
    with close:
        _close(reader, view)


def _ids(view: ComingView) -> dict[str, str]:
    rows = view.table.frame.select("pipeline_id", "paragraph", "service", "case").iter_rows()
    return {
        number: " · ".join(filter(None, (number, paragraph, service, case)))
        for number, paragraph, service, case in rows
    }


def _keep(reader: Reader, moment: Moment, view: ComingView) -> None:
    labels = {_NEW: _NEW, **_ids(view)}
    chosen = st.selectbox("Sag", labels, format_func=lambda name: labels[name], key="sag-valgt", filter_mode="contains")
    now = None if chosen in (None, _NEW) else usecases.find_case(reader.cockpit, reader.scope, str(chosen))
    with st.form(f"sag-{chosen}", border=False):
        fields = _fields(moment, now, str(chosen))
        reason = st.text_input("Hvorfor (står i historikken)", key=f"sag-hvorfor-{chosen}", max_chars=300)
        if st.form_submit_button("Gem sagen", type=main_button(), key="sag-gem"):
            _save(reader, fields, reason, new=now is None)


def _fields(moment: Moment, now: ComingCase | None, mark: str) -> dict[str, Any]:
    """The form's fields, filled with what the case says today."""
    contract = dataset("pipeline")
    paragraphs = law.paragraphs()["code"].unique().sort().to_list()
    units, origins = list(contract.field("price_unit").codes), ["", *contract.field("origin").codes]
    first, second, third = st.columns(3)
    start = now.expected_start if now else dt.date(moment.year, moment.next_month, 1)
    return {
        "pipeline_id": now.pipeline_id if now else "",
        "grant_id": now.grant_id if now else "",
        "case": first.text_input(
            "Borger eller sag", now.case if now else "", key=f"sag-borger-{mark}", max_chars=80,
            help="Sagsnummer eller pseudonym. Aldrig et CPR-nummer.",
        ),
        "paragraph": second.selectbox(
            "Paragraf", paragraphs, index=_place(paragraphs, now.paragraph if now else None),
            key=f"sag-paragraf-{mark}",
            placeholder="Vælg", filter_mode="contains",
        ) or "",
        "service": third.text_input("Ydelse", now.service if now else "", key=f"sag-ydelse-{mark}", max_chars=120),
        "expected_start": first.date_input("Forventet start", start, format="DD-MM-YYYY", key=f"sag-start-{mark}"),
        "price": second.text_input(
            "Takst i kr.", danish.number(now.unit_price, 2) if now else "", key=f"sag-takst-{mark}",
            placeholder="2.450,00",
        ),
        "price_unit": third.selectbox(
            "Takstenhed", units, index=_place(units, now.price_unit if now else "døgn"), key=f"sag-enhed-{mark}"
        ),
        "probability": first.number_input(
            "Sandsynlighed i pct.", 0, 100, round(100 * (0.7 if now is None or now.probability is None
            else now.probability)), 5, key=f"sag-chance-{mark}",
        ) / 100,
        "origin": second.selectbox(
            "Kilde", origins, index=_place(origins, now.origin if now else "") or 0, key=f"sag-kilde-{mark}",
            format_func=lambda text: text or "ikke angivet",
        ),
        "note": third.text_input("Bemærkning", now.note if now else "", key=f"sag-note-{mark}", max_chars=200),
    }  # fmt: skip


def _place(options: list[str], value: str | None) -> int | None:
    return options.index(value) if value in options else None


def _save(reader: Reader, fields: dict[str, Any], reason: str, *, new: bool) -> None:
    try:
        price: Decimal = usecases.parse_amount(fields.pop("price"))
        case = usecases.parse_case(**fields, unit_price=price)
        if new:
            case = usecases.add_case(reader.cockpit, reader.scope, case, reason)
        else:
            usecases.save_case(reader.cockpit, reader.scope, case, reason)
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"Sagen {case.pipeline_id} er gemt, og fremskrivningen er regnet med den.")
    st.rerun()


def _close(reader: Reader, view: ComingView) -> None:
    labels = _ids(view)
    if not labels:
        st.caption("Der er ingen åbne sager.")
        return
    found = dict(view.matches)
    with st.form("sag-luk", border=False):
        chosen = st.selectbox(
            "Sag", labels, format_func=lambda name: labels[name], key="sag-luk-valgt", filter_mode="contains"
        )
        grant = st.text_input(
            "Blev til indsats (bevillings-id; tom = bortfaldet)", key="sag-luk-indsats", max_chars=200,
            help="; ".join(f"{case}: {number}" for case, number in found.items()) or None,
        )  # fmt: skip
        reason = st.text_input("Hvorfor?", key="sag-luk-hvorfor", max_chars=300)
        if st.form_submit_button("Luk sagen", key="sag-luk-gem"):
            try:
                usecases.close_case(reader.cockpit, reader.scope, str(chosen), grant_id=grant.strip(), reason=reason)
            except CockpitError as error:
                show_error(error)
                return
            leave_message(f"Sagen {chosen} er lukket. Den står fortsat i historikken.")
            st.rerun()
