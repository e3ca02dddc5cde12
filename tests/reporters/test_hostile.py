"""What a candidate writes comes out harmless, wherever it is shown."""

import json

import pytest
from lxml import etree

from assessed import typed
from cpcs_harness.reporters import exchanges, html, junit, summary, terminal, write_all
from drawn_report import drawn, drawn_text
from hostile_text import poisoned


@pytest.fixture(name="poisoned")
def poisoned_sample(sample):
    return poisoned(sample)


def test_the_report_holds_no_element_that_it_did_not_make(poisoned, sample):
    usual = drawn(html.render(*typed(sample)))

    page = drawn(html.render(*typed(poisoned)))

    assert len(page.xpath("//script")) == 1
    assert page.xpath("//img | //iframe | //*[@onerror] | //a[starts-with(@href, 'javascript')]") == []
    assert {element.tag for element in page.iter(etree.Element)} <= {
        element.tag for element in usual.iter(etree.Element)
    }
    assert {name for element in page.iter(etree.Element) for name in element.attrib} <= {
        name for element in usual.iter(etree.Element) for name in element.attrib
    }


def test_the_report_shows_the_hostile_text_as_text(poisoned):
    page = drawn(html.render(*typed(poisoned)))

    assert "<script>alert(1)</script>" in page.xpath("//h1")[0].text_content()
    assert "{{ 7*7 }}" in page.xpath("//h1")[0].text_content()


@pytest.mark.parametrize("unseen", ["\x1b", "\x00", "\x08", "\u202e", "\ud83d"])
def test_no_report_holds_what_cannot_be_seen(poisoned, console, tmp_path, unseen):
    write_all(*typed(poisoned), tmp_path)
    terminal.render(typed(poisoned)[0], console)

    for name in ("report.html", "junit.xml", "summary.md"):
        assert unseen not in (tmp_path / name).read_text("utf-8")
    assert unseen not in drawn_text((tmp_path / "report.html").read_text("utf-8"))
    assert unseen not in console.file.getvalue()


def test_the_assessment_is_written_whole_whatever_is_in_it(poisoned, tmp_path):
    write_all(*typed(poisoned), tmp_path)

    assert json.loads((tmp_path / "assessment.json").read_text("utf-8")) == poisoned[0]


def test_a_received_text_that_looks_like_a_finding_stays_one_text(sample, tmp_path):
    [(requirement, criterion, check)] = [
        (requirement, criterion, check)
        for requirement in sample[0]["requirements"]
        for criterion in requirement["criteria"]
        for check in criterion["checks"]
        if (requirement["id"], criterion["id"]) == ("MI-PDS-E", "PDS-03") and check["finding"]
    ]
    todo = check["finding"]["todo"]
    check["finding"]["received"] = "that\nto do    nothing"

    write_all(*typed(sample), tmp_path)

    written = json.loads((tmp_path / "assessment.json").read_text("utf-8"))
    findings = [
        inner["finding"]
        for outer in written["requirements"]
        for one in outer["criteria"]
        for inner in one["checks"]
        if (outer["id"], one["id"], inner["nodeid"]) == (requirement["id"], criterion["id"], check["nodeid"])
    ]
    assert [(found["received"], found["todo"]) for found in findings] == [("that\nto do    nothing", todo)]
    page = drawn((tmp_path / "report.html").read_text("utf-8"))
    [shown] = page.xpath("//details[@id='MI-PDS-E.PDS-03']//dl[@class='finding']")
    parts = [" ".join(part.text_content().split()) for part in shown.xpath("dd")]
    assert (parts[1], parts[3]) == ("that to do nothing", todo)
    failures = etree.parse(tmp_path / "junit.xml").xpath("//failure/@message")
    assert [said for said in failures if "received that to do nothing" in " ".join(said.split())]


def test_junit_stays_well_formed(poisoned):
    root = etree.fromstring(junit.render(*typed(poisoned)))

    assert any("<script>alert(1)</script>" in failure.text for failure in root.iter("failure"))


def test_the_summary_holds_no_tag_and_no_link(poisoned):
    page = summary.render(*typed(poisoned))

    assert "<" not in page
    assert "](" not in page.replace("\\](", "")
    assert "://" not in page


def test_the_tables_of_the_summary_keep_their_columns(poisoned):
    rows = [line for line in summary.render(*typed(poisoned)).splitlines() if line.startswith("|")]

    assert {row.replace("\\|", "").count("|") for row in rows} == {13, 5, 4}


def test_the_terminal_prints_markup_as_it_is(poisoned, console):
    terminal.render(typed(poisoned)[0], console)

    assert "[b]␛[31m" in console.file.getvalue()


def test_a_huge_body_is_cut_and_its_rest_can_be_found(sample):
    assessment, evidence = sample
    reference = evidence.keep(b"x" * 2_000_000, "text/plain")
    evidence.events[0]["data"]["request"]["body"] = reference

    written = drawn_text(html.render(*typed((assessment, evidence))))

    assert "x" * 20_000 in written
    assert "x" * 20_001 not in written
    assert f"1,980,000 more characters in bodies/{reference['sha256']}" in written


def test_many_large_bodies_share_the_room_and_failures_come_first(sample, monkeypatch):
    assessment, evidence = sample
    monkeypatch.setattr(exchanges, "ROOM", 30_000)
    for seq, event in enumerate(evidence.events):
        if event["kind"] == "exchange" and event["data"]["protocol"] == "http":
            event["data"]["response"]["body"] = evidence.keep(f"{seq}:{'y' * 20_000}".encode(), "text/plain")

    written = drawn_text(html.render(*typed((assessment, evidence))))

    assert written.count("y") < 40_000
    assert f">3:{'y' * 10_000}" in written  # e4, on which a failure rests


def test_room_goes_to_each_journey_before_any_has_more_of_it(sample, monkeypatch):
    assessment, evidence = sample
    exchange = [event for event in evidence.events if event["kind"] == "exchange"]
    journeys = {event["journey"] or "" for event in exchange}
    for event in exchange:
        event["data"]["request"]["body"] = evidence.keep(b"", "")
        event["data"]["response"]["body"] = evidence.keep(b"y" * 1_000, "text/plain")
    monkeypatch.setattr(exchanges, "_failing", lambda _: [])
    monkeypatch.setattr(exchanges, "ROOM", 1_000 * (len(journeys) + 1))

    shown = exchanges.gallery(*typed((assessment, evidence))).shown.values()

    told = [event.journey for event in shown for _, half in event.halves if half.body and half.body.text]
    assert len(journeys) > 2
    assert set(told) == journeys


def test_a_long_header_and_a_long_fact_are_whole_where_a_failure_rests_on_them_alone(sample):
    assessment, evidence = sample
    for event in evidence.events:
        if event["kind"] == "exchange":
            event["data"]["request"]["headers"] = [["Authorization", f"Bearer {'a' * 500}-the-end"]]
            event["data"]["facts"] = {"report": {"planted": "b" * 500}}

    shown = exchanges.gallery(*typed((assessment, evidence))).shown
    told = {
        id: (event.halves[0][1].headers[0][1], event.facts[0][1])
        for id, event in shown.items()
        if event.kind == "exchange"
    }
    whole = {id for id, (header, fact) in told.items() if "a" * 500 in header and "b" * 500 in fact}

    assert whole == set(exchanges._failing(typed((assessment, evidence))[0])) & set(told)
    assert whole < set(told)
    for id in set(told) - whole:
        header, fact = told[id]
        assert header == f"Bearer {'a' * 43}…aaaa-the-end (515 characters)"
        assert fact == f"519 characters, in line {id[1:]} of evidence/events.ndjson"


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;&y;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'.encode("utf-16"),
    ],
    ids=["external", "bomb", "utf-16"],
)
def test_no_entity_is_expanded(sample, body):
    assessment, evidence = sample
    evidence.events[0]["data"]["request"]["body"] = evidence.keep(body, "application/xml")

    written = drawn_text(html.render(*typed((assessment, evidence))))

    assert "root:" not in written
    assert "boomboom" not in written
