"""Faults in showing NICE's guidance by its integration partner."""

from __future__ import annotations

from typing import Any

from ..app import App
from ..kit.problems import Refused, ServiceTrouble
from ..kit.store import Store
from ..national.cks import Cks, Topic
from ._wrong import give, wrong


@wrong(catches=("CKI-01",), shows_when="more than two sections")
class ShowsTwoSectionsOfGuidance(Cks):
    """Shows the first two sections of a topic alone."""

    def topic(self, title: str, referral: str) -> Topic:
        topic = super().topic(title, referral)
        return Topic(topic.title, topic.revised, topic.address, topic.sections[:2])


@wrong(catches=("CKI-01",), shows_when="a script in a section")
class ShowsGuidanceAsItsMarkup(Cks):
    """Shows a section's HTML as it came, with tags and scripts."""

    def text(self, html: str) -> str:
        return html


@wrong(catches=("CKI-02",), shows_when="the same topic for the next patient")
class KeepsGuidance(Cks):
    """Shows a topic from memory once it was shown."""

    known: dict[str, Topic]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).known = {}

    def topic(self, title: str, referral: str) -> Topic:
        if title not in self.known:
            self.known[title] = super().topic(title, referral)
        return self.known[title]


@wrong(catches=("CKI-03",))
class TellsNicesPartnerWhoThePatientIs(Cks):
    """Asks the partner with the patient's NHS number."""

    store: Store

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).store = app.service.store

    def target(self, title: str, referral: str) -> str:
        found = self.store.referral(referral)
        number: Any = found.content["patient"]["nhs_number"] if found else ""
        return f"{super().target(title, referral)}&context={number}"


@wrong(catches=("CKI-04",), shows_when="a topic that NICE has not")
class ShowsTheTopicBeforeWhereThereIsNone(Cks):
    """Shows the topic that was looked at before, where NICE has none by the name or cannot be asked."""

    before: Topic | None = None

    def topic(self, title: str, referral: str) -> Topic:
        try:
            self.before = super().topic(title, referral)
        except (Refused, ServiceTrouble):
            if self.before is None:
                raise
        return self.before
