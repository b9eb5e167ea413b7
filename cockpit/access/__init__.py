"""Who has which scope, and the guard that every use case and page calls."""

from cockpit.access.guard import require
from cockpit.access.scopes import LOOPBACK_ADDRESS, demo_scopes, loopback_only, loopback_rule

__all__ = ["LOOPBACK_ADDRESS", "demo_scopes", "loopback_only", "loopback_rule", "require"]
