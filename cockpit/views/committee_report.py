"""The report to the committee: total and areas in whole thousands, as a politician sees them; no citizen, no case."""

from cockpit.views.protected import ProtectedOverviewView
from cockpit.views.report import Printed, ReportView, Section, build


def committee_report(overview: ProtectedOverviewView, *, made_by: str, made_at: str) -> ReportView:
    """The report from the protected overview alone: nothing else can come into it."""
    context = overview.context
    sections = (
        Section("Årets resultat", kpis=overview.kpis),
        Section(
            "Hvor afvigelsen ligger",
            texts=(overview.areas.message,),
            figures=(overview.areas,),
            tables=(Printed(overview.areas.table),),
        ),
        Section("Om tallene", bullets=overview.notes),
    )
    title = f"Budgetopfølgning til udvalget, {context.month_name} {context.year}"
    return build(context, title=title, headline=overview.headline, sections=sections, made_by=made_by, made_at=made_at)
