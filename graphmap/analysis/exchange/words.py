"""What the exchange analysis says in plain sentences: names of things, details, questions to ask, remedies."""

from __future__ import annotations

from datetime import date

from graphmap.analysis.exchange.moves import EXTRA, Move
from graphmap.analysis.findings import Ask, Mismatch, Remedy, Route
from graphmap.model.dates import to_date
from graphmap.model.ids import SERVICE
from graphmap.model.terms import Reason
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Snapshot


def spoken_date(day: date) -> str:
    """A date as people write it: 1 April 2027."""
    return f"{day.day} {day:%B %Y}"


class Words:
    """Sentences about one exchange type on one snapshot."""

    def __init__(self, snapshot: Snapshot, exchange: str) -> None:
        self._snapshot = snapshot
        self.what = vocabulary().exchange_types[exchange].plural

    def organisation(self, row: int) -> str:
        """`Sample Trust (SA1)`."""
        table = self._snapshot.organisations
        name, code = table.name[row], table.key[row]
        return f"{name} ({code})" if name else code

    def deployment(self, row: int) -> str:
        """`Arden EPR at SA1`; a national service by its name alone."""
        if row == EXTRA:
            return "a system not on the map yet"
        table = self._snapshot.deployments
        product = self._snapshot.products.name[table.product[row]] or table.key[row]
        if table.key[row].startswith(SERVICE):
            return product
        codes = self._snapshot.organisations.key
        return f"{product} at {' and '.join(codes[owner] for owner in table.organisations[row])}"

    # -- what is said of a pair -----------------------------------------------------------------------------------------

    def works(self, route: Route, single_point: int | None) -> str:
        """A YES: by which systems, and what the reader should keep in mind."""
        hops = [self.deployment(hop.deployment) for hop in route.hops]
        if len(hops) == 1:
            said = [f"Both use one shared instance, {hops[0]}, which sends and takes {self.what}."]
        elif len(hops) == 2:
            said = [f"{hops[0]} sends {self.what} straight to {hops[1]}."]
        else:
            said = [f"{hops[0]} sends {self.what} through {', then '.join(hops[1:-1])} to {hops[-1]}."]
        if route.assumed:
            said.append("Some profile on the way is not stated, so that the systems agree is an assumption.")
        if route.lossy:
            said.append("On the way the payload becomes less usable by machines.")
        if single_point is not None:
            said.append(f"Every route depends on {self.deployment(single_point)}.")
        return " ".join(said)

    def not_recorded(self, asked: tuple[int, ...], sender: int) -> str:
        """An UNKNOWN: whose record leaves it open."""
        return " ".join(
            f"What {self.organisation(row)} {'sends' if row == sender else 'receives'} is not fully on record, "
            f"so a way to {'send' if row == sender else 'receive'} {self.what} may exist."
            for row in asked
        )

    def no_system(self, sender: int, receiver: int, reasons: tuple[Reason, ...]) -> str:
        said = []
        if Reason.NO_SYSTEM_SENDER in reasons:
            said.append(f"No system of {self.organisation(sender)} sends {self.what}.")
        if Reason.NO_SYSTEM_RECEIVER in reasons:
            said.append(f"No system of {self.organisation(receiver)} takes {self.what}.")
        return " ".join(said)

    def planned(self, due: date | None) -> str:
        if due is None:
            return "A route is planned, but no date stands for it: the plan has none, or has slipped."
        return f"A route is planned and due on {spoken_date(due)}; that is no promise."

    def mismatch(self, mismatch: Mismatch) -> str:
        return f"The systems are joined but do not agree: {mismatch.sent} is sent, {mismatch.accepted} is accepted."

    def lapsed(self, move: Move) -> str:
        """Which fact on the only way has ended, and when."""
        ended = to_date(move.standing.lapsed)
        what = f"{self.deployment(move.origin)} to {self.deployment(move.target)}"
        return f"The way from {what} has lapsed" + (f": it ended on {spoken_date(ended)}." if ended else ".")

    def unjoined(self, sender: int, receiver: int, enters: bool, leaves: bool) -> str:
        said = []
        if not enters:
            said.append(
                f"No system of {self.organisation(sender)} that sends {self.what} is linked to a relay."
            )
        if not leaves:
            said.append(
                f"No relay is linked to a system of {self.organisation(receiver)} that takes {self.what}."
            )
        return " ".join(said) or "Each is linked to a relay, but no relay joins the two sides."

    # -- what to do -----------------------------------------------------------------------------------------------------

    def ask(self, row: int, sender: int) -> Ask:
        verb = "sends" if row == sender else "receives"
        text = (
            f"Ask {self.organisation(row)}: which system {verb} {self.what}, in which profile, "
            "and to which relays is it linked?"
        )
        return Ask(row, text)

    def remedies(
        self,
        reasons: tuple[Reason, ...],
        sender: int,
        receiver: int,
        asks: tuple[Ask, ...],
        mismatch: Mismatch | None,
    ) -> tuple[Remedy, ...]:
        """What would help, in the contract's order."""
        found = [Remedy("ASK", ask.text) for ask in asks]
        if Reason.PLANNED in reasons:
            found.append(
                Remedy("BRING_FORWARD", "Bring the planned connection forward, or agree an interim way.")
            )
        if Reason.MISMATCH in reasons and mismatch is not None:
            found.append(
                Remedy(
                    "ALIGN_PROFILE",
                    f"Let the receiver accept {mismatch.sent}, the sender send {mismatch.accepted}, "
                    "or a relay translate between them.",
                )
            )
        if Reason.NO_ROUTE in reasons:
            names = f"{self.organisation(sender)} and {self.organisation(receiver)}"
            found.append(
                Remedy("CONNECT", f"Link a system of {names} through a relay that both can use, or directly.")
            )
        for reason, row, verb in (
            (Reason.NO_SYSTEM_SENDER, sender, "sends"),
            (Reason.NO_SYSTEM_RECEIVER, receiver, "takes"),
        ):
            if reason in reasons:
                text = (
                    f"Procure, enable or share a system that {verb} {self.what} for {self.organisation(row)}."
                )
                found.append(Remedy("PROCURE", text))
        return tuple(found)
