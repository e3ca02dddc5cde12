"""NICE's guidance, by its integration partner: found by its title, and shown whole; nothing of a patient goes there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..formats.markup_text import readable_markup
from ..kit.agreed import CksInterface
from ..kit.config import CksSettings
from ..kit.problems import Refused, ServiceTrouble
from .http import Caller, Unreachable


@dataclass(frozen=True)
class Topic:
    """One topic, as it is shown."""

    title: str
    revised: str
    address: str
    sections: list[dict[str, str]]


class Cks:
    """Asks the partner each time, so that what is shown is what holds now."""

    def __init__(self, settings: CksSettings, interface: CksInterface, caller: Caller) -> None:
        self.settings = settings
        self.interface = interface
        self.caller = caller

    def topic(self, title: str, referral: str) -> Topic:
        """The topic of a title; refused where there is none, or more than one."""
        if not self.settings.base:
            raise Refused("Guidance is not set up here; open the link")
        names = self.interface.members
        found = self.ask(self.target(title, referral)).get(names["topics"]) or []
        if len(found) != 1:
            raise Refused(
                f"NICE has {len(found) or 'no'} topics by the name {title}; look for it on its own pages"
            )
        data = self.ask(self.interface.topic["path"].format(id=quote(str(found[0][names["id"]]), safe="")))
        sections = [self.section(part) for part in data.get(names["sections"]) or []]
        title, revised, address = (str(data[names[name]]) for name in ("title", "revised", "address"))
        return Topic(title, revised, address, sections)

    def greet(self) -> None:
        """Ask for a title that nothing has, to see that the partner is there and takes the key."""
        self.ask(self.target("none of that name", ""))

    def target(self, title: str, _referral: str) -> str:
        """What is asked for: the title alone."""
        search = self.interface.search
        return f"{search['path']}?{search['query']}={quote(title, safe='')}"

    def section(self, part: dict[str, Any]) -> dict[str, str]:
        """One section as text."""
        heading, html = (str(part.get(self.interface.members[name]) or "") for name in ("heading", "html"))
        return {"heading": heading, "text": self.text(html)}

    def text(self, html: str) -> str:
        """The words of a piece of HTML; no tags, and nothing that would run."""
        return readable_markup(html)

    def ask(self, target: str) -> dict[str, Any]:
        """Send one request; trouble is told as what it is."""
        try:
            reply = self.caller.get(
                f"{self.settings.base}{target}", headers={self.interface.key_header: self.settings.api_key}
            )
            data = reply.json()
        except (Unreachable, ValueError) as error:
            raise ServiceTrouble("NICE's guidance cannot be read now; open the link instead") from error
        if reply.status_code != 200 or not isinstance(data, dict):
            raise ServiceTrouble(
                f"NICE's guidance cannot be read now (status {reply.status_code}); open the link instead"
            )
        return data
