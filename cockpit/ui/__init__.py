"""The Streamlit parts that pages share: sign-in, guard, shell, tables, charts, receipts and forms. They compute
nothing: every figure comes from `cockpit.usecases` as a view model."""

from cockpit.ui import about
from cockpit.ui.adjusting import skoen
from cockpit.ui.approving import approve, receipts_of, upload_help
from cockpit.ui.boundary import boundary, show_error
from cockpit.ui.choices import choose_commitments, choose_level, choose_paragraph, start_test
from cockpit.ui.classify import classify_codes
from cockpit.ui.codes import kept_codes, saved_profiles
from cockpit.ui.coming import edit_cases
from cockpit.ui.control_total import control_totals
from cockpit.ui.downloads import closing
from cockpit.ui.drawing import chart, charts_in_a_row
from cockpit.ui.drill import (
    breadcrumbs,
    choose_filters,
    choose_preset,
    choose_selection,
    follow_click,
    grant_recomputed,
    open_clicked,
    open_row,
)
from cockpit.ui.explaining import actions, explain
from cockpit.ui.figures import (
    commitments,
    expensive_cases,
    followup,
    interventions,
    kept,
    overview,
    own_providers,
    paragraphs,
    since_last,
    why,
)
from cockpit.ui.health import choose_rule, health, health_list, what_to_do
from cockpit.ui.mapping import map_unknown
from cockpit.ui.menu import PAGES, PageSpec
from cockpit.ui.methods import paragraph_methods
from cockpit.ui.moment import Moment, heading
from cockpit.ui.month import (
    month_course,
    month_exports,
    month_heading,
    month_locked,
    month_moves,
    month_tasks,
    month_track,
)
from cockpit.ui.navigation import guard, navigate, pages_of
from cockpit.ui.past import course, history, imports_table, undo
from cockpit.ui.planning import action_plan, compute_gaps
from cockpit.ui.prices import choose_prices, price_rise_form
from cockpit.ui.printed import calculated_tables, printed_table
from cockpit.ui.reasons import reasons
from cockpit.ui.reconciling import choose_differences, explain_differences
from cockpit.ui.refunding import refund_forms
from cockpit.ui.reporting import choose_report, report, report_downloads, report_preview
from cockpit.ui.scenarios import build_scenario, scenario_parts
from cockpit.ui.session import Reader, sign_in
from cockpit.ui.settings import edit_settings, settings, settings_history
from cockpit.ui.shell import ICON, footer, kpis, show_message, sidebar_notice, stamp_line, title
from cockpit.ui.tables import choosable, first_columns, largest, table, text_table, without
from cockpit.ui.uploads import parcel, uploader_key
from cockpit.ui.watched import watched_folder
from cockpit.ui.worked_examples import worked_examples

__all__ = [
    "ICON",
    "PAGES",
    "Moment",
    "PageSpec",
    "Reader",
    "about",
    "action_plan",
    "actions",
    "approve",
    "boundary",
    "breadcrumbs",
    "build_scenario",
    "calculated_tables",
    "chart",
    "charts_in_a_row",
    "choosable",
    "choose_commitments",
    "choose_differences",
    "choose_filters",
    "choose_level",
    "choose_paragraph",
    "choose_preset",
    "choose_prices",
    "choose_report",
    "choose_rule",
    "choose_selection",
    "classify_codes",
    "closing",
    "commitments",
    "compute_gaps",
    "control_totals",
    "course",
    "current_path",
    "edit_cases",
    "edit_settings",
    "expensive_cases",
    "explain",
    "explain_differences",
    "first_columns",
    "follow_click",
    "followup",
    "footer",
    "grant_recomputed",
    "guard",
    "heading",
    "health",
    "health_list",
    "history",
    "imports_table",
    "interventions",
    "kept",
    "kept_codes",
    "kpis",
    "largest",
    "map_unknown",
    "month_course",
    "month_exports",
    "month_heading",
    "month_locked",
    "month_moves",
    "month_tasks",
    "month_track",
    "navigate",
    "open_clicked",
    "open_row",
    "overview",
    "own_providers",
    "pages_of",
    "paragraph_methods",
    "paragraphs",
    "parcel",
    "price_rise_form",
    "printed_table",
    "reasons",
    "receipts_of",
    "refund_forms",
    "report",
    "report_downloads",
    "report_preview",
    "saved_profiles",
    "scenario_parts",
    "settings",
    "settings_history",
    "show_error",
    "show_message",
    "sidebar_notice",
    "sign_in",
    "since_last",
    "skoen",
    "stamp_line",
    "start_test",
    "table",
    "text_table",
    "title",
    "undo",
    "upload_help",
    "uploader_key",
    "watched_folder",
    "what_to_do",
    "why",
    "without",
    "worked_examples",
]
