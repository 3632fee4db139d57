"""What the map is made of: records, claims, ids, closed sets, vocabularies and how rival claims are resolved."""
