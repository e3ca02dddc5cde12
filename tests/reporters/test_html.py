"""report.html says all of it, in order, and asks nobody for anything."""

import re
from itertools import pairwise

import pytest
from lxml import html as lxml_html

from assessed import typed
from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.reporters import exchanges, html, words
from cpcs_harness.reporters.styles import REPORTS
from drawn_report import drawn, drawn_text

WORDS = load_catalogue(ROOT / "toolkit_requirements.yaml").vocabulary


@pytest.fixture
def page(sample):
    return drawn(html.render(*typed(sample)))


def said(element):
    return " ".join(element.text_content().split())


def tags(page, where):
    return {
        said(tag) for tag in page.xpath(f"//*[contains(@class, '{where}')]//*[contains(@class, 'nhsuk-tag')]")
    }


def test_the_outcome_comes_first(page, sample):
    first = page.xpath("//main//h2")[0]

    assert said(first) == "Outcome: the essential gate is not met"
    assert sample[0]["outcome"]["sentence"] in said(first.getparent())


def test_the_parts_come_in_the_order_of_a_decision(page):
    order = [said(heading) for heading in page.xpath("//main//h2")]

    assert order == [
        "Outcome: the essential gate is not met",
        "Contents",
        "What is wrong",
        "By pathway and level",
        "How far to trust this report",
        "The Toolkit's tables, with a verdict in each cell",
        "What this run did not show",
        "Each requirement",
        "Beyond the Toolkit",
        "Journeys, step by step",
        "Account",
        "Conditions",
        "Calls that belong to no journey",
        "Exchanges and observations",
        "About this run",
    ]


def test_each_verdict_of_a_requirement_is_said_in_words(page):
    assert tags(page, "matrix") == {word.said for word in words.REQUIREMENT.values()}


def test_each_verdict_of_a_criterion_is_said_in_words(page):
    shown = {said(tag) for tag in page.xpath("//details[contains(@class, 'criterion')]/summary/strong")}

    assert shown == {word.said for word in words.CRITERION.values()} | {"Confirmed by the project itself"}


def test_each_verdict_of_a_check_is_said_in_words(page):
    assert tags(page, "check ") >= {word.said for word in words.CHECK.values()}


@pytest.mark.parametrize("pathway", WORDS.pathways)
def test_the_matrix_has_the_shape_of_the_toolkits_table(page, sample, pathway):
    table = page.xpath(f"//table[caption/@id='table-{pathway}']")[0]
    rows = WORDS.pathways[pathway].rows

    assert [said(cell) for cell in table.xpath("thead//th")] == [
        "Technical component",
        *(level.title for level in WORDS.levels.values()),
    ]
    assert [said(cell) for cell in table.xpath("tbody//th")] == [WORDS.component_title(row) for row in rows]
    for one in (one for one in sample[0]["requirements"] if one["pathway"] == pathway):
        row = table.xpath("tbody/tr")[rows.index(one["component"])]
        cell = said(row.xpath("td")[list(WORDS.levels).index(one["level"])])
        assert cell == f"{one['id']} {words.REQUIREMENT[one['verdict']].said} {one['text']}"


def test_a_component_outside_the_toolkits_table_gets_a_row_of_its_own(sample):
    sample[0]["requirements"][0] |= {"component": "cis2", "component_title": "Signing in with CIS2"}

    page = drawn(html.render(*typed(sample)))

    assert (
        said(page.xpath("//table[caption/@id='table-minor-illness']/tbody/tr[last()]/th")[0])
        == "Signing in with CIS2"
    )


def test_levels_are_counted_in_numbers(page):
    row = page.xpath("//table[caption/@id='levels-caption']/tbody[1]/tr[2]")[0]

    assert [said(cell) for cell in row.xpath("td")[1:]] == ["2", "1", "1", "1", "3", "1", "1", "1", "11"]


def test_what_rests_on_the_model_is_listed_apart(page):
    listed = page.xpath("//h3[@id='model']/following-sibling::ul[1]/li")

    assert [said(one.xpath("a")[0]) for one in listed] == ["MI-GPN-E", "MI-BSA-E", "UM-BSA-E"]


def test_what_weakens_trust_is_said(page):
    trust = said(page.xpath("//dl[contains(@class, 'trust')]")[0])

    assert "Supplier-run, not challenged" in trust
    assert "Unsigned" in trust
    assert "Confirmed by the project itself" in trust


def test_a_challenged_unfinished_run_of_another_build_says_so(sample):
    sample[0]["plan"] |= {"challenge": "TOKEN-7", "pending": "ignore", "only": ["one-journey"]}
    sample[0]["finished"] = None
    sample[0]["candidate"]["build_at_end"] = "other"
    sample[0]["harness"] |= {"as_planned": False, "differs": ["engine"], "sentence": "Not so planned."}

    whole = said(drawn(html.render(*typed(sample))))

    assert "Supplier-run, not challenged" not in whole
    for phrase in (
        "TOKEN-7",
        "--pending ignore",
        "one-journey",
        "Not finished",
        "other at the end",
        "Judged by another",
        "Not so planned.",
    ):
        assert phrase in whole


def test_a_failure_says_expected_received_at_and_to_do(page):
    found = page.xpath("//details[@id='MI-PDS-E.PDS-03']//dl[@class='finding']")[0]

    assert [said(term) for term in found.xpath("dt")] == ["Expected", "Received", "At", "To do"]
    assert said(found.xpath("dd")[3]).startswith("Make a new UUID for each request")


def test_what_fails_is_open_and_what_passes_is_closed(page):
    assert page.xpath("//details[@id='MI-PDS-E.PDS-03']")[0].get("open") is not None
    assert page.xpath("//details[@id='MI-PDS-E.PDS-01']")[0].get("open") is None


def test_an_exchange_that_several_checks_name_appears_once_and_is_linked(page):
    assert len(page.xpath("//*[@id='e6']")) == 1
    assert len(page.xpath("//a[@href='#e6']")) >= 3
    assert "GPN-01 (MI-GPN-E), GPN-03 (MI-GPN-E), ENR-01 (MI-ENR-E)" in said(page.get_element_by_id("e6"))


def test_every_link_leads_to_a_place_on_the_page(page):
    ids = page.xpath("//@id")

    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= set(ids)
    assert len(ids) == len(set(ids))


def test_an_email_is_decoded_and_its_attachment_hashed(page):
    mail = said(page.get_element_by_id("e6"))

    assert "CPCS consultation \u2013 please read" in mail
    assert "Seen in the café's consultation room" in mail
    assert re.search(r"Attachment summary\.pdf: 10 bytes, SHA-256 [0-9a-f]{64}", mail)


def test_modelled_answers_faults_and_stray_calls_are_labelled(page):
    assert "Modelled answer" in said(page.get_element_by_id("e7"))
    assert "answers_late" in said(page.get_element_by_id("e8"))
    assert "not text: bodies/" in said(page.get_element_by_id("e8"))
    assert "belongs to no journey of this run" in said(page.get_element_by_id("e9"))


def test_an_observation_shows_what_was_asked_and_what_was_shown(page):
    assert "Amina Farouk, pharmacist, at FA101, GPhC 2071234" in said(page.get_element_by_id("o2"))
    assert '"name": "Jo Ward"' in said(page.get_element_by_id("o2"))
    assert "unanswered: no answer within 20 s" in said(page.get_element_by_id("o10"))


def test_a_journey_leads_from_its_steps_to_its_exchanges(page):
    journey = page.get_element_by_id("journey-minor-illness-product-recommended")

    assert journey.xpath(".//a/@href") == ["#e1", "#o2", "#e4", "#e5", "#e6", "#e7"]


def test_what_serves_the_whole_run_is_listed_apart(page):
    section = page.xpath("//section[@aria-labelledby='journey-run-title']")[0]

    assert section.xpath(".//a/@href") == ["#e3"]


def test_what_nothing_accounts_for_is_linked_to_its_exchanges(page, sample):
    section = page.xpath("//h3[text()='Not accounted for']/following-sibling::ul[1]/li")

    assert len(section) == 1
    told = " ".join(section[0].itertext())
    assert "nobody who was referred has 9990000018" in told
    assert "by the credentials of FA101" in told
    assert "Blame: candidate." in told
    assert section[0].xpath(".//a/@href") == ["#e9"]


def test_what_stands_in_messages_about_all_patients_is_listed_once_a_kind(page):
    kinds = page.xpath("//details[contains(@class, 'constants')]")

    assert [said(kind.xpath("summary")[0]) for kind in kinds] == [
        "nhsmail (a message about a patient): 2 texts"
    ]
    assert [said(text) for text in kinds[0].xpath(".//li")] == [
        "Confidential. For the practice alone. (9 of 10 patients)",
        "Alder Pharmacy at your service",
    ]


def test_of_many_such_texts_the_first_are_listed_and_the_others_counted(sample):
    one = {"kind": "mesh", "text": "<b>For Action</b>", "patients": 2, "of": 2}
    sample[0]["account"]["constants"] = [one] * (html.LISTED + 3)

    kind = drawn(html.render(*typed(sample))).xpath("//details[contains(@class, 'constants')]")[0]

    assert [said(text) for text in kind.xpath(".//li")] == ["<b>For Action</b>"] * html.LISTED
    assert said(kind.xpath("p")[0]).startswith("And 3 more texts")


def test_a_run_that_was_not_accounted_for_has_no_such_section(sample):
    del sample[0]["account"]

    assert drawn(html.render(*typed(sample))).xpath("//*[@id='account']") == []


def test_of_a_long_run_only_what_is_named_is_shown(sample, monkeypatch):
    monkeypatch.setattr(exchanges, "WHOLE", 9)
    sample[0]["unmatched"] = []
    del sample[0]["account"]

    page = drawn(html.render(*typed(sample)))

    assert page.xpath("//*[@id='e9']") == []
    assert "The run has 1 more exchange or observation" in said(page)


def test_of_many_events_that_a_check_looked_at_the_first_are_listed_and_the_others_counted(sample):
    assessment, evidence = sample
    own, criterion = next(
        (one, criterion)
        for one in assessment["requirements"]
        for criterion in one["criteria"]
        if criterion["verdict"] == "pass"
    )
    criterion["checks"][0] |= {"exchanges": [], "looked_at": [f"e{number}" for number in range(1, 31)]}

    written = drawn_text(html.render(*typed((assessment, evidence))))

    told = lxml_html.document_fromstring(written).get_element_by_id(f"{own['id']}.{criterion['id']}")
    assert said(told).count("e20") == 1
    assert "e21" not in said(told)
    assert "and 10 more, each of which names this criterion" in said(told)


@pytest.mark.parametrize(
    ("todo", "codes"),
    [("Set `sent` to `<b>`.", ["sent", "<b>"]), ("A ` alone.", [])],
    ids=["code", "one alone"],
)
def test_what_to_do_shows_names_of_a_program_as_code(sample, todo, codes):
    for one in sample[0]["requirements"]:
        for criterion in one["criteria"]:
            for check in criterion["checks"]:
                if check.get("finding"):
                    check["finding"]["todo"] = todo

    page = lxml_html.document_fromstring(html.render(*typed(sample)))

    told = page.xpath("//ol//dt[text()='To do']/following-sibling::dd[1]")
    assert told
    for one in told:
        assert [code.text for code in one.xpath("code")] == codes
        assert one.text_content() == (todo if not codes else "Set sent to <b>.")


def test_the_places_of_what_is_wrong_lead_to_their_exchanges(sample):
    page = lxml_html.document_fromstring(html.render(*typed(sample)))

    places = page.xpath("//ol//dt[text()='At']/following-sibling::dd[1]")
    named = [place for place in places if re.search(r"(exchange|observation) [eo]\d", place.text_content())]
    assert named
    for place in named:
        assert [link.text for link in place.xpath("a")] == [link.get("href")[1:] for link in place.xpath("a")]
        assert place.xpath("a")


def test_a_body_that_was_lost_is_said_to_be_lost(sample):
    sample[1].bodies.clear()

    assert "This body cannot be shown: the body" in drawn_text(html.render(*typed(sample)))


def test_evidence_that_the_verdicts_name_and_that_is_not_there_is_said(sample):
    sample[1].events.clear()

    assert "10 events that the evidence does not hold: e1, e3, " in drawn_text(html.render(*typed(sample)))


def test_nothing_is_fetched(sample):
    written = html.render(*typed(sample))
    page = lxml_html.document_fromstring(written)

    assert page.xpath("//@src | //@srcset | //@action | //@data | //@poster | //@background") == []
    assert page.xpath("//link | //img | //iframe | //object | //embed | //form | //base") == []
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    style = "".join(page.xpath("//style/text()"))
    assert not re.search(r"url\(|@import|@font-face|https?:", style)
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_the_policy_names_the_style_and_the_script_by_their_digests(sample):
    page = lxml_html.document_fromstring(html.render(*typed(sample)))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]

    for tag in ("style", "script"):
        [content] = page.xpath(f"//{tag}[not(@type)]/text()")
        assert html._digest(content) in policy


def test_no_template_turns_escaping_off():
    sources = "".join(path.read_text("utf-8") for path in REPORTS.glob("**/*.j2"))

    assert not re.search(r"\|\s*safe|autoescape|Markup", sources)


class TestForEverybody:
    def test_the_page_has_a_language_a_title_and_a_way_past_the_banner(self, page):
        assert page.get("lang") == "en-GB"
        assert "Sycamore PharmCare 4.2.1" in page.findtext("head/title")
        assert page.xpath("//body/a[1]/@href") == ["#main"]

    def test_headings_go_down_one_step_at_a_time(self, page):
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]

        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_tables_have_captions_and_their_headers_a_scope(self, page):
        assert all(table.xpath("caption") for table in page.xpath("//table"))
        assert all(header.get("scope") for header in page.xpath("//th"))

    def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(self, page):
        for region in page.xpath("//div[@class='scroll']"):
            assert region.get("tabindex") == "0"
            assert page.get_element_by_id(region.get("aria-labelledby")) is not None

    def test_it_can_be_read_without_the_script(self, page):
        assert page.xpath("//*[@hidden and not(ancestor::*[@hidden])]/@class") == ["search", "tools"]


@pytest.mark.parametrize(
    ("catches", "told"),
    [
        (
            [{"name": "waltzes", "says": "Dances <b>."}],
            "Dances <b>. waltzes Candidates that are wrong on purpose",
        ),
        ([], "No known-bad candidate shows that it can fail."),
        (None, ""),
    ],
)
def test_what_a_criterion_is_proven_to_catch_stands_beside_it(sample, catches, told):
    criterion = next(one for one in sample[0]["requirements"] if one["id"] == "MI-PDS-E")["criteria"][0]
    if catches is not None:
        criterion["catches"] = catches
    page = drawn(html.render(*typed(sample)))

    found = page.xpath("//dt[. = 'Proven to catch']/following-sibling::dd[1]")
    assert [said(one)[: len(told)] for one in found] == ([told] if told else [])


def test_conditions_are_told_by_criterion_with_those_that_it_was_never_judged_under(page):
    text = said(page.xpath("//main")[0])

    assert "Judged by no criterion that is for them: use of names: a nickname before it." in text
    assert (
        "5 of 5 conditions were tried, 4 were judged by some criterion that is for them, and 5 of 6 pairs that can be"
        in text
    )
    assert "N111-02: use of names: a nickname before it" in text
    assert "reads together, pairs that met: consultation and report by ITK 5 of 6." in text
    assert "N111-02: judged under 3 of 5; never under use of names: legal, a nickname before it." in text
