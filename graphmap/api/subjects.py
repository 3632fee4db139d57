"""Which systems a subject stands for: one system, or all of an organisation, product, supplier, group or place."""

from __future__ import annotations

import numpy as np

from graphmap.api.errors import QuestionError
from graphmap.api.ids import GROUP, HOST, Subject
from graphmap.api.view import View
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Ints


def systems_of(view: View, subject: Subject) -> Ints:
    """Rows of the deployments, ascending, in force or not. Raises `QuestionError` for a subject that has none, a link.

    A group holds the suppliers that name it as theirs.
    """
    index, table = view.index, view.snapshot.deployments
    if subject.kind == GROUP:
        owned = [row for row, group in enumerate(view.snapshot.suppliers.group) if group == subject.key]
        sold = index.products_of_supplier.of_all(np.array(owned, dtype=np.int32))
        return index.deployments_of_product.of_all(sold)
    if subject.kind == HOST:
        there = [row for row, host in enumerate(table.host) if host == subject.key]
        return np.array(there, dtype=np.int32)
    match subject.kind:
        case Kind.DEPLOYMENT:
            return np.array([subject.row], dtype=np.int32)
        case Kind.ORGANISATION:
            return index.deployments_of_organisation[subject.row]
        case Kind.PRODUCT:
            return index.deployments_of_product[subject.row]
        case Kind.SUPPLIER:
            return index.deployments_of_product.of_all(index.products_of_supplier[subject.row])
    raise QuestionError("BAD_ARGUMENT", f"a {subject.kind} stands for no systems: name what it joins")


def name_of_subject(view: View, subject: Subject) -> str:
    """The subject's name for people: `Tally (SA1-tally)`, `Arden Group`."""
    snapshot = view.snapshot
    if subject.kind == Kind.DEPLOYMENT:
        product = int(snapshot.deployments.product[subject.row])
        name = snapshot.products.name[product] if product >= 0 else ""
    else:
        columns = {
            Kind.ORGANISATION.value: snapshot.organisations.name,
            Kind.PRODUCT.value: snapshot.products.name,
            Kind.SUPPLIER.value: snapshot.suppliers.name,
        }
        column = columns.get(subject.kind)
        name = column[subject.row] if column is not None else ""
    return f"{name} ({subject.key})" if name else subject.key
