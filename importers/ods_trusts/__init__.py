"""NHS trusts as the Organisation Data Service lists them: its `etr` file, in every vintage (README.md beside this file)."""

from importers.ods_trusts.importer import detect, name, read, title

__all__ = ["detect", "name", "read", "title"]
