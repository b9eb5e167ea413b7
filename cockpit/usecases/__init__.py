"""What a person can do. The only room that writes; each use case is one journal transaction."""

from cockpit.contracts.entry import Entry
from cockpit.usecases.accepting import Accepted, Undone, accept, course, history, rebuild, undo
from cockpit.usecases.accuracy import accuracy, levels_of
from cockpit.usecases.acting import actions, effects, next_plan_id, places, plan_lines, plans, save_plan, warm_plans
from cockpit.usecases.adjusting import (
    adjust,
    adjustments,
    earlier,
    first_open,
    parse_adjustment,
    parse_amount,
    parse_months,
    renew,
    renewed,
    withdraw,
)
from cockpit.usecases.backups import backup, check_backup, restore
from cockpit.usecases.case_frames import warm_cases
from cockpit.usecases.checking import Batch, check
from cockpit.usecases.checklist import checklist, save_checklist, tick
from cockpit.usecases.closing import current_period, month_close, move, periods
from cockpit.usecases.cockpit import Cockpit, home_path, open_cockpit
from cockpit.usecases.codes import (
    Codes,
    KeptCode,
    change_code,
    choices,
    keep_codes,
    keep_given,
    kept_codes,
    read_codes,
    read_profile,
    refuse_wrong_codes,
)
from cockpit.usecases.coming import add_case, close_case, find_case, parse_case, pipeline, save_case
from cockpit.usecases.control_total import control_totals, controlled, parse_total
from cockpit.usecases.demo import fill_demo, write_demo
from cockpit.usecases.disposal import commitments
from cockpit.usecases.doctor import doctor
from cockpit.usecases.explaining import explain
from cockpit.usecases.figures import closes, moments, newest
from cockpit.usecases.files import (
    Downloadable,
    course_rows,
    dataset_names,
    download,
    forecast_file,
    record_row,
    template,
)
from cockpit.usecases.followup import ForecastAnswer, filter_options, followup, forecast_answer, forecast_rows
from cockpit.usecases.forecast_bridge import forecast_bridge
from cockpit.usecases.grant_account import grant_account
from cockpit.usecases.health import health, health_list
from cockpit.usecases.interventions import interventions
from cockpit.usecases.kept import locked_figures, locked_rows
from cockpit.usecases.locks import compared_with, last_locked, locked_closes, month_closes
from cockpit.usecases.mapping import (
    layout_changes,
    make_profile,
    preview,
    preview_rows,
    propose,
    sample_values,
    save_profile,
    saved_profiles,
    still_lacking,
)
from cockpit.usecases.mapping_answer import mapping_answer
from cockpit.usecases.methods import approve_method, drop_method, effect_text, method_title
from cockpit.usecases.month import month, month_answer
from cockpit.usecases.open_codes import OpenCode, codes_form, open_codes, open_codes_of
from cockpit.usecases.outlook import outlook, warm_outlook
from cockpit.usecases.overview import overview
from cockpit.usecases.own_providers import own_providers
from cockpit.usecases.paragraphs import FIRST_YEAR as FIRST_RISE_YEAR
from cockpit.usecases.paragraphs import enter_price_rise, entered_rises, paragraphs
from cockpit.usecases.plan_texts import PlanTexts, empty_plan, parse_plan, plan_texts
from cockpit.usecases.published import PublishedAnswer, pasted, published
from cockpit.usecases.ranges import backtest, start_worker
from cockpit.usecases.readers import demo_scopes
from cockpit.usecases.reconciling import (
    mark_reconciled,
    open_again,
    open_differences,
    reconciliation,
    reconciliation_lines,
)
from cockpit.usecases.refunding import (
    claims,
    enter_limits,
    expensive_cases,
    first_limit_year,
    parse_claim,
    record_claim,
)
from cockpit.usecases.reporting import KINDS as REPORTS
from cockpit.usecases.reporting import printed_report, report, report_file, warm_report
from cockpit.usecases.scenarios import (
    find_scenario,
    parse_change,
    parse_scenario,
    remove_scenario,
    save_scenario,
    saved_scenarios,
    scenarios,
    try_scenario,
)
from cockpit.usecases.settings import change_settings, settings
from cockpit.usecases.staging import Upload, stage
from cockpit.usecases.warming import warm
from cockpit.usecases.watched import watched
from cockpit.usecases.watching import Round, look, watch_round
from cockpit.usecases.why import why

__all__ = [
    "FIRST_RISE_YEAR",
    "REPORTS",
    "Accepted",
    "Batch",
    "Cockpit",
    "Codes",
    "Downloadable",
    "Entry",
    "ForecastAnswer",
    "KeptCode",
    "OpenCode",
    "PlanTexts",
    "PublishedAnswer",
    "Round",
    "Undone",
    "Upload",
    "accept",
    "accuracy",
    "actions",
    "add_case",
    "adjust",
    "adjustments",
    "approve_method",
    "backtest",
    "backup",
    "change_code",
    "change_settings",
    "check",
    "check_backup",
    "checklist",
    "choices",
    "claims",
    "close_case",
    "closes",
    "codes_form",
    "commitments",
    "compared_with",
    "control_totals",
    "controlled",
    "course",
    "course_rows",
    "current_period",
    "dataset_names",
    "demo_scopes",
    "doctor",
    "download",
    "drop_method",
    "earlier",
    "effect_text",
    "effects",
    "empty_plan",
    "enter_limits",
    "enter_price_rise",
    "entered_rises",
    "expensive_cases",
    "explain",
    "fill_demo",
    "filter_options",
    "find_case",
    "find_scenario",
    "first_limit_year",
    "first_open",
    "followup",
    "forecast_answer",
    "forecast_bridge",
    "forecast_file",
    "forecast_rows",
    "grant_account",
    "health",
    "health_list",
    "history",
    "home_path",
    "interventions",
    "keep_codes",
    "keep_given",
    "kept_codes",
    "last_locked",
    "layout_changes",
    "levels_of",
    "locked_closes",
    "locked_figures",
    "locked_rows",
    "look",
    "make_profile",
    "mapping_answer",
    "mark_reconciled",
    "method_title",
    "moments",
    "month",
    "month_answer",
    "month_close",
    "month_closes",
    "move",
    "newest",
    "next_plan_id",
    "open_again",
    "open_cockpit",
    "open_codes",
    "open_codes_of",
    "open_differences",
    "outlook",
    "overview",
    "own_providers",
    "paragraphs",
    "parse_adjustment",
    "parse_amount",
    "parse_case",
    "parse_change",
    "parse_claim",
    "parse_months",
    "parse_plan",
    "parse_scenario",
    "parse_total",
    "pasted",
    "periods",
    "pipeline",
    "places",
    "plan_lines",
    "plan_texts",
    "plans",
    "preview",
    "preview_rows",
    "printed_report",
    "propose",
    "published",
    "read_codes",
    "read_profile",
    "rebuild",
    "reconciliation",
    "reconciliation_lines",
    "record_claim",
    "record_row",
    "refuse_wrong_codes",
    "remove_scenario",
    "renew",
    "renewed",
    "report",
    "report_file",
    "restore",
    "sample_values",
    "save_case",
    "save_checklist",
    "save_plan",
    "save_profile",
    "save_scenario",
    "saved_profiles",
    "saved_scenarios",
    "scenarios",
    "settings",
    "stage",
    "start_worker",
    "still_lacking",
    "template",
    "tick",
    "try_scenario",
    "undo",
    "warm",
    "warm_cases",
    "warm_outlook",
    "warm_plans",
    "warm_report",
    "watch_round",
    "watched",
    "why",
    "withdraw",
    "write_demo",
]
