"""Who has what: markets, duplicates, products, contracts, lock-in, suppliers (semantics, sections 9 and 10)."""
