"""From files and addresses to claims in a store: reading, checking, and running an import as one whole."""

from graphmap.ingest.evidence_tables import claims_of_tables
from graphmap.ingest.importer import Context, Importer, Reading
from graphmap.ingest.inputs import Input
from graphmap.ingest.known import Known
from graphmap.ingest.problems import Problem, Problems, Severity
from graphmap.ingest.report import ImportReport
from graphmap.ingest.runner import ImportOptions, check, run_import, run_imports

__all__ = [
    "Context",
    "ImportOptions",
    "ImportReport",
    "Importer",
    "Input",
    "Known",
    "Problem",
    "Problems",
    "Reading",
    "Severity",
    "check",
    "claims_of_tables",
    "run_import",
    "run_imports",
]
