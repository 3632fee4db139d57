"""The types of the schema, one idea a module. Their resolvers say what is shown; what it means is in the analysis."""
