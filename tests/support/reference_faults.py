"""What tests of known-bad candidates share: what a pharmacist is shown, and how a fault is put in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reference import faulty
from reference_messages import report

Shown = Callable[["Scene"], bool]


@dataclass
class Scene:
    """A service of four pharmacies, and what comes to it and shows there."""

    service: Any
    at: Any

    def send(self, body: bytes = b"", **changes: Any) -> Any:
        return self.service.intake.receive(body or report(**changes))

    def status(self, body: bytes = b"", **changes: Any) -> int:
        return int(self.send(body, **changes).status)

    def see(self, action: str, *given: Any, ods: str = "FA101", **more: Any) -> dict[str, Any]:
        return dict(self.at(self.service, ods).see(action, *given, **more))

    def rows(self, ods: str = "FA101") -> list[dict[str, Any]]:
        return list(self.see("worklist", ods=ods)["referrals"])

    def opened(self, ods: str = "FA101") -> dict[str, Any]:
        (row,) = self.rows(ods)
        return self.see("open_referral", row["referral"], ods=ods)

    def text(self) -> str:
        return str(self.opened()["sections"])

    def results(self) -> list[str]:
        return [entry["result"] for entry in self.see("read_audit")["entries"]]

    def alerts(self) -> list[dict[str, Any]]:
        return list(self.see("list_alerts")["alerts"])


def keeper(kept: dict[str, Shown]) -> Callable[[str], Callable[[Shown], Shown]]:
    """Keeps what a sound service does, and the fault of a name does not."""

    def right(name: str) -> Callable[[Shown], Shown]:
        def keep(shown: Shown) -> Shown:
            kept[name] = shown
            return shown

        return keep

    return right


def put_in(pharmacist, name):
    faulty.installer(name)(pharmacist.app)


def rows(pharmacist):
    return pharmacist.see("worklist")["referrals"]


def shown(pharmacist):
    return [pharmacist.see("open_referral", row["referral"]) for row in rows(pharmacist)]


def texts(pharmacist):
    return "\n".join(section["text"] for referral in shown(pharmacist) for section in referral["sections"])
