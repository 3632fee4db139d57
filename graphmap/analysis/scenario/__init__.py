"""What would be if things changed (semantics, section 12): changes laid over a snapshot, and what follows from them."""
