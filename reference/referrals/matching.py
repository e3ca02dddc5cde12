"""Finding what an arrival belongs to: the same document, another version of it, the same case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..kit.config import Premises
from ..kit.listed import LISTED
from ..kit.models import Document, Referral
from ..kit.numbers import is_one_person
from ..kit.times import believed

BY_E_MAIL = ("keyed", "email")

# Made once: to make a statement takes longer than to have it answered, and all who write wait meanwhile.
_OF_PHARMACY = Referral.ods == bindparam("ods")
_DOCUMENT = (
    select(Document)
    .where(Document.document_id == bindparam("document"), Document.ods == bindparam("ods"))
    # A copy for information may come before the document itself; the document comes first here all the same.
    .order_by(Document.status == "copy", Document.id)
)
_HERE = select(Referral).where(_OF_PHARMACY).order_by(Referral.received)
_SHOWN = _HERE.where(Referral.set_id == bindparam("set"))
_KEPT = _HERE.where(Referral.id.in_(select(Document.referral).where(Document.set_id == bindparam("set"))))
_BY_E_MAIL = LISTED.where(_OF_PHARMACY, Referral.channel.in_(BY_E_MAIL))
_OF_CASE = select(Referral).where(
    _OF_PHARMACY, Referral.case_key == bindparam("case"), Referral.id != bindparam("other")
)


class Matching:
    """Looks for what is held already, always within one pharmacy."""

    def same_document(self, session: Session, content: dict[str, Any], premises: Premises) -> Document | None:
        """The same document, where it is here already."""
        wanted = {"document": content["document_id"], "ods": premises.ods}
        return session.scalars(_DOCUMENT, wanted).first()

    def by_set_id(self, session: Session, content: dict[str, Any], premises: Premises) -> Referral | None:
        """The referral that holds another version of the same document, be it as a part of its history."""
        if not content["set_id"]:
            return None
        wanted = {"set": content["set_id"], "ods": premises.ods}
        return session.scalars(_SHOWN, wanted).first() or session.scalars(_KEPT, wanted).first()

    def by_earlier_documents(
        self, session: Session, earlier: Sequence[dict[str, Any]], premises: Premises
    ) -> Referral | None:
        """The referral that an earlier document of the same message is part of: the set was sent before, with less."""
        for content in earlier:
            document = self.same_document(session, content, premises)
            if document is not None and document.referral is not None:
                return session.get(Referral, document.referral)
        return None

    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        """Whether a document takes the place of the one that is shown."""
        if content["set_id"] == current.set_id:
            return (content["version"] or 0) > (current.version or 0)
        return believed(content["created"]) > believed(current.content["created"])

    def is_older(self, content: dict[str, Any], current: Referral) -> bool:
        """Whether a document came after one that had taken its place."""
        if content["set_id"] == current.set_id:
            return (content["version"] or 0) < (current.version or 0)
        return not self.is_newer(content, current)

    def handled_by_email(
        self, session: Session, content: dict[str, Any], premises: Premises
    ) -> Referral | None:
        """The case, where staff keyed it in from an e-mail while the sender's system was down."""
        marks = {content["case_reference"].casefold(), content["case_id"].casefold()} - {""}
        for listed in session.execute(_BY_E_MAIL, {"ods": premises.ods}):
            keyed = {listed.content["case_reference"].casefold(), listed.content["case_id"].casefold()}
            # Short case ids are not unique: another patient's case must not vanish behind this one.
            if (
                listed.source != "gp-practice"
                and keyed & marks
                and is_one_person(listed.content["patient"], content["patient"])
            ):
                return session.get_one(Referral, listed.id)
        return None

    def related(self, session: Session, referral: Referral) -> list[Referral]:
        """Other referrals of the same case: by its reference, since short case ids are not unique."""
        key = case_key(referral.content)
        wanted = {"ods": referral.ods, "case": key, "other": referral.id}
        return list(session.scalars(_OF_CASE, wanted)) if key else []


def case_key(content: dict[str, Any]) -> str:
    """What a case is found by: its reference, in whichever case it is written."""
    return str(content["case_reference"]).casefold()
