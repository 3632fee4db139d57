"""England's evidence as its tables have it, read without the product."""

from __future__ import annotations

import os
from datetime import date

from tests.cli.running import ENGLAND
from tests.reference.facts import Moment, items, read_folder
from tests.reference.scenario import Row, stands


def now() -> Moment:
    """The day on which every test stands (see `tests/conftest.py`), and what is known on it."""
    today = date.fromisoformat(os.environ["GRAPHMAP_TODAY"])
    return Moment(today, today)


class Evidence:
    """The rows of the tables, and those of them that are in force today."""

    def __init__(self) -> None:
        self.tables, moment = read_folder(ENGLAND), now()
        self.trusts = {
            row["code"]
            for row in self.tables["organisations"]
            if row["type"] == "NHS_TRUST" and not row["closed"]
        }
        """Open NHS trusts, which is the scope of every question that names none."""
        self.systems = {
            row["id"]: row for row in self.tables["deployments"] if stands(row, moment) == "in force"
        }
        """Systems in use, by id."""
        self.interfaces = [
            row
            for row in self.tables["links"]
            if stands(row, moment, link=True) == "in force"
            and {row["from"], row["to"]} <= self.systems.keys()
        ]
        """Interfaces in use between systems in use."""

    def of(self, organisation: str) -> set[str]:
        """The systems in use that an organisation runs, alone or with others."""
        return {key for key, row in self.systems.items() if organisation in items(row["organisations"])}

    def capabilities(self, system: str) -> set[str]:
        """What a system is for: its own list, else that of its product."""
        row = self.systems[system]
        product = next(one for one in self.tables["products"] if one["id"] == row["product"])
        return set(items(row["capabilities"] or product["capabilities"]))

    def product_of(self, system: str) -> str:
        return self.systems[system]["product"]

    def products_of(self, supplier: str) -> set[str]:
        return {row["id"] for row in self.tables["products"] if row["supplier"] == supplier}

    def joined(self, exchange: str, sender: str, receiver: str) -> list[Row]:
        """The interfaces by which a system of one organisation sends straight to one of another."""
        return [
            row
            for row in self.interfaces
            if row["exchange"] == exchange
            and row["from"] in self.of(sender)
            and row["to"] in self.of(receiver)
        ]
