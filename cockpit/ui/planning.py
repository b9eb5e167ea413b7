"""Action plans on the screen: one form for a new plan and for the plan that is clicked, and the plan's history."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from cockpit import usecases
from cockpit.contracts import danish
from cockpit.contracts.action import ACTION_STATUS_TITLE, ActionPlan, ActionStatus
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.explaining import EVERY_CLOSE
from cockpit.ui.figures import kept
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.usecases import PlanTexts
from cockpit.views.actions import ActionsView

_NEW = "Ny handleplan"
_WHOLE = "Hele området"


@dataclass(frozen=True)
class _Form:
    """What every field of one form needs: whose plan it shows, and a key of its own."""

    reader: Reader
    moment: Moment
    plan: ActionPlan | None

    def key(self, field: str) -> str:
        """The widget's key: another plan is another widget."""
        return f"plan-{field}-{self.plan.id if self.plan else 'ny'}"


def action_plan(reader: Reader, moment: Moment, view: ActionsView, clicked: int | None) -> None:
    """The form for a new plan or the clicked one, and the plan's history."""
    names = [_NEW, *(f"{plan.id} · {plan.title}" for plan in view.plans)]
    place = st.selectbox(
        "Handleplan",
        range(len(names)),
        index=0 if clicked is None else clicked + 1,
        format_func=names.__getitem__,
        key=f"plan-{clicked}",
    )
    plan = view.plans[place - 1] if place else None
    form = _Form(reader, moment, plan)
    with st.form(form.key("form"), border=False):
        read = partial(PlanTexts, **_what(form), **_when(form), **_worth(form), **_proof(form), **_words(form))
        if st.form_submit_button("Gem handleplanen", type=main_button(), key=form.key("gem")):
            _save(form, read(), view.numbers[place - 1] if place else 0)
    if plan:
        lines = usecases.plan_lines(reader.cockpit, reader.scope, plan.id)
        with st.expander(f"Historik ({len(lines)})", icon=":material/history:"):
            st.markdown("\n".join(f"- {line}" for line in lines))


def _what(form: _Form) -> dict[str, Any]:
    plan = form.plan
    left, right = st.columns([2, 1])
    return {
        "title": left.text_input("Handling", plan.title if plan else "", key=form.key("titel"), max_chars=200),
        "owner": right.text_input("Ansvarlig", plan.owner if plan else "", key=form.key("ansvarlig"), max_chars=100),
    }


def _when(form: _Form) -> dict[str, Any]:
    plan, moment = form.plan, form.moment
    places = kept(form.reader, usecases.places, moment.as_of, moment.year)
    labels = {f"{area} · {paragraph or _WHOLE}": (area, paragraph) for area, paragraph in places}
    mine = (plan.area, plan.paragraph) if plan else ("", "")
    left, middle, right = st.columns([2, 1, 1])
    chosen = left.selectbox(
        "Politikområde og paragraf",
        labels,
        index=places.index(mine) if mine in places else None,
        placeholder="Vælg",
        key=form.key("sted"),
        filter_mode="contains",
    )
    states = list(ActionStatus)
    status = middle.selectbox(
        "Status",
        states,
        index=states.index(plan.status) if plan else 0,
        format_func=ACTION_STATUS_TITLE.__getitem__,
        key=form.key("status"),
    )
    day = plan.deadline if plan else dt.date(moment.year, 12, 31)
    deadline = right.date_input("Frist", day, format="DD-MM-YYYY", key=form.key("frist"))
    return {"place": labels.get(chosen or ""), "status": status, "deadline": deadline}


def _worth(form: _Form) -> dict[str, Any]:
    plan, days = form.plan, usecases.closes(form.reader.cockpit)
    this, following, since = st.columns(3)
    expected = this.text_input(
        "Ventet effekt i år, kr. (minus sparer)",
        danish.number(plan.expected_kr) if plan else "",
        key=form.key("effekt"),
        placeholder="-1.250.000",
    )
    coming = following.text_input(
        "Ventet effekt næste år, kr.",
        danish.number(plan.next_year_kr) if plan else "",
        key=form.key("naeste"),
        placeholder="0",
    )
    measured = since.selectbox(
        "Effekten måles fra lukningen",
        (None, *days),
        index=1 + days.index(plan.measured_from) if plan and plan.measured_from in days else 0,
        format_func=lambda day: danish.date(day) if day else "måles ikke",
        key=form.key("fra"),
    )
    return {"expected": expected, "next_year": coming, "measured_from": measured}


def _proof(form: _Form) -> dict[str, Any]:
    plan = form.plan
    left, right = st.columns(2)
    grants, accounts = (", ".join(names) for names in ((plan.grant_ids, plan.accounts) if plan else ((), ())))
    return {
        "grants": left.text_input(
            "Måles på indsatser (bevillings-id, komma imellem)", grants, key=form.key("indsatser")
        ),
        "accounts": right.text_input("Måles på konti (komma imellem)", accounts, key=form.key("konti")),
    }


def _words(form: _Form) -> dict[str, Any]:
    note = st.text_input("Bemærkning", form.plan.note if form.plan else "", key=form.key("note"), max_chars=500)
    why = st.text_input("Begrundelse for ændringen", key=form.key("hvorfor"), max_chars=300) if form.plan else ""
    return {"note": note, "reason": why}


def _save(form: _Form, texts: PlanTexts, seen: int) -> None:
    reader = form.reader
    try:
        number = form.plan.id if form.plan else usecases.next_plan_id(reader.cockpit, form.moment.year)
        plan = usecases.parse_plan(number, form.moment.year, texts)
        usecases.save_plan(reader.cockpit, reader.scope, plan, reason=texts.reason, seen=seen)
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"Handleplan {number} er gemt.")
    st.rerun()


def compute_gaps(view: ActionsView) -> None:
    """Ask for the closes that lack in the table: each is a forecast of its own, so nobody waits for them unasked."""
    if not view.missing:
        return
    label = f"Regn de manglende måneder ({len(view.missing)})"
    if st.button(label, key="regn-maaneder", icon=":material/calculate:"):
        st.session_state[EVERY_CLOSE] = True
        st.rerun()
