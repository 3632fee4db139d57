"""What a person says may fail, or asks the dependencies of: ids of several kinds, groups of suppliers and hosts included."""

from __future__ import annotations

from collections.abc import Sequence

from graphmap.analysis.failing import Subject, SubjectKind
from graphmap.api.errors import QuestionError
from graphmap.api.ids import ENTITIES, find, keys_of, unknown
from graphmap.api.view import View
from graphmap.model.ids import global_id, parse_global_id
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Texts

PREFIXES = (*ENTITIES, "group", "host")
_KINDS = {
    Kind.ORGANISATION: SubjectKind.ORGANISATION,
    Kind.SUPPLIER: SubjectKind.SUPPLIER,
    Kind.PRODUCT: SubjectKind.PRODUCT,
    Kind.DEPLOYMENT: SubjectKind.DEPLOYMENT,
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
    found: dict[str, Subject] = {}
    for kind in ENTITIES:
        row = find(snapshot, text, kind)
        if row is not None:
            found[f"{kind}:{text}"] = Subject(_KINDS[kind], row)
    for prefix, named, column in (
        ("group", SubjectKind.SUPPLIER, snapshot.suppliers.group),
        ("host", SubjectKind.HOST, snapshot.deployments.host),
    ):
        name = text.removeprefix(f"{prefix}:")
        if name and _holds(column, name):
            found[f"{prefix}:{name}"] = Subject(named, text=name)
    opaque = parse_global_id(text)
    if opaque and opaque[0] is Kind.LINK and (row := find(snapshot, text, Kind.LINK)) is not None:
        found[text] = Subject(SubjectKind.LINK, row)
    if len(found) > 1:
        raise QuestionError("AMBIGUOUS_ID", f"{text!r} names several things: give one of {', '.join(found)}")
    if not found:
        raise _nothing(view, text)
    return next(iter(found.values()))


def id_of(view: View, subject: Subject) -> str:
    """The id by which a subject can be asked about: prefixed, or of a link global."""
    if subject.kind is SubjectKind.LINK:
        return global_id(Kind.LINK, view.snapshot.links.keys[subject.row])
    if subject.text:
        return f"{'host' if subject.kind is SubjectKind.HOST else 'group'}:{subject.text}"
    kind = _NAMED[subject.kind]
    return f"{kind}:{keys_of(view.snapshot, kind)[subject.row]}"


def name_of(view: View, subject: Subject) -> str:
    """A subject in words for people."""
    snapshot = view.snapshot
    if subject.text:
        return subject.text
    if subject.kind is SubjectKind.DEPLOYMENT:
        key, product = snapshot.deployments.key[subject.row], int(snapshot.deployments.product[subject.row])
        name = snapshot.products.name[product] if product >= 0 else ""
        return f"{name} ({key})" if name and name != key else key
    if subject.kind is SubjectKind.LINK:
        return snapshot.links.keys[subject.row].replace("|", " ").strip()
    names = {
        SubjectKind.ORGANISATION: snapshot.organisations.name,
        SubjectKind.SUPPLIER: snapshot.suppliers.name,
        SubjectKind.PRODUCT: snapshot.products.name,
    }[subject.kind]
    return names[subject.row] or id_of(view, subject)


def _holds(column: Texts, text: str) -> bool:
    return text.encode() in column.buffer and any(one == text for one in column)


def _nothing(view: View, text: str) -> QuestionError:
    prefix, colon, rest = text.partition(":")
    kind = next((kind for kind in ENTITIES if colon and prefix == kind), None)
    if kind is not None:
        return unknown(kind.value, rest, list(keys_of(view.snapshot, kind)))
    known = [key for kind in ENTITIES for key in keys_of(view.snapshot, kind)]
    return unknown("organisation, supplier, product, deployment, group or host", text, known)
