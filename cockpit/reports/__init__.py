"""View model -> Excel."""
