"""Dated parameters of the law, and the paragraphs, each with its source."""
