"""Who has which scope."""
