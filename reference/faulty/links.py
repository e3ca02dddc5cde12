"""Faults in the links to guidance, the prescription tracker and the care record."""

from __future__ import annotations

from ..pharmacy.links import Links
from ._wrong import wrong


@wrong(catches=("CKS-01",))
class LinksToTheOldCks(Links):
    """Links to the address that CKS had years ago."""

    def guidance(self, topic: str) -> dict[str, str]:
        link = super().guidance(topic)
        return {**link, "address": f"http://cks.nhs.uk/{topic.lower().replace(' ', '_')}"}


@wrong(catches=("CKS-01",), shows_when="a topic of several words")
class SearchesNiceForLongTopics(Links):
    """Links to a search on NICE's other site where a topic has several words."""

    def guidance(self, topic: str) -> dict[str, str]:
        link = super().guidance(topic)
        if " " not in topic:
            return link
        return {**link, "address": f"https://www.nice.org.uk/search?q={topic.lower().replace(' ', '+')}"}


@wrong(catches=("EPS-01",))
class LinksToALookAlikeTracker(Links):
    """Links to a host that only looks like the prescription tracker's."""

    def prescription_tracker(self, _nhs_number: str) -> dict[str, str]:
        link = super().prescription_tracker(_nhs_number)
        return {**link, "address": "https://portal2.national.ncrs-nhs.uk.example/prescriptionsadmin"}


@wrong(catches=("EPS-01", "EPS-03"))
class LinksTheTrackerToTheCareRecord(Links):
    """Links to the National Care Records Service where the prescription tracker is asked for: the portal is one."""

    def prescription_tracker(self, _nhs_number: str) -> dict[str, str]:
        address = "https://portal.spineservices.nhs.uk/nationalcarerecordsservice/"
        return {**super().prescription_tracker(_nhs_number), "address": address}


@wrong(catches=("SCR-26",))
class LinksToTheRetiredScra(Links):
    """Links to the address of SCRa, which is retired."""

    def summary_care_record(self, nhs_number: str) -> dict[str, str]:
        return {
            **super().summary_care_record(nhs_number),
            "address": "https://portal2.national.ncrs.nhs.uk/summarycarerecord",
        }


@wrong(catches=("EPS-02",))
class PutsNhsNumberInTrackerLink(Links):
    """Puts the patient's NHS number into the link to the prescription tracker."""

    def prescription_tracker(self, _nhs_number: str) -> dict[str, str]:
        link = super().prescription_tracker(_nhs_number)
        return {**link, "address": f"{link['address']}?nhsNumber={_nhs_number}"}


@wrong(catches=("EPS-03",))
class LinksToTheTrackerOfBefore(Links):
    """Links to the portal from which the prescription tracker was opened until its address was renewed."""

    def prescription_tracker(self, _nhs_number: str) -> dict[str, str]:
        link = super().prescription_tracker(_nhs_number)
        return {**link, "address": "https://portal.national.ncrs.nhs.uk/portal/"}


@wrong(catches=("EPS-04",), shows_when="a second patient")
class PutsTheNumberInTheTrackersLink(Links):
    """Leads to the tracker by the NHS number of the day's first patient, for all who follow."""

    first = ""

    def prescription_tracker(self, _nhs_number: str) -> dict[str, str]:
        link = super().prescription_tracker(_nhs_number)
        if self.first in ("", _nhs_number):
            self.first = _nhs_number
            return link
        return {**link, "address": f"{link['address']}/prescription#{self.first[:3]}-{self.first[3:]}"}


@wrong(catches=("SCR-01",))
class PutsNhsNumberInScrLink(Links):
    """Puts the patient's NHS number into the link to the care record."""

    def summary_care_record(self, _nhs_number: str) -> dict[str, str]:
        link = super().summary_care_record(_nhs_number)
        return {**link, "address": f"{link['address']}?nhsNumber={_nhs_number}"}


@wrong(catches=("SCR-27",))
class PutsNhsNumberInOneClickUrl(Links):
    """Opens 1-Click by a URL that holds the patient's NHS number."""

    def one_click(self, nhs_number: str) -> dict[str, str]:
        link = super().one_click(nhs_number)
        return {**link, "address": f"{link['address']}#/patient/{nhs_number}"}


@wrong(catches=("CKS-02",))
class LinksToTheListOfTopics(Links):
    """Links to the list of all topics, whichever was asked for."""

    def guidance(self, topic: str) -> dict[str, str]:
        return {**super().guidance(topic), "address": "https://cks.nice.org.uk/topics/"}


@wrong(catches=("CKS-02",), shows_when="a second topic")
class LinksToTheFirstTopicAgain(Links):
    """Links to the topic that was asked for first, whatever is asked for later."""

    first = ""

    def guidance(self, topic: str) -> dict[str, str]:
        self.first = self.first or topic
        return super().guidance(self.first)


@wrong(catches=("CKS-03",))
class LinksToCksByTheAddressOfBefore(Links):
    """Links by the form that CKS's addresses had before August 2020."""

    def guidance(self, topic: str) -> dict[str, str]:
        link = super().guidance(topic)
        return {**link, "address": f"{link['address'].replace('/topics', '').rstrip('/')}#!topicSummary"}


@wrong(catches=("CKS-04",))
class OpensGuidanceInPlaceOfTheConsultation(Links):
    """Opens guidance in the consultation's own window."""

    def window(self) -> str:
        return "same"
