"""The map over GraphQL: the schema and its types, the service behind them, limits, and the web application."""
