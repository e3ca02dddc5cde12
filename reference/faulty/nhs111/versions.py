"""Faults in keeping reports apart and together: repeats, versions, withdrawals, copies."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...actions.action import Action, Observation, Request
from ...app import App
from ...formats.soap import Fault
from ...inbound.itk import envelope as itk
from ...inbound.itk.intake import Intake, _Reading
from ...kit.config import Premises
from ...kit.models import Document, Referral, Withdrawn
from ...kit.times import is_ahead
from ...referrals.audit import Arrival
from ...referrals.matching import BY_E_MAIL
from ...referrals.register import Referrals, Taken, started
from ...service import Service
from .._wrong import wrong

EARLIER = "earlier-document"


@wrong(catches=("N111-21",), shows_when="a report that is sent again")
class ListsRepeatedReportsAsNew(Referrals):
    """Lists a report that is sent again as a new referral."""

    def take(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]] = (),
    ) -> Taken:
        fresh = {name: f"{content[name]}:{uuid.uuid4()}" for name in ("document_id", "set_id")}
        again = fresh if arrival.channel == "itk" and arrival.kind == "primary" else {}
        return super().take({**content, **again}, premises, arrival, earlier)


@wrong(catches=("N111-26",), shows_when="a replacement")
class KeepsTheFirstVersion(Referrals):
    """Keeps showing the first version of a report when a newer one comes."""

    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        return False

    def is_older(self, content: dict[str, Any], current: Referral) -> bool:
        return True


@wrong(catches=("N111-26", "N111-28"), shows_when="a tenth version")
class SortsVersionsByLetters(Referrals):
    """Holds version 9 newer than version 10, as texts are sorted."""

    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        if content["set_id"] != current.set_id:
            return super().is_newer(content, current)
        return str(content["version"]) > str(current.version)

    def is_older(self, content: dict[str, Any], current: Referral) -> bool:
        if content["set_id"] != current.set_id:
            return super().is_older(content, current)
        return str(content["version"]) < str(current.version)


@wrong(catches=("N111-27",), shows_when="a replacement after work has begun")
class ReplacesReferralsSilently(Referrals):
    """Replaces a referral that somebody works on without telling them."""

    def tell_replaced(self, session: Session, current: Referral) -> None:
        return


@wrong(catches=("N111-27",), shows_when="a replacement after the consultation is closed")
class KeepsNothingOfWhatIsClosed(Referrals):
    """Acknowledges a newer version of a report whose consultation is closed, and leaves it at that."""

    def _versioned(
        self,
        session: Session,
        current: Referral,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
    ) -> Taken:
        if current.completed:
            return Taken(current.id, "duplicate")
        return super()._versioned(session, current, content, premises, arrival)


@wrong(catches=("N111-28",), shows_when="versions that come in the wrong order")
class ShowsTheVersionThatCameLast(Referrals):
    """Shows the version of a report that came last, also when it is an older one."""

    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        return bool(content["version"] != current.version)


@wrong(catches=("N111-29",), shows_when="a nullification")
class KeepsWithdrawnReferrals(Referrals):
    """Accepts a nullification and leaves the referral as it was."""

    def mark_withdrawn(self, session: Session, referral: Referral) -> None:
        return


@wrong(catches=("N111-29",), shows_when="a nullification after work has begun")
class KeepsWithdrawnReferralsThatAreBegun(Referrals):
    """Accepts a nullification, and leaves a referral as it was on which work has begun."""

    def mark_withdrawn(self, session: Session, referral: Referral) -> None:
        if not started(referral):
            super().mark_withdrawn(session, referral)


@wrong(catches=("N111-29",), shows_when="one of two reports of a case that was keyed in")
class WithdrawsCasesOfWhichAReportStands(Referrals):
    """Withdraws a case that was keyed in by the first report of it that is taken back, though another one stands."""

    def _other_attached(self, session: Session, document: Document) -> bool:
        return False


@wrong(catches=("N111-29",), shows_when="a screen that was open before the nullification came")
def goes_on_with_what_was_withdrawn(app: App) -> None:
    """Records and completes a consultation on a withdrawn referral without a word, for whoever had it open before."""
    for name in ("record_consultation", "complete"):
        app.actions[name] = _as_if_open(app.actions[name])


def _as_if_open(action: Action) -> Action:
    def done(service: Service, request: Request) -> Observation:
        held = service.store.referral(request.referral or "")
        if held is not None and held.status == "withdrawn":
            service.store.change(held.id, status="open")
        return action(service, request)

    return done


@wrong(catches=("N111-63",), shows_when="a set of several documents")
class KeepsTheNewestOfASetAlone(Referrals):
    """Keeps nothing of the older documents of a repeat caller's set."""

    def take(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]] = (),
    ) -> Taken:
        return super().take(content, premises, arrival)


@wrong(catches=("N111-63",), shows_when="a version that a newer one took the place of")
class ForgetsOlderVersions(Referrals):
    """Writes a newer version over the older one."""

    def _supersede(self, session: Session, referral: Referral) -> None:
        held = select(Document).where(Document.referral == referral.id, Document.status == "current")
        for document in session.scalars(held):
            session.delete(document)


@wrong(catches=("N111-63",), shows_when="an earlier document that is opened")
def opens_earlier_documents_without_a_word(app: App) -> None:
    """Shows an earlier document as if it were the one to act on."""
    open_referral = app.actions["open_referral"]

    def opened(service: Service, request: Request) -> Observation:
        shown = open_referral(service, request).values
        return Observation({**shown, "notices": [one for one in shown["notices"] if one["kind"] != EARLIER]})

    app.actions["open_referral"] = opened


@wrong(catches=("N111-32",), shows_when="a set of an earlier call that comes last")
class ShowsTheSetThatCameLast(Referrals):
    """Shows of a repeat caller's calls the one whose set came last, also where that is an older one."""

    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        return content["set_id"] != current.set_id or super().is_newer(content, current)


@wrong(catches=("N111-32",), shows_when="a set of which one document came before")
class TakesASetForARepeatOfWhatIsHeld(Referrals):
    """Takes a set for what it has already where it holds one of its documents."""

    def take(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]] = (),
    ) -> Taken:
        with self.store.writing() as session:
            held = [one for each in earlier if (one := self.same_document(session, each, premises))]
        return (
            Taken(held[0].referral, "duplicate")
            if held
            else super().take(content, premises, arrival, earlier)
        )


@wrong(catches=("N111-28",), shows_when="an older version after a newer one that took another's place")
class MeasuresVersionsByTheFirst(Referrals):
    """Shows a newer version, and goes on to hold what comes against the one that came first."""

    def put_in_place(
        self, session: Session, current: Referral, content: dict[str, Any], arrival: Arrival
    ) -> None:
        first = current.version
        super().put_in_place(session, current, content, arrival)
        current.version = first


@wrong(catches=("N111-26",), shows_when="a copy for information before the report itself")
class TakesReportsForRepeatsOfTheirCopies(Referrals):
    """Takes a report for a repeat of which a copy for information came before."""

    def take(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]] = (),
    ) -> Taken:
        with self.store.writing() as session:
            held = self.same_document(session, content, premises)
        copied = held is not None and held.status == "copy"
        return Taken(None, "duplicate") if copied else super().take(content, premises, arrival, earlier)


@wrong(catches=("N111-32",), shows_when="a set whose clocks have several offsets")
class OrdersSetsByTheTimeOnTheWall(Intake):
    """Takes the document of a set for the newest that has the latest time, whatever its offset."""

    def current_of(self, contents: list[dict[str, Any]]) -> dict[str, Any]:
        return max(contents, key=lambda content: str(content["created"])[:19])


@wrong(catches=("N111-63",), shows_when="a set with a wrong clock")
class DropsWhatAWrongClockHides(Intake):
    """Keeps of a set that document alone which is dated ahead."""

    def contents(self, documents: list[etree._Element]) -> list[dict[str, Any]]:
        found = super().contents(documents)
        return [content for content in found if is_ahead(content["created"])] or found


@wrong(catches=("N111-29",), shows_when="a nullification of an unknown document")
class RefusesNullificationsOfUnknownDocuments(Referrals):
    """Refuses a nullification of a document that it does not hold."""

    def withdraw(self, session: Session, content: dict[str, Any], premises: Premises) -> Taken:
        if self.by_set_id(session, content, premises) is None:
            raise Fault("expected a nullification of a document that is held here, received another")
        return super().withdraw(session, content, premises)


@wrong(catches=("N111-29",), shows_when="a second document that withdraws the same")
class FailsAtASecondNullification(Referrals):
    """Notes what was withdrawn as if it could be withdrawn once, and answers a second nullification with a fault."""

    def withdraw(self, session: Session, content: dict[str, Any], premises: Premises) -> Taken:
        if session.get(Withdrawn, content["set_id"]) is not None:
            raise Fault("expected a nullification of what was not withdrawn before, received another")
        return super().withdraw(session, content, premises)


@wrong(catches=("N111-30",), shows_when="a second document of the same case")
class TreatsDocumentsOfOneCaseAsVersions(Referrals):
    """Treats another document of the same case as a newer version."""

    def by_set_id(self, session: Session, content: dict[str, Any], premises: Premises) -> Referral | None:
        found = super().by_set_id(session, content, premises)
        wanted = select(Referral).where(Referral.ods == premises.ods)
        same = [
            referral
            for referral in session.scalars(wanted)
            if referral.content["case_reference"] == content["case_reference"]
        ]
        return found or (same[0] if same else None)

    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        return super().is_newer(content, current) or content["set_id"] != current.set_id


@wrong(catches=("N111-30",), shows_when="other content under a version that is held")
class FailsAtOtherContentOfAVersion(Referrals):
    """Comes to grief over other content under a version that is held, and has it sent again and again."""

    def _keep(
        self,
        session: Session,
        content: dict[str, Any],
        premises: Premises,
        referral: Referral | None,
        status: str,
    ) -> None:
        if status == "conflict":
            raise RuntimeError("a version is held once")
        super()._keep(session, content, premises, referral, status)


@wrong(catches=("N111-30",), shows_when="other content under a version that is held")
class DropsOtherContentOfAVersion(Referrals):
    """Takes other content under a version that is held, says that there is a conflict, and does not keep it."""

    def _keep(
        self,
        session: Session,
        content: dict[str, Any],
        premises: Premises,
        referral: Referral | None,
        status: str,
    ) -> None:
        if status != "conflict":
            super()._keep(session, content, premises, referral, status)


@wrong(catches=("N111-21",), shows_when="the very same message again")
class FailsAtTheVerySameMessage(Intake):
    """Comes to grief over a message that it has had, and has it sent again and again."""

    @cached_property
    def had(self) -> set[str]:
        return set()

    def take(self, distribution: itk.Distribution, reading: _Reading) -> None:
        super().take(distribution, reading)
        if distribution.tracking_id in self.had and reading.arrival.message_id in self.had:
            raise RuntimeError("a message comes once")
        self.had.update((distribution.tracking_id, reading.arrival.message_id))


@wrong(catches=("N111-31",), shows_when="a copy for information")
class ListsCopiesForInformation(Referrals):
    """Lists copies for information on the worklist."""

    def is_work(self, arrival: Arrival) -> bool:
        return True


@wrong(catches=("N111-35",), shows_when="a report that comes after an e-mail")
class IgnoresCasesHandledByEmail(Referrals):
    """Lists a case that was handled from an e-mail as a new referral."""

    def handled_by_email(
        self, session: Session, content: dict[str, Any], premises: Premises
    ) -> Referral | None:
        return None

    def related(self, session: Session, referral: Referral) -> list[Referral]:
        return []


@wrong(catches=("N111-35",), shows_when="a newer version of a report that came after an e-mail")
class ListsNewerVersionsOfHandledCasesAsNew(Referrals):
    """Knows the case of an e-mail again at its first report, and lists the next version as a new referral."""

    def by_set_id(self, session: Session, content: dict[str, Any], premises: Premises) -> Referral | None:
        found = super().by_set_id(session, content, premises)
        return None if found is not None and found.channel in BY_E_MAIL else found

    def handled_by_email(
        self, session: Session, content: dict[str, Any], premises: Premises
    ) -> Referral | None:
        return None if content["version"] != 1 else super().handled_by_email(session, content, premises)


@wrong(catches=("N111-24",), shows_when="a report to two pharmacies of ours")
class KeepsReportsAtTheFirstPharmacyAlone(Intake):
    """Lists a report that is addressed to two pharmacies here at the first of them."""

    def keep_at_each(
        self,
        distribution: itk.Distribution,
        first: Premises,
        current: dict[str, Any],
        arrival: Arrival,
        earlier: list[dict[str, Any]],
    ) -> None:
        self.keep(current, first, arrival, earlier)
