"""The closed sets of the market's answers. They load nothing, so that the command line may offer their words."""

from __future__ import annotations

from enum import StrEnum


class ScreeningBand(StrEnum):
    """A band of the Herfindahl-Hirschman index by which markets are screened; it is no finding on competition."""

    NOT_CONCENTRATED = "NOT_CONCENTRATED"
    CONCENTRATED = "CONCENTRATED"
    HIGHLY_CONCENTRATED = "HIGHLY_CONCENTRATED"


class ContractMatch(StrEnum):
    """How a contract and a system were joined."""

    PRODUCT = "PRODUCT"
    SUPPLIER_AND_CAPABILITY = "SUPPLIER_AND_CAPABILITY"


class DuplicatePlace(StrEnum):
    """Where several do the same: in one organisation, or in the area of an ICB."""

    ORGANISATION = "ORGANISATION"
    ICB = "ICB"


class Holding(StrEnum):
    """What is on record of an organisation for a capability."""

    SUPPLIER_KNOWN = "SUPPLIER_KNOWN"
    SUPPLIER_NOT_STATED = "SUPPLIER_NOT_STATED"
    NOT_RECORDED = "NOT_RECORDED"
    NONE = "NONE"


class ContractState(StrEnum):
    """Whether a contract for a system is on record."""

    IN_FORCE = "IN_FORCE"
    EXPIRED = "EXPIRED"
    NOT_ON_RECORD = "NOT_ON_RECORD"


class FlowGap(StrEnum):
    """Why no open standard is on record for a required flow."""

    NOT_RECORDED = "NOT_RECORDED"
    NO_FLOW = "NO_FLOW"
    NO_PROFILE_STATED = "NO_PROFILE_STATED"
    NOT_OPEN = "NOT_OPEN"


class Bucket(StrEnum):
    """When a contract ends, seen from the day asked about. Each contract is in one."""

    EXPIRED = "EXPIRED"
    WITHIN_12_MONTHS = "WITHIN_12_MONTHS"
    WITHIN_24_MONTHS = "WITHIN_24_MONTHS"
    LATER = "LATER"
    NO_END_DATE = "NO_END_DATE"
