"""Frames in, a frozen view model out: one module per page. Nothing here knows where the frames come from."""
