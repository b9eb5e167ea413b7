"""The year's forecast as the sum of its components, and the range around it. Pure: frames in, frames out."""
