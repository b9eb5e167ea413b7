"""A file becomes typed rows, findings and a receipt. Nothing here touches the store or calculates a figure."""

from cockpit.ingest.archive import Member, is_archive, unpack
from cockpit.ingest.changed import changed_since, layout_changes, lost_fields
from cockpit.ingest.compare import MAY_REPEAT, compare, compare_held
from cockpit.ingest.people import mask_text
from cockpit.ingest.printed import PrintedSheet, read_printed
from cockpit.ingest.profile import Extract, Profile
from cockpit.ingest.propose import ColumnGuess, Proposal, profile_from, propose
from cockpit.ingest.reading import Hints, read, refused
from cockpit.ingest.sample import Sample, samples
from cockpit.ingest.shipped import shipped_profiles
from cockpit.ingest.styles import Style

__all__ = [
    "MAY_REPEAT",
    "ColumnGuess",
    "Extract",
    "Hints",
    "Member",
    "PrintedSheet",
    "Profile",
    "Proposal",
    "Sample",
    "Style",
    "changed_since",
    "compare",
    "compare_held",
    "is_archive",
    "layout_changes",
    "lost_fields",
    "mask_text",
    "profile_from",
    "propose",
    "read",
    "read_printed",
    "refused",
    "samples",
    "shipped_profiles",
    "unpack",
]
