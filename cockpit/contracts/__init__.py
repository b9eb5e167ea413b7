"""What a dataset is, and the plain types that every room shares. Nothing here reads user data or computes a figure."""
