"""The closed sets of the market's answers."""

from __future__ import annotations

from graphmap.analysis.market.terms import (
    Bucket,
    ContractMatch,
    ContractState,
    DuplicatePlace,
    FlowGap,
    Holding,
    ScreeningBand,
)
from graphmap.api.types.describing import register

__all__ = [
    "Bucket",
    "ContractMatch",
    "ContractState",
    "DuplicatePlace",
    "FlowGap",
    "Holding",
    "ScreeningBand",
]

register(
    ScreeningBand,
    "A band of the HHI by which markets are screened for a closer look; it is no finding on competition.",
    {
        "NOT_CONCENTRATED": "Below 1,000.",
        "CONCENTRATED": "From 1,000 to 2,000.",
        "HIGHLY_CONCENTRATED": "Above 2,000.",
    },
)
register(
    Holding,
    "What is on record of an organisation for a capability.",
    {
        "SUPPLIER_KNOWN": "A system whose supplier is known.",
        "SUPPLIER_NOT_STATED": "A system, but nobody states its supplier.",
        "NOT_RECORDED": "Nothing, and its record is not complete: it may have a system.",
        "NONE": "It has no such system: its record is complete. It is not in the market.",
    },
)
register(
    ContractState,
    "Whether a contract is on record for what an organisation uses.",
    {
        "IN_FORCE": "One that runs on the day asked about.",
        "EXPIRED": "Only such as have ended.",
        "NOT_ON_RECORD": "None; contracts are recorded incompletely, so there may be one.",
    },
)
register(
    ContractMatch,
    "How a contract and a system in use were joined.",
    {
        "PRODUCT": "The contract names the product.",
        "SUPPLIER_AND_CAPABILITY": "The supplier and what it is for are the same; the product is not named, or not in use.",
    },
)
register(
    Bucket,
    "When a contract ends, seen from the day asked about; each is in one bucket.",
    {
        "EXPIRED": "It has ended.",
        "WITHIN_12_MONTHS": "It ends within 12 months.",
        "WITHIN_24_MONTHS": "It ends after 12 and within 24 months.",
        "LATER": "It ends after 24 months.",
        "NO_END_DATE": "No source states when it ends.",
    },
    "ContractBucket",
)
register(
    DuplicatePlace,
    "Where several do the same.",
    {
        "ORGANISATION": "Two or more live systems for one capability in one organisation.",
        "ICB": "Two or more products for one capability at the open organisations in scope of an ICB's area.",
    },
)
register(
    FlowGap,
    "Why no open standard is on record for a required flow of a system.",
    {
        "NOT_RECORDED": "No port or interface for the flow is on record, and there may be one.",
        "NO_FLOW": "There is no port or interface for the flow: the record is complete, or says that there is none.",
        "NO_PROFILE_STATED": "A port or interface is, but none states a profile.",
        "NOT_OPEN": "Profiles are stated, and none of them is a published one that anybody may use.",
    },
)
