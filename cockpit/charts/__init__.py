"""View model -> Altair."""
