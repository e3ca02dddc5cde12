"""Faults in what staff key in of a case that is here already."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from ...inbound.keyed import KeyedIntake
from ...kit.config import Premises
from ...kit.models import Referral
from ...referrals.audit import Arrival
from ...referrals.register import Referrals, Taken
from .._wrong import wrong

_KEYED = "KEYED:"


@wrong(catches=("N111-35",), shows_when="an e-mail that is keyed in once more")
class ListsWhatIsKeyedInOnceMore(Referrals):
    """Makes a referral of an e-mail each time that it is keyed in, also when the case was worked before."""

    def take(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]] = (),
    ) -> Taken:
        own = f"{_KEYED}{uuid.uuid4()}"
        names = {"document_id": own, "set_id": own} if arrival.channel == "keyed" else {}
        return super().take({**content, **names}, premises, arrival, earlier)

    def handled_by_email(
        self, session: Session, content: dict[str, Any], premises: Premises
    ) -> Referral | None:
        is_keyed = content["document_id"].startswith(_KEYED)
        return None if is_keyed else super().handled_by_email(session, content, premises)

    def related(self, session: Session, referral: Referral) -> list[Referral]:
        return [] if referral.channel == "keyed" else super().related(session, referral)


@wrong(catches=("N111-35",), shows_when="an e-mail that is keyed in after its report")
class ListsWhatIsKeyedInBesideItsReport(KeyedIntake):
    """Lists a case that was keyed in beside the one whose report is on the worklist."""

    def check_new(self, known: dict[str, Any], source: str, held: list[Referral]) -> None:
        return
