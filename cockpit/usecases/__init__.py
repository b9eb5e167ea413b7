"""What a person can do. The only room that writes; each use case is one journal transaction."""
