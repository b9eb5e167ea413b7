"""Frames in, a frozen view model out: one module per page. Nothing here knows where the frames come from."""

from cockpit.views import codes, followup, health, interventions, levels, month, overview, paragraphs, receipt
from cockpit.views.accuracy import AccuracyView
from cockpit.views.codes import CodesView
from cockpit.views.coming import ComingView
from cockpit.views.context import Context
from cockpit.views.expensive import ExpensiveView
from cockpit.views.figures import Bars, Development, Deviations, Lines, MethodErrors, Multiples, RangeFigure, Waterfall
from cockpit.views.followup import Crumb, FollowupView, Option
from cockpit.views.forecast_bridge import ForecastBridgeView
from cockpit.views.health import HealthView
from cockpit.views.interventions import InterventionsView
from cockpit.views.kpi import Kpi
from cockpit.views.mapping import MappingView
from cockpit.views.month import MonthView
from cockpit.views.outlook import OutlookView
from cockpit.views.overview import OverviewView, ProtectedOverviewView
from cockpit.views.own_providers import OwnProvidersView
from cockpit.views.paragraphs import ParagraphOption, ParagraphsView
from cockpit.views.path import DrillPath
from cockpit.views.receipt import BatchView, HistoryView, ReceiptView
from cockpit.views.reconciliation import ReconciliationView
from cockpit.views.scenarios import ScenariosView
from cockpit.views.selection import Selection
from cockpit.views.table import Column, Table

__all__ = [
    "AccuracyView",
    "Bars",
    "BatchView",
    "CodesView",
    "Column",
    "ComingView",
    "Context",
    "Crumb",
    "Development",
    "Deviations",
    "DrillPath",
    "ExpensiveView",
    "FollowupView",
    "ForecastBridgeView",
    "HealthView",
    "HistoryView",
    "InterventionsView",
    "Kpi",
    "Lines",
    "MappingView",
    "MethodErrors",
    "MonthView",
    "Multiples",
    "Option",
    "OutlookView",
    "OverviewView",
    "OwnProvidersView",
    "ParagraphOption",
    "ParagraphsView",
    "ProtectedOverviewView",
    "RangeFigure",
    "ReceiptView",
    "ReconciliationView",
    "ScenariosView",
    "Selection",
    "Table",
    "Waterfall",
    "codes",
    "followup",
    "health",
    "interventions",
    "levels",
    "month",
    "overview",
    "paragraphs",
    "receipt",
]
