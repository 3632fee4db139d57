"""What fails when something is said to fail (semantics, section 11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graphmap.analysis.exchange.evolve import Gone
from graphmap.snapshot.columns import Flags, Snapshot


class SubjectKind(StrEnum):
    """Kinds of things that may fail. A group of suppliers is a SUPPLIER by the name of the group."""

    DEPLOYMENT = "DEPLOYMENT"
    PRODUCT = "PRODUCT"
    SUPPLIER = "SUPPLIER"
    HOST = "HOST"
    ORGANISATION = "ORGANISATION"
    LINK = "LINK"


@dataclass(frozen=True, order=True)
class Subject:
    """Something that may fail: a row of its table (a link: of its records), or the `text` of a group or host."""

    kind: SubjectKind
    row: int = -1
    text: str = ""


def failing(snapshot: Snapshot, subjects: Iterable[Subject]) -> Gone:
    """The deployments and links that fail with `subjects`, all together.

    Deployments and services given; all deployments of products, suppliers, groups and hosts given; deployments all of whose
    organisations are given; links given. O(deployments), and for hosts and groups their texts.
    """
    by_kind: dict[SubjectKind, list[Subject]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject)

    def rows(kind: SubjectKind) -> list[int]:
        return [subject.row for subject in by_kind.get(kind, ()) if subject.row >= 0]

    def texts(kind: SubjectKind) -> set[str]:
        return {subject.text for subject in by_kind.get(kind, ()) if subject.row < 0}

    deployments = snapshot.deployments
    flags = np.zeros(len(deployments.key), dtype=bool)
    flags[rows(SubjectKind.DEPLOYMENT)] = True
    flags |= of_products(snapshot, rows(SubjectKind.PRODUCT))
    flags |= of_suppliers(snapshot, rows(SubjectKind.SUPPLIER), texts(SubjectKind.SUPPLIER))
    if hosts := texts(SubjectKind.HOST):
        flags |= np.fromiter((host in hosts for host in deployments.host), dtype=bool, count=len(flags))
    if organisations := rows(SubjectKind.ORGANISATION):
        flags |= run_by_these_alone(snapshot, organisations)
    links = None
    if records := rows(SubjectKind.LINK):
        links = np.isin(snapshot.links.record, records)
    return Gone(flags, links)


def of_products(snapshot: Snapshot, products: list[int]) -> Flags:
    """Deployments of some products (rows)."""
    flags: Flags = np.isin(snapshot.deployments.product, products)
    return flags


def of_suppliers(snapshot: Snapshot, suppliers: list[int], groups: set[str]) -> Flags:
    """Deployments of products of some suppliers (rows), and of all suppliers of some groups."""
    chosen = list(suppliers)
    if groups:
        chosen += [row for row, group in enumerate(snapshot.suppliers.group) if group in groups]
    sold = np.isin(snapshot.products.supplier, chosen)
    flags: Flags = np.append(sold, np.False_)[snapshot.deployments.product]
    return flags


def run_by_these_alone(snapshot: Snapshot, organisations: list[int]) -> Flags:
    """Deployments all of whose organisations are among some (rows)."""
    run_by = snapshot.deployments.organisations
    given = np.isin(run_by.items, organisations)
    others = np.bincount(run_by.owners()[~given], minlength=len(run_by))
    some = np.bincount(run_by.owners()[given], minlength=len(run_by))
    flags: Flags = (some > 0) & (others == 0)
    return flags
