"""The vocabularies: codes that the evidence may use, with words for people, the rules over them, and where they come from.

They are data (`schema/vocabularies/*.yaml`). Loading checks that every reference between them holds, so the rest of the
program may look codes up without asking again. The order of a file is the order of the integer codes in a snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphmap.model.errors import GraphmapError
from graphmap.model.resources import schema_folder

_OPEN_SETS = (
    "exchange_types",
    "capabilities",
    "profiles",
    "organisation_types",
    "national_services",
    "settings",
    "mandates",
)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class VocabularyError(GraphmapError):
    """A vocabulary file is missing, malformed, or refers to what no vocabulary has. Names the file and the entry."""


class _Coded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str


class Term(_Coded):
    """A code with its words. `source` holds keys of `sources.yaml`."""

    name: str
    description: str
    source: tuple[str, ...] = ("own",)


class ExchangeType(Term):
    """What may be exchanged: as sentences speak of it, how it usually travels, and the parts that its two ends play."""

    plural: str
    pattern: str
    sender: str
    receiver: str


class Capability(Term):
    """What a system is for.

    `settings` limits its market (empty: every setting; semantics, section 9); `several` says that two or more in one
    organisation are no duplicate (section 10); `gp_it_code` is its code in the GP IT catalogue.
    """

    settings: tuple[str, ...] = ()
    several: bool = False
    gp_it_code: str | None = None


class Profile(Term):
    """A published rule for messages, and the exchange types that it serves (none: it carries what others describe).

    `versions` and `use_cases` are those that its source documents, `open` is False where one supplier's agreement is
    needed, `deprecated` says why it should go, `payload` how much of the content a machine can use.
    """

    exchanges: tuple[str, ...]
    versions: tuple[str, ...] = ()
    use_cases: tuple[str, ...] = ()
    body: str
    open: bool = True
    deprecated: str | None = None
    payload: Literal["coded", "document", "view"] | None = None


class OrganisationType(Term):
    """A kind of organisation; `ods` says how the Organisation Data Service marks it."""

    ods: str | None = None


class NationalService(Term):
    """A service run once for England: what it does between systems, for which exchange types, and whether it relays."""

    role: str
    exchanges: tuple[str, ...] = ()
    relay: bool = False


class Mandate(Term):
    """A standard that somebody has to follow: one of `profiles`, for `exchanges`, by `due` (None: no source gives a day).

    It binds systems for one of `capabilities` that an organisation of one of `organisation_types` runs (empty: of any);
    `scope` says on whose word, `due_note` what the sources add to the day, or that they give none.
    """

    profiles: tuple[str, ...] = Field(min_length=1)
    exchanges: tuple[str, ...] = Field(min_length=1)
    body: str
    due: date | None = None
    due_note: str
    capabilities: tuple[str, ...] = Field(min_length=1)
    organisation_types: tuple[str, ...] = ()
    scope: str


class ClosedTerm(Term):
    """A member of a closed set. `rank` orders the sets that have an order; `same_as` names the code it is read as."""

    rank: int | None = None
    same_as: str | None = None


class Source(_Coded):
    """A page that a term was taken from. Our own definitions, and copies whose place is not recorded, have no address."""

    title: str
    address: str | None = None


class RequiredFlow(BaseModel):
    """A flow that every point solution for `capability` needs (semantics, table 2), and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    capability: str
    exchange: str
    direction: Literal["in", "out"]
    reason: str


_T = TypeVar("_T", bound=_Coded)


@dataclass(frozen=True)
class Vocabulary:
    """All vocabularies, each in the order of its file. Every mapping is read-only."""

    exchange_types: Mapping[str, ExchangeType]
    capabilities: Mapping[str, Capability]
    profiles: Mapping[str, Profile]
    organisation_types: Mapping[str, OrganisationType]
    national_services: Mapping[str, NationalService]
    settings: Mapping[str, Term]
    mandates: Mapping[str, Mandate]
    required_flows: Mapping[str, tuple[RequiredFlow, ...]]
    """By capability, in the order of the file; capabilities in `exempt` have none."""
    exempt: frozenset[str]
    """Core records and hubs, which are never graded as silos."""
    required_flows_version: int
    applicability: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    """By exchange type: organisation types that send, and that receive (semantics, table 1)."""
    closed_sets: Mapping[str, Mapping[str, ClosedTerm]]
    sources: Mapping[str, Source]
    fingerprint: str
    """SHA-256 over the files; it changes when any of them does."""

    def terms(self, name: str) -> Mapping[str, Term]:
        """The vocabulary or closed set of that name, as the columns of the evidence tables give it.

        Raises `KeyError` for another name.
        """
        chosen: Mapping[str, Term] = getattr(self, name) if name in _OPEN_SETS else self.closed_sets[name]
        return chosen

    def find(self, name: str, text: str) -> Term | None:
        """The term of vocabulary `name` whose code is `text`, whatever its case, or None. O(terms)."""
        terms = self.terms(name)
        if text in terms:
            return terms[text]
        folded = text.strip().casefold()
        return next((term for code, term in terms.items() if code.casefold() == folded), None)

    def exchange_type(self, text: str) -> ExchangeType | None:
        """The exchange type whose code is `text`, whatever its case, or None."""
        found = self.find("exchange_types", text)
        return self.exchange_types[found.code] if found else None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabularies of this installation, loaded once. Raises `VocabularyError`."""
    return load(schema_folder() / "vocabularies")


def load(folder: Path) -> Vocabulary:
    """The vocabularies of a folder, checked. Raises `VocabularyError` for the first thing wrong."""
    files = _Files(folder)
    closed = files.mapping("closed_sets.yaml")
    flows = files.mapping("required_flows.yaml")
    rules = files.entries("applicability.yaml")
    try:
        required, applicability = _required(flows), _applicability(rules)
        exempt, version = frozenset(flows["exempt"]), int(flows["version"])
    except (KeyError, TypeError, ValueError) as error:
        raise VocabularyError(f"required_flows.yaml or applicability.yaml is malformed: {error}") from error
    loaded = Vocabulary(
        exchange_types=files.terms("exchange_types.yaml", ExchangeType),
        capabilities=files.terms("capabilities.yaml", Capability),
        profiles=files.terms("profiles.yaml", Profile),
        organisation_types=files.terms("organisation_types.yaml", OrganisationType),
        national_services=files.terms("national_services.yaml", NationalService),
        settings=files.terms("settings.yaml", Term),
        mandates=files.terms("mandates.yaml", Mandate),
        required_flows=MappingProxyType(required),
        exempt=exempt,
        required_flows_version=version,
        applicability=MappingProxyType(applicability),
        closed_sets=MappingProxyType(
            {
                name: _by_code(f"closed_sets.yaml ({name})", entries, ClosedTerm)
                for name, entries in closed.items()
            }
        ),
        sources=files.terms("sources.yaml", Source),
        fingerprint=files.fingerprint,
    )
    _check(loaded)
    return loaded


class _Files:
    """The YAML files of a folder, read once each."""

    def __init__(self, folder: Path) -> None:
        try:
            self._bytes = {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
        except OSError as error:
            raise VocabularyError(f"The vocabularies in {folder} cannot be read: {error}") from error
        self._folder = folder

    @property
    def fingerprint(self) -> str:
        digest = sha256()
        for name, content in self._bytes.items():
            digest.update(f"{name}\n{len(content)}\n".encode() + content)
        return digest.hexdigest()

    def _load(self, name: str) -> Any:
        if name not in self._bytes:
            raise VocabularyError(f"{name} is missing in {self._folder}")
        try:
            return yaml.load(self._bytes[name], Loader=_Loader)  # noqa: S506 - both loaders are the safe ones
        except yaml.YAMLError as error:
            raise VocabularyError(f"{name} is not valid YAML: {error}") from error

    def entries(self, name: str) -> list[Any]:
        content = self._load(name)
        if not isinstance(content, list):
            raise VocabularyError(f"{name} has to be a list of entries")
        return content

    def mapping(self, name: str) -> dict[str, Any]:
        content = self._load(name)
        if not isinstance(content, dict):
            raise VocabularyError(f"{name} has to be a mapping")
        return content

    def terms(self, name: str, kind: type[_T]) -> Mapping[str, _T]:
        return _by_code(name, self.entries(name), kind)


def _by_code(name: str, entries: list[Any], kind: type[_T]) -> Mapping[str, _T]:
    terms: dict[str, _T] = {}
    for number, entry in enumerate(entries, start=1):
        try:
            term = kind.model_validate(entry)
        except ValidationError as error:
            code = entry.get("code") if isinstance(entry, dict) else entry
            details = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise VocabularyError(f"{name}, entry {number} ({code}): {details}") from error
        if term.code in terms:
            raise VocabularyError(f"{name}: {term.code} is there twice")
        terms[term.code] = term
    return MappingProxyType(terms)


def _required(content: Mapping[str, Any]) -> dict[str, tuple[RequiredFlow, ...]]:
    flows: dict[str, tuple[RequiredFlow, ...]] = {}
    for entry in content["flows"]:
        code = entry["capability"]
        if code in flows:
            raise ValueError(f"{code} is there twice")
        flows[code] = tuple(RequiredFlow(capability=code, **flow) for flow in entry["required"])
    return flows


def _applicability(entries: list[Any]) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    rules: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for entry in entries:
        if entry["exchange"] in rules:
            raise ValueError(f"{entry['exchange']} is there twice")
        rules[entry["exchange"]] = frozenset(entry["senders"]), frozenset(entry["receivers"])
    return rules


def _check(loaded: Vocabulary) -> None:
    """Every reference between the vocabularies holds, and both tables of the semantics are total."""
    exchanges = loaded.exchange_types
    for name in (*_OPEN_SETS, *loaded.closed_sets):
        for term in loaded.terms(name).values():
            _known(name, term.code, term.source, loaded.sources, "source")
    for profile in loaded.profiles.values():
        _known("profiles", profile.code, profile.exchanges, exchanges, "exchange type")
    for service in loaded.national_services.values():
        _known("national_services", service.code, service.exchanges, exchanges, "exchange type")
    for capability in loaded.capabilities.values():
        _known("capabilities", capability.code, capability.settings, loaded.settings, "setting")
    for mandate in loaded.mandates.values():
        _check_mandate(loaded, mandate)
    for code, (senders, receivers) in loaded.applicability.items():
        _known(
            "applicability", code, sorted(senders | receivers), loaded.organisation_types, "organisation type"
        )
    for code, flows in loaded.required_flows.items():
        _known("required_flows", code, (flow.exchange for flow in flows), exchanges, "exchange type")
    for code in loaded.exempt & loaded.required_flows.keys():
        raise VocabularyError(f"required_flows: {code} has flows and is exempt")
    _same("required_flows", {*loaded.required_flows, *loaded.exempt}, loaded.capabilities, "capability")
    _same("applicability", loaded.applicability, exchanges, "exchange type")


def _check_mandate(loaded: Vocabulary, mandate: Mandate) -> None:
    code = mandate.code
    _known("mandates", code, mandate.profiles, loaded.profiles, "profile")
    _known("mandates", code, mandate.capabilities, loaded.capabilities, "capability")
    _known("mandates", code, mandate.organisation_types, loaded.organisation_types, "organisation type")
    served = {
        exchange: profile for profile in mandate.profiles for exchange in loaded.profiles[profile].exchanges
    }
    _known("mandates", code, mandate.exchanges, served, "exchange type of its profiles")


def _known(name: str, code: str, given: Iterable[str], known: Mapping[str, object], what: str) -> None:
    for unknown in given:
        if unknown not in known:
            raise VocabularyError(f"{name}: {code} names the unknown {what} {unknown}")


def _same(name: str, given: Iterable[str], known: Mapping[str, object], what: str) -> None:
    """Raise unless `given` are exactly the `known` codes."""
    for unknown in sorted(set(given) - known.keys()):
        raise VocabularyError(f"{name}: {unknown} is not a known {what}")
    for missing in sorted(known.keys() - set(given)):
        raise VocabularyError(f"{name}: the {what} {missing} has no entry")
