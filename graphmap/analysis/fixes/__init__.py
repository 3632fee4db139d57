"""Single changes by what they would mend (semantics, section 12)."""
