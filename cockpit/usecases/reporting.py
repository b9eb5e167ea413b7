"""Reports in one click: the same views as on the screen, printed as Word, PDF or Excel, stamped with who and when."""

import datetime as dt
from dataclasses import replace

from cockpit.access import require
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.acting import actions
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.disposal import commitments
from cockpit.usecases.figures import figures, ranged_rows
from cockpit.usecases.followup import followup
from cockpit.usecases.forecast_bridge import forecast_bridge
from cockpit.usecases.overview import overview
from cockpit.usecases.paragraphs import paragraphs
from cockpit.usecases.ranges import errors
from cockpit.usecases.refunding import expensive_cases
from cockpit.usecases.why import why
from cockpit.views import component_table
from cockpit.views.committee_report import committee_report
from cockpit.views.followup_tables import THREE_WAYS
from cockpit.views.month_report import LEVELS, Screens, month_report
from cockpit.views.overview import OverviewView, ProtectedOverviewView
from cockpit.views.report import ReportView
from cockpit.views.selection import Selection

SUFFIXES = (".docx", ".pdf", ".xlsx")
"""What a report is written as."""
READERS = {
    "month": (Role.CONTROLLER, Role.MANAGER, Role.ENGINE),
    "committee": (Role.CONTROLLER, Role.MANAGER, Role.POLITICIAN),
}
KINDS = tuple(READERS)


def report(
    cockpit: Cockpit, scope: Scope, kind: str, as_of: dt.date | None = None, year: int | None = None
) -> ReportView:
    """A report of one of `KINDS`. `month`: to the management, in the reader's bounds. `committee`: to politicians, made
    of what a politician may see and nothing else, whoever asks. AccessDenied for roles without it."""
    if kind == "committee":
        return _committee(cockpit, scope, as_of, year)
    return _month(cockpit, scope, as_of, year)


def report_file(
    cockpit: Cockpit,
    scope: Scope,
    kind: str,
    suffix: str,
    as_of: dt.date | None = None,
    year: int | None = None,
) -> bytes:
    """The report as `.docx`, `.pdf` or `.xlsx`; Refused for any other ending. Noted in the audit."""
    _refuse_other(suffix)
    return printed_report(cockpit, scope, kind, suffix, report(cockpit, scope, kind, as_of, year))


def printed_report(cockpit: Cockpit, scope: Scope, kind: str, suffix: str, seen: ReportView) -> bytes:
    """A report that this reader has on the screen as a file, with the time of now. Otherwise as `report_file`."""
    from cockpit.reports.printed import WRITERS  # noqa: PLC0415 - loads Word, typst and the charts

    require(scope, *READERS[kind])
    _refuse_other(suffix)
    made = replace(seen, made_at=_now())
    content = WRITERS[suffix](made)
    cockpit.store.audit(scope.user, "report", f"{kind}{suffix} {made.context.as_of} {made.context.stamp}")
    return content


def warm_report(cockpit: Cockpit) -> None:
    """Have what the newest month's report rests on at hand, and its figures drawn: the first drawing of a process takes
    seconds. Nothing to do where nothing is imported."""
    from cockpit.charts import picture  # noqa: PLC0415 - loads the charts

    try:
        made = report(cockpit, Scope.engine(), "month")
    except Refused:
        return
    for section in made.sections:
        for figure in section.figures:
            picture.svg(figure)


def _refuse_other(suffix: str) -> None:
    if suffix not in SUFFIXES:
        raise Refused(f"«{suffix}» kan ikke skrives. Vælg et filnavn, der ender på {', '.join(SUFFIXES)}.")


def _now() -> str:
    return f"{dt.datetime.now(dt.UTC).astimezone():%d-%m-%Y %H:%M}"


def _month(cockpit: Cockpit, scope: Scope, as_of: dt.date | None, year: int | None) -> ReportView:
    require(scope, *READERS["month"])
    found, known = figures(cockpit, scope, as_of, year), errors(cockpit)
    context = context_of(cockpit, scope, found)
    seen = overview(cockpit, scope, found.as_of, found.year, whole=True)
    assert isinstance(seen, OverviewView)  # noqa: S101 - `require` has let in those alone who meet rows
    here = ranged_rows(found, "total", known)

    followups = {
        level: component_table.build(context, level, ranged_rows(found, level, known), here) for level in LEVELS
    }
    followups[THREE_WAYS] = followup(
        cockpit, scope, Selection(by="area"), found.as_of, found.year, preset=THREE_WAYS
    ).table
    shown = Screens(
        overview=seen,
        followups=followups,
        why=why(cockpit, scope, None, found.as_of, found.year),
        since=forecast_bridge(cockpit, scope, found.as_of, found.year),
        paragraphs=paragraphs(cockpit, scope, None, found.as_of, found.year),
        expensive=expensive_cases(cockpit, scope, found.as_of),
        actions=actions(cockpit, scope, found.as_of, found.year),
        commitments=commitments(cockpit, scope, found.as_of, found.year),
    )
    return month_report(context, shown, made_by=scope.user, made_at=_now())


def _committee(cockpit: Cockpit, scope: Scope, as_of: dt.date | None, year: int | None) -> ReportView:
    require(scope, *READERS["committee"])
    seen = overview(cockpit, Scope(scope.user, Role.POLITICIAN), as_of, year)
    assert isinstance(seen, ProtectedOverviewView)  # noqa: S101 - a politician's overview is the protected one
    return committee_report(seen, made_by=scope.user, made_at=_now())
