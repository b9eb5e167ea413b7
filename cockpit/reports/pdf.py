"""A report as a tagged PDF (PDF/UA-1). The text goes to the typesetter as JSON, never as part of its program."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import typst

from cockpit.charts import picture
from cockpit.reports.formats import LEFT
from cockpit.reports.paper import column_widths, side_by_side
from cockpit.views.kpi import Kpi
from cockpit.views.report import Printed, ReportView, Section

_TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(report: ReportView) -> bytes:
    """The report as `.pdf`."""
    with tempfile.TemporaryDirectory(prefix="cockpit-report-") as name:
        folder = Path(name)
        shutil.copy(_TEMPLATE, folder / "report.typ")
        told = json.dumps(_report(report, folder), ensure_ascii=False)
        done: bytes = typst.compile(
            str(folder / "report.typ"), root=str(folder), sys_inputs={"report": told}, pdf_standards=["ua-1"]
        )
    return done


def _report(report: ReportView, folder: Path) -> dict[str, Any]:
    return {
        "title": report.title,
        "headline": report.headline,
        "footer": report.footer,
        "made_by": report.made_by,
        "sections": [_section(section, folder, place) for place, section in enumerate(report.sections)],
    }


def _section(section: Section, folder: Path, place: int) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "texts": section.texts,
        "bullets": section.bullets,
        "kpis": [_kpi(kpi) for kpi in section.kpis],
        "pictures": side_by_side(
            [_pictures(picture.svg(one), folder, f"{place}-{number}") for number, one in enumerate(section.figures)]
        ),
        "tables": [_table(printed) for printed in section.tables],
    }


def _kpi(kpi: Kpi) -> dict[str, str]:
    return {"label": kpi.label, "value": kpi.value_text, "beside": f"{kpi.delta_text} {kpi.delta_word}".strip()}


def _pictures(pictures: list[tuple[bytes, str]], folder: Path, name: str) -> list[dict[str, str]]:
    told = []
    for number, (content, alt) in enumerate(pictures):
        file = f"{name}-{number}.svg"
        (folder / file).write_bytes(content)
        told.append({"file": file, "alt": alt})
    return told


def _table(printed: Printed) -> dict[str, Any]:
    table = printed.on_paper()
    texts = table.danish()
    units = f" ({table.units})" if table.units else ""
    return {
        "title": f"{table.title}{units}",
        "note": table.note,
        "empty": table.note or "Ingen rækker.",
        "headings": texts.columns,
        "right": [column.kind not in LEFT for column in table.columns],
        "widths": column_widths(table, texts),
        "rows": [list(row) for row in texts.iter_rows()],
        "first_total": table.frame.height - table.totals,
    }
