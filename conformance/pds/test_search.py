"""How a patient is searched for by what is known of them."""

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_match, expect_none

DOCUMENTED = frozenset(
    {
        "family",
        "given",
        "birthdate",
        "gender",
        "death-date",
        "address-postalcode",
        "address-postcode",
        "general-practitioner",
        "email",
        "phone",
        "_fuzzy-match",
        "_exact-match",
        "_history",
        "_max-results",
    }
)


@criterion("PDS-05")
def test_a_search_asks_for_what_the_service_documents(evidence: EvidenceView):
    """Documented parameters; family name and birth date; one result; wildcards after two characters."""
    for call in evidence.exchanges("pds", "search_patient"):
        query = call.request.query
        sent = dict(query)
        expect_none("undocumented parameter", sorted(set(sent) - DOCUMENTED), call)
        expect(
            "family" in sent,
            "a family name",
            sorted(sent),
            call,
            "Search by family name and birth date at least.",
        )
        for born in [text for name, text in query if name == "birthdate"] or [None]:
            expect_match("birthdate", r"(eq|ge|le)?\d{4}-\d{2}-\d{2}", born, call)
        one = sent.get("_max-results", "1") == "1"
        expect(
            one, "_max-results absent or 1 (application-restricted access)", sent.get("_max-results"), call
        )
        early = [name for name, text in query if "*" in text[:2]]
        expect_none("wildcard in the first two characters", early, call)
        both = {"address-postalcode", "address-postcode"} <= sent.keys()
        expect(not both, "one of the two postcode parameters", sorted(sent), call)


@criterion("PDS-09")
def test_a_record_found_by_search_is_retrieved_before_it_is_used(evidence: EvidenceView):
    """A search gives a part of the record; the whole is read after it, before the patient is adopted."""
    for journey in evidence.each():
        searches = journey.exchanges("pds", "search_patient")
        adopted = journey.observation("choose_patient")
        number = journey.person["nhs_number"]
        between = [
            call
            for call in journey.exchanges("pds")
            if call.operation == "read_patient"
            and searches[-1].seq < call.seq < adopted.seq
            and call.request.segments[-1] == number
        ]
        todo = "GET /Patient/{NHS number} before you use practice, address or telephone."
        expect(bool(between), "a retrieve between search and adoption", "none", searches[-1], todo)
