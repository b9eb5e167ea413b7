"""The law as dated data with sources, and the paragraphs with their crosswalk from serviceloven to barnets lov."""

from cockpit.law.normalise import base_paragraph, normalise_paragraph
from cockpit.law.paragraphs import PARAGRAPH_SCHEMA, TAKEN_OVER, paragraphs, taken_over
from cockpit.law.parameters import DatedValue, Parameter, parameter, parameters, value, version
from cockpit.law.refund_kinds import RefundKind, refund_kinds

__all__ = [
    "PARAGRAPH_SCHEMA",
    "TAKEN_OVER",
    "DatedValue",
    "Parameter",
    "RefundKind",
    "base_paragraph",
    "normalise_paragraph",
    "paragraphs",
    "parameter",
    "parameters",
    "refund_kinds",
    "taken_over",
    "value",
    "version",
]
