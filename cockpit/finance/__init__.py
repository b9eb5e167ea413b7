"""Commitments, volumes, allocation, budget and deviations. Pure: frames in, frames out."""
