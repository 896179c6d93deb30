"""Keys, heads and receipts of an installation."""
