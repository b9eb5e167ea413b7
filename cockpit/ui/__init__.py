"""The Streamlit parts that pages share: sign-in, guard, shell, tables, charts, receipts and forms. They compute
nothing: every figure comes from `cockpit.usecases` as a view model."""

from cockpit.ui import about
from cockpit.ui.adjusting import skoen
from cockpit.ui.approving import approve, receipts_of, upload_help
from cockpit.ui.boundary import boundary, show_error
from cockpit.ui.choices import choose_paragraph
from cockpit.ui.downloads import downloads
from cockpit.ui.drill import breadcrumbs, current_path, open_clicked, open_row
from cockpit.ui.figures import chart, charts_in_a_row, followup, interventions, overview, paragraphs
from cockpit.ui.moment import Moment, heading
from cockpit.ui.navigation import PAGES, PageSpec, guard, navigate, pages_of
from cockpit.ui.past import history, imports_table, undo
from cockpit.ui.session import Reader, sign_in
from cockpit.ui.shell import ICON, banner, footer, kpis, notes, sidebar_notice, stamp_line
from cockpit.ui.tables import choosable, compact, table, text_table
from cockpit.ui.uploads import parcel, uploader_key

__all__ = [
    "ICON",
    "PAGES",
    "Moment",
    "PageSpec",
    "Reader",
    "about",
    "approve",
    "banner",
    "boundary",
    "breadcrumbs",
    "chart",
    "charts_in_a_row",
    "choosable",
    "choose_paragraph",
    "compact",
    "current_path",
    "downloads",
    "followup",
    "footer",
    "guard",
    "heading",
    "history",
    "imports_table",
    "interventions",
    "kpis",
    "navigate",
    "notes",
    "open_clicked",
    "open_row",
    "overview",
    "pages_of",
    "paragraphs",
    "parcel",
    "receipts_of",
    "show_error",
    "sidebar_notice",
    "sign_in",
    "skoen",
    "stamp_line",
    "table",
    "text_table",
    "undo",
    "upload_help",
    "uploader_key",
]
