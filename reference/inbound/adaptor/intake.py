"""Taking in what the NHS 111 Adaptor published: kept, or noted and dropped; no answer is due."""

import logging
from dataclasses import replace

from ...formats.fhir_json import FhirRefused
from ...kit.config import Premises
from ...referrals.audit import Arrival
from ...referrals.content import nhs111_source
from ...referrals.register import Referrals
from ..addressing import Addressing
from .bundle import AdaptorBundle, AdaptorReader

_log = logging.getLogger("reference.adaptor")
LARGEST = 10 * 1024 * 1024


class AdaptorIntake:
    """The work on one message of the queue, one method a step."""

    def __init__(self, referrals: Referrals, addressing: Addressing, reader: AdaptorReader) -> None:
        self.referrals = referrals
        self.addressing = addressing
        self.reader = reader

    def take(self, body: bytes) -> bool:
        """Keep the referral that a message makes; False where it makes none, so that it is to be dropped."""
        premises: Premises | None = None
        arrival = Arrival("adaptor", "nhs111")
        try:
            if len(body) > LARGEST:
                raise FhirRefused(f"expected at most {LARGEST} bytes, received {len(body)}", "too-long")
            found = self.reader.open(body)
            arrival = replace(
                arrival, message_id=found.message_id, kind="copy" if found.is_copy else "primary"
            )
            premises = self.premises_for(found)
            content = self.reader.content(found)
        except FhirRefused as refused:
            _log.warning("a message of the adaptor is dropped: %s", refused.diagnostics)
            self.referrals.refused(premises, arrival, refused.diagnostics, refused.issue)
            return False
        arrival = replace(arrival, source=nhs111_source(content), sender_ods=content["sender"]["ods"])
        taken = self.referrals.take(content, premises, arrival)
        _log.info("a message of the adaptor was taken in: %s", taken.result)
        return True

    def premises_for(self, found: AdaptorBundle) -> Premises:
        """The pharmacy addressed; a message for none of ours is dropped."""
        premises = self.addressing.find(found.dos_ids, found.ods_codes)
        if premises is None:
            raise FhirRefused("the addressed pharmacy is none that this system serves", "not-found")
        return premises
