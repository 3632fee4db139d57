"""Types that refer to one another, by name: the schema looks them up when it is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ForwardRef

import strawberry

__all__ = [
    "ContractRef",
    "DeploymentRef",
    "LinkRef",
    "LockInRef",
    "OrganisationExchangeRef",
    "OrganisationRef",
    "PortRef",
    "ProductRef",
    "SiloRef",
    "SupplierReachRef",
    "SupplierRef",
]

if TYPE_CHECKING:
    from graphmap.api.types.contract import Contract as ContractRef
    from graphmap.api.types.deployment import Deployment as DeploymentRef
    from graphmap.api.types.link import Link as LinkRef
    from graphmap.api.types.lock_in import LockIn as LockInRef
    from graphmap.api.types.organisation import Organisation as OrganisationRef
    from graphmap.api.types.partners import OrganisationExchange as OrganisationExchangeRef
    from graphmap.api.types.port import Port as PortRef
    from graphmap.api.types.product import Product as ProductRef
    from graphmap.api.types.reach import SupplierReach as SupplierReachRef
    from graphmap.api.types.silo import Silo as SiloRef
    from graphmap.api.types.supplier import Supplier as SupplierRef
else:

    def _lazy(module: str, name: str) -> object:
        return Annotated[ForwardRef(name), strawberry.lazy(f"graphmap.api.types.{module}")]

    ContractRef = _lazy("contract", "Contract")
    DeploymentRef = _lazy("deployment", "Deployment")
    LinkRef = _lazy("link", "Link")
    LockInRef = _lazy("lock_in", "LockIn")
    OrganisationRef = _lazy("organisation", "Organisation")
    OrganisationExchangeRef = _lazy("partners", "OrganisationExchange")
    PortRef = _lazy("port", "Port")
    ProductRef = _lazy("product", "Product")
    SiloRef = _lazy("silo", "Silo")
    SupplierReachRef = _lazy("reach", "SupplierReach")
    SupplierRef = _lazy("supplier", "Supplier")
