"""What a person says may fail, or asks the dependencies of: ids of several kinds, groups of suppliers and hosts included."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphmap.analysis.failing import Subject, SubjectKind, failing
from graphmap.analysis.kept import kept
from graphmap.api.errors import QuestionError
from graphmap.api.ids import ENTITIES, ambiguous, anything, find, keys_of, unknown
from graphmap.api.view import View
from graphmap.model.ids import global_id
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Ints, Snapshot

GROUP, HOST = "group", "host"
"""Prefixes of what is named by text alone: suppliers of one owner, and systems that run in one place."""
_TEXTS = {GROUP: SubjectKind.SUPPLIER, HOST: SubjectKind.HOST}
_KINDS = {
    Kind.ORGANISATION: SubjectKind.ORGANISATION,
    Kind.SUPPLIER: SubjectKind.SUPPLIER,
    Kind.PRODUCT: SubjectKind.PRODUCT,
    Kind.DEPLOYMENT: SubjectKind.DEPLOYMENT,
    Kind.LINK: SubjectKind.LINK,
}
_NAMED = {kind: named for named, kind in _KINDS.items()}


def subjects_of(view: View, texts: Sequence[str]) -> tuple[Subject, ...]:
    """What ids name, each once. Raises `QuestionError` for one that names nothing, or several things."""
    if not texts:
        raise QuestionError("BAD_ARGUMENT", "`of` is empty: name what fails")
    return tuple(dict.fromkeys(subject_of(view, text) for text in texts))


def subject_of(view: View, text: str) -> Subject:
    """What one id names (semantics, section 8): bare, prefixed, or a global id, of a link too. Raises as `subjects_of`."""
    snapshot = view.snapshot
    prefix, _, rest = text.partition(":")
    if prefix in _TEXTS:
        if rest not in _texts(snapshot, prefix):
            what = "supplier group" if prefix == GROUP else prefix
            raise unknown(what, rest, sorted(_texts(snapshot, prefix)))
        return Subject(_TEXTS[prefix], text=rest)
    named = [kind for kind in _TEXTS if text in _texts(snapshot, kind)]
    if named:
        entities = [kind.value for kind in ENTITIES if find(snapshot, text, kind) is not None]
        if len(entities) + len(named) > 1:
            raise ambiguous(text, [*entities, *named])
        return Subject(_TEXTS[named[0]], text=text)
    found = anything(snapshot, text)
    if found is None or found[0] not in _KINDS:
        meant = next((kind for kind in ENTITIES if prefix == kind), None)
        if meant is not None:
            raise unknown(meant.value, rest, list(keys_of(snapshot, meant)))
        known = [key for kind in ENTITIES for key in keys_of(snapshot, kind)]
        raise unknown("organisation, supplier, product, deployment, group or host", text, known)
    return Subject(_KINDS[found[0]], found[1])


def systems_of(view: View, subject: Subject) -> Ints:
    """Rows of the deployments of a subject, ascending, in force or not: of an organisation all it runs, shared ones too.

    Raises `QuestionError` for a link, which stands for no system.
    """
    if subject.kind is SubjectKind.LINK:
        raise QuestionError("BAD_ARGUMENT", "an interface stands for no systems: name what it joins")
    if subject.kind is SubjectKind.ORGANISATION:
        return view.index.deployments_of_organisation[subject.row]
    return np.flatnonzero(failing(view.snapshot, [subject]).deployments).astype(np.int32)


def id_of(view: View, subject: Subject) -> str:
    """The id by which a subject can be asked about: prefixed, or of a link global."""
    if subject.kind is SubjectKind.LINK:
        return global_id(Kind.LINK, view.snapshot.links.keys[subject.row])
    if subject.text:
        return f"{HOST if subject.kind is SubjectKind.HOST else GROUP}:{subject.text}"
    kind = _NAMED[subject.kind]
    return f"{kind}:{keys_of(view.snapshot, kind)[subject.row]}"


def name_of(view: View, subject: Subject) -> str:
    """A subject in words for people: `Tally (SA1-tally)`, `Arden Group`."""
    snapshot = view.snapshot
    if subject.text:
        return subject.text
    if subject.kind is SubjectKind.LINK:
        return snapshot.links.keys[subject.row].replace("|", " ").strip()
    key = keys_of(snapshot, _NAMED[subject.kind])[subject.row]
    if subject.kind is SubjectKind.DEPLOYMENT:
        product = int(snapshot.deployments.product[subject.row])
        name = snapshot.products.name[product] if product >= 0 else ""
    else:
        name = {
            SubjectKind.ORGANISATION: snapshot.organisations.name,
            SubjectKind.SUPPLIER: snapshot.suppliers.name,
            SubjectKind.PRODUCT: snapshot.products.name,
        }[subject.kind][subject.row]
    return f"{name} ({key})" if name else key


def _texts(snapshot: Snapshot, kind: str) -> frozenset[str]:
    """Every supplier group, or host, that is stated."""
    column = snapshot.suppliers.group if kind == GROUP else snapshot.deployments.host
    return kept(snapshot, "named by text", kind, 2, lambda: frozenset(column) - {""})
