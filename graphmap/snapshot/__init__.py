"""The map as immutable columns: read once per revision, swapped whole, never written to."""
