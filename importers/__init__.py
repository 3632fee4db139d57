"""The bundled sources, one folder each, found through the entry-point group `graphmap.importers`."""
