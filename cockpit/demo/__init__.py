"""The synthetic municipality: monthly exports as the real systems give them."""
