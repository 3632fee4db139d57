"""graphmap: which NHS organisations run which systems, how these are connected, and what follows from it."""

__version__ = "0.1.0"
