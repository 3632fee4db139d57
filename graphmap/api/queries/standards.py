"""Standards: who uses which profile, and who has to."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.analysis.silos import Flow
from graphmap.analysis.standards import candidate as candidates
from graphmap.analysis.standards import offers, products, uses
from graphmap.api.errors import QuestionError
from graphmap.api.ids import row_of, term_of
from graphmap.api.pages import page_of
from graphmap.api.queries.arguments import ExchangeCode, Info
from graphmap.api.scoping import exchange_code, named, organisations_in
from graphmap.api.types.arguments import After, AsKnownAt, AsOf, First, MinEvidence, ReadingArgument
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading
from graphmap.api.types.filters import Scope, WhichProducts
from graphmap.api.types.fitting import CandidateReport, ProductStandards, SpokenProfile
from graphmap.api.types.payload import PayloadReport
from graphmap.api.types.scenario_input import Supposing, view_of
from graphmap.api.types.standard import StandardsReport
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Snapshot


@object_type
class Standards:
    """Who uses which standard, and who has to."""

    @field
    def standards(
        self,
        info: Info,
        profile: Annotated[
            strawberry.ID | None,
            strawberry.argument(
                description="Code of one profile, such as DAPB4013; every profile when left out."
            ),
        ] = None,
        deprecated: Annotated[bool, strawberry.argument(description="Only profiles that should go.")] = False,
        filter: Scope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> StandardsReport:
        """Which profiles are in use, by whom; whom mandates bind, who follows them and who is late."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        return StandardsReport(
            view=view,
            scope=organisations_in(view, filter),
            named=named(view, filter),
            chosen=None if profile is None else _profile_code(view.snapshot, profile),
            only_deprecated=deprecated,
            read=reading,
            least=min_evidence,
        )

    @field
    def payloads(
        self,
        info: Info,
        type: ExchangeCode,
        filter: Scope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> PayloadReport:
        """How much of what organisations send and take of an exchange type a machine can use, and who does both."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        return PayloadReport(
            view=view,
            exchange=exchange_code(type),
            scope=organisations_in(view, filter),
            named=named(view, filter),
            read=reading,
            least=min_evidence,
        )

    @field
    def product_standards(
        self,
        info: Info,
        filter: WhichProducts = None,
        lacking: Annotated[
            bool,
            strawberry.argument(
                description="Only products without an open standard, shown or claimed, for some flow."
            ),
        ] = True,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        min_evidence: MinEvidence = None,
    ) -> Connection[ProductStandards]:
        """Named products by the open standards that they have for the flows that they need: most flows not open first."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        found = products.product_standards(uses.standards_at(view.snapshot, view.as_of, min_evidence))
        if filter is not None:
            chosen = frozenset(filter.rows(view).tolist())
            found = tuple(one for one in found if one.product in chosen)
        if lacking:
            found = tuple(one for one in found if one.lacking)
        keys = view.snapshot.products.key

        def key(one: products.ProductStandards) -> tuple[int, int, str]:
            not_open, not_known = one.lacking_counts
            return -not_open, -not_known, keys[one.product]

        page = page_of(found, "product standards", key, first, after)
        return connection(page, lambda one: ProductStandards(view=view, found=one))

    @field
    def candidate(
        self,
        info: Info,
        buyer: Annotated[
            strawberry.ID, strawberry.argument(description="Code of the organisation that would buy.")
        ],
        product: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="A product on the map; else give `profiles`."),
        ] = None,
        profiles: Annotated[
            list[SpokenProfile] | None,
            strawberry.argument(description="What the candidate speaks, all of it; else give `product`."),
        ] = None,
        capability: Annotated[
            strawberry.ID | None,
            strawberry.argument(
                description="What it would be bought for; the product's capabilities when left out."
            ),
        ] = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> CandidateReport:
        """What a candidate would connect to at a buyer, and what not: flow by flow, by profiles as stated."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        snapshot = view.snapshot
        if (product is None) == (profiles is None):
            raise QuestionError("BAD_ARGUMENT", "give either `product` or `profiles`: what is the candidate?")
        body = row_of(snapshot, buyer, Kind.ORGANISATION)
        row = -1 if product is None else row_of(snapshot, product, Kind.PRODUCT)
        if profiles is None:
            known = uses.standards_at(snapshot, view.as_of, min_evidence)
            offered = offers.offers_of(known, row)
        else:
            offered = _given(snapshot, profiles)
        if capability is not None:
            codes: tuple[str, ...] = (term_of(vocabulary().capabilities, capability, "capability").code,)
        else:
            order = list(vocabulary().capabilities)
            codes = tuple(order[place] for place in snapshot.products.capabilities[row]) if row >= 0 else ()
        found = candidates.fits(
            snapshot,
            view.as_of,
            body,
            offered,
            products.flows_of(codes),
            by_hand=profiles is not None,
            product=row,
            reading=reading,
            min_evidence=min_evidence,
        )
        return CandidateReport(
            view=view, product_row=row, buyer_row=body, codes=codes, read=reading, found=found
        )


def _given(snapshot: Snapshot, spoken: list[SpokenProfile]) -> tuple[offers.Offer, ...]:
    """What is given by hand. Raises `QuestionError` for a code that no vocabulary and no row of the map has."""
    given = offers.Given(snapshot)
    found = []
    for one in spoken:
        code, at, version = one.profile.partition("@")
        if not code.startswith("x-"):
            code = _profile_code(snapshot, code)
        flow = Flow(exchange_code(one.exchange), one.direction)
        found.append(given.offer(flow, code + at + version, one.use_case))
    return tuple(dict.fromkeys(found))


def _profile_code(snapshot: Snapshot, text: str) -> str:
    """The code of a profile, published or of this map. Raises `QuestionError` naming the nearest."""
    code, at, _ = text.partition("@")
    if at:
        raise QuestionError(
            "BAD_ARGUMENT",
            f"{text!r} names a version: give {code} alone; its ports and links say which they use",
        )
    mandate = vocabulary().mandates.get(code)
    if mandate is not None and code not in snapshot.profiles.index:
        raise QuestionError(
            "UNKNOWN_ID", f"{code!r} is a mandate, no profile: ask for {' or '.join(mandate.profiles)}"
        )
    return code if code in snapshot.profiles.index else term_of(vocabulary().profiles, code, "profile").code
