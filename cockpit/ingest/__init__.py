"""A file becomes typed rows and findings. Nothing takes effect here."""
