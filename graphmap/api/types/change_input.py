"""What a scenario supposes, as GraphQL takes it: one input for each change of `graphmap.model.scenario`, the same names.

The words of roles and payloads are those of the evidence tables, not enums, so that the `changes` of a saved scenario, a
file of `graphmap scenario export` and a variable of a question are one and the same JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from graphmap.api.errors import QuestionError
from graphmap.api.types.describing import input_type
from graphmap.api.types.filters import OrganisationFilter
from graphmap.model.errors import UsageError
from graphmap.model.scenario import Change, changes_of

Ids = list[strawberry.ID]
Text = str | None
_DEPLOYMENT = "Id of the system in use, one of the map or one that an earlier change adds."
_EXCHANGE = "Code of the exchange type, such as referral."
_PROFILE = "Profile as CODE or CODE@version; left out: it compares with nothing."
_EMITS = "Profile that a relay sends on; left out: what came in."
_USE_CASE = "Use case within the profile."
_ROLE = "source, sink or relay; serve and query are taken for source and sink."


def _id(description: str, name: str | None = None) -> strawberry.ID:
    found: strawberry.ID = strawberry.field(description=description, name=name)
    return found


def _ids(description: str) -> Ids:
    found: Ids = strawberry.field(description=description)
    return found


def _text(description: str) -> Text:
    found: Text = strawberry.field(default=None, description=description)
    return found


@input_type
class AddDeploymentInput:
    """A further system in use. Without ports of its own in the scenario it gets its product's usual ones."""

    id: strawberry.ID = _id("An id for it that no system in use has yet; later changes name it by this.")
    product: strawberry.ID = _id("Its product.")
    organisations: Ids = _ids("Who runs it; several share one instance.")
    capabilities: Ids | None = strawberry.field(
        default=None, description="What it is for; left out: what its product is for."
    )
    host: Text = _text("Where it runs.")


@input_type
class RetireDeploymentInput:
    """A system in use that goes, with its ports and links."""

    deployment: strawberry.ID = _id(_DEPLOYMENT)


@input_type
class ReplaceProductInput:
    """Every other system for a capability in a scope gives way to one of a product."""

    scope: OrganisationFilter | None = strawberry.field(
        default=None, description="Whose systems; left out: those of open NHS trusts."
    )
    capability: strawberry.ID = _id("Code of the capability, such as MATERNITY.")
    product: strawberry.ID = _id("The product that takes their place.")


@input_type
class AddLinkInput:
    """A further interface, in the direction of the payload."""

    from_: strawberry.ID = _id("The system that sends. " + _DEPLOYMENT, name="from")
    to: strawberry.ID = _id("The system that takes. " + _DEPLOYMENT)
    exchange: strawberry.ID = _id(_EXCHANGE)
    profile: Text = _text(_PROFILE)
    use_case: Text = _text(_USE_CASE)


@input_type
class RetireLinkInput:
    """An interface that goes; its profile and use case are those that it is on record with."""

    from_: strawberry.ID = _id("The system that sends.", name="from")
    to: strawberry.ID = _id("The system that takes.")
    exchange: strawberry.ID = _id(_EXCHANGE)
    profile: Text = _text(_PROFILE)
    use_case: Text = _text(_USE_CASE)


@input_type
class AddPortInput:
    """A further port of a system in use."""

    deployment: strawberry.ID = _id(_DEPLOYMENT)
    exchange: strawberry.ID = _id(_EXCHANGE)
    role: str = strawberry.field(description=_ROLE)
    profile: Text = _text(_PROFILE)
    emits: Text = _text(_EMITS)
    use_case: Text = _text(_USE_CASE)
    payload: Text = _text("How much of the content a machine can use: coded, document or view.")


@input_type
class RetirePortInput:
    """A port that goes; its profile, what it emits and its use case are those that it is on record with."""

    deployment: strawberry.ID = _id(_DEPLOYMENT)
    exchange: strawberry.ID = _id(_EXCHANGE)
    role: str = strawberry.field(description=_ROLE)
    profile: Text = _text(_PROFILE)
    emits: Text = _text(_EMITS)
    use_case: Text = _text(_USE_CASE)


@input_type
class AddTranslationInput:
    """A relay that takes one profile more, and sends it on as another or as it is."""

    relay: strawberry.ID = _id("The system in use that passes it on.")
    exchange: strawberry.ID = _id(_EXCHANGE)
    profile: str = strawberry.field(description="Profile that it takes, as CODE or CODE@version.")
    emits: Text = _text(_EMITS)
    use_case: Text = _text(_USE_CASE)


@input_type
class MergeOrganisationsInput:
    """Organisations that close, and one that runs their systems from then on."""

    codes: Ids = _ids("The organisations that close.")
    into: strawberry.ID = _id("The organisation that takes over.")


@input_type
class BringForwardInput:
    """A system, port or interface on the way that is there already."""

    fact: strawberry.ID = _id("Its id.")


@input_type
class FailInput:
    """Something that fails, as `impact` takes it."""

    of: Ids = _ids("Systems in use, products, suppliers, hosts, organisations or interfaces.")


def _change(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@input_type
class ChangeInput:
    """One change that a scenario supposes: exactly one of these fields. Changes are made one after the other, in order."""

    add_deployment: AddDeploymentInput | None = _change("A further system in use.")
    retire_deployment: RetireDeploymentInput | None = _change("A system in use that goes.")
    replace_product: ReplaceProductInput | None = _change(
        "Every other system for a capability in a scope gives way to one of a product."
    )
    add_link: AddLinkInput | None = _change("A further interface.")
    retire_link: RetireLinkInput | None = _change("An interface that goes.")
    add_port: AddPortInput | None = _change("A further port.")
    retire_port: RetirePortInput | None = _change("A port that goes.")
    add_translation: AddTranslationInput | None = _change("A relay that takes one profile more.")
    merge_organisations: MergeOrganisationsInput | None = _change("Organisations that become one.")
    bring_forward: BringForwardInput | None = _change("Something on the way that is there already.")
    fail: FailInput | None = _change("Something that fails.")


def changes_from(given: Sequence[ChangeInput]) -> tuple[Change, ...]:
    """The changes, in order.

    Raises `QuestionError` BAD_ARGUMENT, which names the change by its number, the field and what is wrong.
    """
    try:
        return changes_of([_stated(one) for one in given])
    except UsageError as error:
        raise QuestionError("BAD_ARGUMENT", str(error)) from error


def _stated(given: Any) -> Mapping[str, Any]:
    """What an input holds under the names of the schema, as plain data; fields that are left out stay out."""
    found: dict[str, Any] = {}
    for one in given.__strawberry_definition__.fields:
        value = getattr(given, one.python_name)
        if value is not None:
            name = one.graphql_name or to_camel_case(one.python_name)
            found[name] = _stated(value) if hasattr(value, "__strawberry_definition__") else value
    return found
