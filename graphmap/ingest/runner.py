"""One import as a whole: find the format, read and check, stage, and make everything visible at once, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from graphmap.ingest.evidence_tables import EvidenceTables
from graphmap.ingest.importer import Context, Importer, Reading, importer_for
from graphmap.ingest.inputs import Input, is_address, opened
from graphmap.ingest.known import Known
from graphmap.ingest.problems import Problem, Severity
from graphmap.ingest.report import ImportReport
from graphmap.model.claims import Claim, Source
from graphmap.model.dates import span
from graphmap.model.errors import InputRefused, UsageError
from graphmap.model.tables import TABLES
from graphmap.store.base import StagedRun, Store, Telling

BATCH = 5_000
"""Claims staged at once."""


@dataclass(frozen=True)
class ImportOptions:
    """What the command line may ask for (contract, section 1)."""

    format: str | None = None
    source: str | None = None
    edition: str | None = None
    partial: bool = False
    fictional: bool = False
    skip_invalid: bool = False
    dry_run: bool = False


def run_imports(
    store: Store, paths: Sequence[str], options: ImportOptions, progress: Telling | None = None
) -> Iterator[ImportReport]:
    """Import several inputs, each as a run of its own, one report after the other.

    Single tables are taken in the order in which they may refer to one another; whatever else as given. Raises
    `UsageError` when one source name is to stand for several inputs, and `StoreUnavailable`.
    """
    if options.source is not None and len(paths) > 1:
        raise UsageError(
            f"--source {options.source} can name one input, and {len(paths)} are given. Import them one by one."
        )
    order = {name: place for place, name in enumerate(TABLES)}
    for path in sorted(paths, key=lambda path: order.get(PurePath(path).stem, -1)):
        yield run_import(store, path, options, progress)


def run_import(
    store: Store, path: str, options: ImportOptions, progress: Telling | None = None
) -> ImportReport:
    """Import one file, folder or address as one run: all of it or nothing.

    What is wrong with the input is in the report, whose `refused` says that nothing was stored. Raises `UsageError` for
    options that make no sense, `StoreUnavailable` when the store cannot be read or written.
    """
    _check_options(options)
    known = Known(store.reading)
    try:
        with opened(path) as given:
            importer = importer_for(given, EvidenceTables(), options.format)
            context = _context(given, options, known, progress)
            skipped = 0
            if options.skip_invalid:
                # How many rows a run leaves out is part of the run, so it has to be known before the run begins.
                trial = importer.read(given, context)
                claims = _count(trial.claims)
                skipped = len(trial.problems.left_out)
                if trial.problems.refused or not claims:
                    return _report(path, importer, trial, refused=True)
            reading = importer.read(given, context)
            for problem in _objections(store, given, context, reading.source):
                reading.problems.add(problem)
            return _store(store, path, importer, reading, options, skipped, progress)
    except InputRefused as error:
        return _refusal(path, str(error))


def check(
    paths: Sequence[str], store: Store | None = None, options: ImportOptions | None = None
) -> Iterator[ImportReport]:
    """Validate inputs without storing anything. Without a store, references that an input does not hold are warnings."""
    options = options or ImportOptions()
    _check_options(options)
    known = Known(store.reading) if store else Known()
    for path in paths:
        try:
            with opened(path) as given:
                importer = importer_for(given, EvidenceTables(), options.format)
                reading = importer.read(given, _context(given, options, known, None))
                _count(reading.claims)
                yield _report(path, importer, reading, refused=reading.problems.refused)
        except InputRefused as error:
            yield _refusal(path, str(error))


def _store(
    store: Store,
    path: str,
    importer: Importer,
    reading: Reading,
    options: ImportOptions,
    skipped: int,
    progress: Telling | None,
) -> ImportReport:
    if reading.problems.refused:
        # The rows are read all the same, so that everything that is wrong is said at once.
        _count(reading.claims)
        return _report(path, importer, reading, refused=True)
    partial = options.partial or options.skip_invalid
    source = reading.source
    with store.staging(source, reading.complete, partial=partial, skipped=skipped) as staged:
        if not _stage(staged, reading):
            return _report(path, importer, reading, refused=True)
        if options.dry_run:
            changes = staged.changes()
            return replace(_report(path, importer, reading, refused=False), changes=changes, dry_run=True)
        run = staged.commit(progress)
    with store.reading() as reader:
        stored = next((one for one in reader.sources() if one.name == source.name), source)
    return replace(_report(path, importer, reading, refused=False), run=run, source=stored)


def _stage(staged: StagedRun, reading: Reading) -> bool:
    """Stage every claim; False when the input turns out to be refused."""
    for batch in _batches(reading.claims):
        # Once the input is refused, the rest is read for its problems alone.
        if not reading.problems.refused:
            staged.add(batch)
    return not reading.problems.refused


def _context(given: Input, options: ImportOptions, known: Known, progress: Telling | None) -> Context:
    context = Context(
        source=options.source or given.stem,
        known=known,
        edition=options.edition,
        fictional=options.fictional,
        partial=options.partial,
        skip_invalid=options.skip_invalid,
        source_spelled=options.source is not None,
    )
    if progress is None:
        return context
    return replace(context, progress=lambda table, rows: progress(f"reading {table}", rows, None))


def _check_options(options: ImportOptions) -> None:
    if options.source is not None and not options.source.strip():
        raise UsageError("--source needs a name.")
    if options.edition is not None:
        try:
            span(options.edition)
        except ValueError:
            raise UsageError(
                f"--edition {options.edition!r} is no ISO date, such as 2026-07-01 or 2026-07."
            ) from None


def _objections(store: Store, given: Input, context: Context, source: Source) -> Iterator[Problem]:
    """Why this input may not go into this store, whatever its rows say (semantics, section 8)."""
    before = context.known.sources.get(source.name)
    if before and before.location and before.location != given.location and not context.source_spelled:
        yield Problem(
            Severity.ERROR,
            given.name,
            f"would replace the source {source.name!r}, which was imported from {before.location}",
            f"If that is meant, give --source {source.name}; to add another source, give another name",
        )
    holds = store.identity().fictional
    if holds is not None and holds != source.fictional:
        words = {True: "fictional", False: "real"}
        yield Problem(
            Severity.ERROR,
            given.name,
            f"source {source.name!r} is {words[source.fictional]} and the store holds {words[holds]} evidence",
            "The two are kept apart: name another store with --store"
            + ("" if source.fictional else ", or give --fictional if this is invented as well"),
        )


def _batches(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    source = iter(claims)
    while batch := list(islice(source, BATCH)):
        yield batch


def _count(claims: Iterable[Claim]) -> int:
    return sum(1 for _ in claims)


def _report(path: str, importer: Importer, reading: Reading, *, refused: bool) -> ImportReport:
    problems = reading.problems
    return ImportReport(
        path=path,
        format=importer.name,
        source=reading.source,
        problems=tuple(problems),
        refused=refused,
        errors=problems.errors,
        warnings=problems.warnings,
        rows=dict(reading.rows),
        left_out=len(problems.left_out) if problems.skip_invalid else 0,
    )


def _refusal(path: str, message: str) -> ImportReport:
    said, _, remedy = message.rpartition(". ") if ". " in message else (message, "", "")
    name = path if is_address(path) else PurePath(path).name or path
    problem = Problem(Severity.ERROR, name, said or remedy, remedy if said else "")
    return ImportReport(path, None, None, (problem,), refused=True, errors=1, warnings=0)
