"""Arguments that several rooms take by the same name."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.view import Asking

Info = strawberry.Info[Asking, None]
Code = Annotated[strawberry.ID, strawberry.argument(description="Code: bare, prefixed or as a global id.")]
Id = Annotated[strawberry.ID, strawberry.argument(name="id", description="Id: bare, prefixed or global.")]
ExchangeCode = Annotated[
    strawberry.ID, strawberry.argument(description="Code of the exchange type, such as referral.")
]
