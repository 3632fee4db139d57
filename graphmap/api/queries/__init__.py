"""The questions of the schema, one module a room of the explorer; `graphmap.api.queries.query` puts them together."""
