"""NICE's guidance: links to the topic that was asked for, and the topic itself by the integration partner.

Source: interface sheet dos-eps-rtec-scr-dmd, section 7 and check 99; the partner: docs/reference/cks-model.md.
"""

from urllib.parse import unquote, urlsplit

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.text import letters_and_digits
from ._links import addresses_of, people, words_in
from ._topics import delivered, names_topic, words_delivered


@criterion("CKS-02")
def test_a_link_leads_to_the_topic_that_was_asked_for(evidence: EvidenceView):
    """The words of the topic stand in the address, also of the second topic and the next patient."""
    for journey in evidence.each():
        for seen in journey.observations("view_guidance"):
            topic = str(seen.given["topic"])
            addresses = addresses_of(seen)
            right = [address for address in addresses if names_topic(address, topic)]
            expect(bool(right), f"a link to the topic {topic}", addresses, seen, "Link to its own page.")


@criterion("CKS-03")
def test_a_link_has_the_form_of_today(evidence: EvidenceView):
    """Under /topics/, without query and without fragment: `#!topicSummary` is of before August 2020."""
    for journey in evidence.each():
        for seen, apart in through(journey.observations("view_guidance")):
            with apart:
                addresses = addresses_of(seen)
                if not addresses:
                    raise NotShown(f"{seen.where}: no link was shown (CKS-01)")
                for address in addresses:
                    parts = urlsplit(address)
                    today = parts.path.startswith("/topics/") and not parts.query and not parts.fragment
                    due = "https://cks.nice.org.uk/topics/… without query and fragment"
                    expect(today, due, address, seen)


@criterion("CKS-04")
def test_guidance_opens_beside_the_consultation(evidence: EvidenceView):
    """In a window of its own, from a referral that is open."""
    for journey in evidence.each():
        told = [seen for seen in journey.observations("view_guidance") if seen.shown.get("window")]
        if not told:
            raise NotShown(f"journey {journey.id}: nothing says in which window guidance opened")
        for seen in told:
            expect_equal("the window in which guidance opens", "new", seen.shown["window"], seen)


@criterion("CKI-01")
def test_a_topic_is_shown_whole_and_as_delivered(evidence: EvidenceView):
    """Title, day of revision and each section, in order, in the partner's words; no markup, no script, none else."""
    topics = {topic.title: topic for topic in delivered(evidence)}
    for seen in shown(evidence):
        topic = topics.get(str(seen.given["topic"]))
        expect(
            topic is not None,
            f"the topic {seen.given['topic']} from the partner",
            seen.shown.get("title"),
            seen,
        )
        if topic is None:
            continue
        expect_equal("the title", topic.title, seen.shown.get("title"), seen)
        expect_equal("the day of revision", topic.revised, seen.shown.get("revised"), seen)
        due = [(heading, words_delivered(html)) for heading, html in topic.sections]
        found = [
            (part.get("heading"), letters_and_digits(part.get("text")))
            for part in seen.shown.get("sections") or ()
        ]
        expect_equal("the sections, as letters and digits", due, found, seen)


@criterion("CKI-02")
def test_the_partner_is_asked_each_time(evidence: EvidenceView):
    """As often as a topic was shown it was delivered: guidance changes."""
    titles = [topic.title for topic in delivered(evidence)]
    seen_of: dict[str, list[ObservationView]] = {}
    for seen in shown(evidence):
        seen_of.setdefault(str(seen.given["topic"]), []).append(seen)
    for topic, seen in seen_of.items():
        times = titles.count(topic)
        due = f"{len(seen)} deliveries of {topic}, as often as it was shown"
        expect(times >= len(seen), due, times, seen[-1], "Ask the partner each time.")


@criterion("CKI-03")
def test_nothing_of_a_patient_goes_to_the_partner(evidence: EvidenceView):
    """No NHS number, name, birth date, postcode or telephone number, in address, header or body."""
    patients = [person for journey in evidence.each() for person in people(journey)]
    evidence.of_run("cks", "read_topic")  # a self-test before the run searches, and reads no topic
    for call in evidence.of_run("cks"):
        headers, body = (
            (value for _, value in call.request.headers),
            call.request.body.decode(errors="replace"),
        )
        sent = " ".join([unquote(call.request.target), *headers, unquote(body)])
        found = sorted({word for person in patients for word in words_in(person, sent)})
        expect_none("patient data in a request to the partner", found, call)


@criterion("CKI-04")
def test_what_cannot_be_had_is_said_and_nothing_else_shown(evidence: EvidenceView):
    """A topic that NICE has not, or that the partner does not deliver: told, without another one's words."""
    had = {topic.title for topic in delivered(evidence)}
    missing = [seen for seen in tried(evidence) if str(seen.given["topic"]) not in had]
    if not missing:
        raise NotShown("every topic could be had")
    for seen in missing:
        sections = seen.shown.get("sections") or [] if seen.status == "done" else []
        expect_none("words of another topic", [part.get("heading") for part in sections], seen)
        said = seen.told or str(seen.shown.get("message") or "")
        expect(
            bool(said),
            "to be told that the guidance cannot be had",
            Words("nothing"),
            seen,
            "Offer the link.",
        )


def shown(evidence: EvidenceView) -> list[ObservationView]:
    """Give each topic that was shown; none is NotShown."""
    return [seen for journey in evidence.each() for seen in journey.observations("read_guidance")]


def tried(evidence: EvidenceView) -> list[ObservationView]:
    """Give each topic that was asked for, however that ended."""
    return [seen for journey in evidence.each() for seen in journey.attempts("read_guidance")]
