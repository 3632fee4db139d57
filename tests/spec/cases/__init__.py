"""Cases that every store and every implementation of the semantics must answer alike."""
