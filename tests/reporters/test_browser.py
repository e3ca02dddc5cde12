"""A real browser opens the report."""

import re

import pytest
from lxml import html as lxml_html

from assessed import typed
from chromium import CHROMIUM, Chromium
from cpcs_harness.reporters import write_all
from drawn_report import fragments as packed
from hostile_text import poisoned

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="missing: chromium, to open the report")

WAIT = """new Promise((done, failed) => {
  const end = performance.now() + 60000;
  (function look() {
    if (%s) return done(true);
    if (performance.now() > end) return failed(new Error("it did not come"));
    setTimeout(look, 10);
  })();
})"""
DRAW_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true; })"
SEARCH = """(() => {
  const box = document.getElementById("search");
  box.value = %r; box.dispatchEvent(new Event("input"));
})()"""


@pytest.fixture(scope="module")
def browser():
    with Chromium() as browser:
        yield browser


@pytest.fixture
def report(sample, tmp_path):
    write_all(*typed(sample), tmp_path)
    return tmp_path / "report.html"


def wait(browser, condition):
    return browser.run(WAIT % condition)


def draw_everything(browser):
    """Open whatever is closed, until nothing is left to be drawn."""
    while browser.run("document.querySelectorAll('[data-in]').length"):
        browser.run(DRAW_ALL)
        wait(browser, "!document.querySelector('details[open][data-in]')")


def complaints(browser):
    return [
        event["params"]
        for event in browser.events
        if event.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
    ]


def test_the_matrix_is_there_and_a_jump_draws_what_it_leads_to(browser, report):
    browser.open(report, "#e1")

    assert wait(browser, "document.getElementById('e1')?.open && document.querySelector('#e1 dl')")
    assert browser.run("document.querySelectorAll('table.matrix').length") == 2
    assert browser.run("document.querySelector('.tools').hidden") is False
    assert "MI-PDS-E" in browser.run("document.querySelector('table.matrix').textContent")
    assert complaints(browser) == []


@pytest.mark.parametrize(
    "id", ["MI-PDS-E.PDS-01", "o2", "journey-minor-illness-product-recommended", "e6", "exchanges-of-run"]
)
def test_a_link_followed_draws_and_opens_its_target(browser, report, id):
    browser.open(report)

    browser.run(f"location.hash = '#{id}'")

    assert wait(browser, f"document.getElementById('{id}')?.classList.contains('found')")
    opened = f"document.getElementById('{id}')"
    assert browser.run(f"({opened}.closest('details') || {opened}.querySelector('details')).open") is True
    assert browser.run(f"{opened}.querySelector('[data-in][open]')") is None


def test_everything_can_be_drawn_once(browser, report):
    browser.open(report)

    draw_everything(browser)

    ids = browser.run("[...document.querySelectorAll('[id]')].map(element => element.id)")
    links = browser.run("[...document.querySelectorAll('a[href^=\"#\"]')].map(link => link.hash.slice(1))")
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert complaints(browser) == []


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("MI-PDS-E", "#MI-PDS-E"),
        ("pds-01", "#MI-PDS-E.PDS-01"),
        ("make a new UUID", "#MI-PDS-E.PDS-03"),
        ("jo ward", "#o2"),
        ("consultation room café", "#e6"),
    ],
    ids=["requirement", "criterion", "finding", "observation", "message"],
)
def test_search_finds_what_is_drawn_and_what_is_not(browser, report, query, leads_to):
    browser.open(report)

    browser.run(SEARCH % query)

    wait(browser, "document.getElementById('search-status').textContent.startsWith('Found')")
    found = browser.run("[...document.querySelectorAll('#search-results a')].map(link => link.hash)")
    assert leads_to in found


def test_search_finds_the_last_number_of_whatever_is_drawn_on_demand(browser, report):
    """Numbers stand apart from what is packed, those of links in tags, too: the last is wrong where one was missed."""
    browser.open(report)
    parts = {id: text for group in packed(report.read_text()).values() for id, text in group.items()}
    said = {id: " ".join(lxml_html.fragment_fromstring(text, "div").itertext()) for id, text in parts.items()}
    last = {
        id: re.findall(r"\S*\d\S*", text)[-1:]
        for id, text in said.items()
        if re.fullmatch(r"[eo]\d+|.+\..+", id)
    }
    wanted = {id: words[0] for id, words in last.items() if words and words[0].isascii()}
    assert len(wanted) > 10

    for id, word in list(wanted.items())[::3]:
        browser.run("document.getElementById('search-status').textContent = ''")
        browser.run(SEARCH % word)
        wait(browser, "document.getElementById('search-status').textContent.startsWith('Found')")
        browser.run("for (let at = 0; at < 20; at += 1) document.getElementById('search-more').click()")
        found = browser.run("[...document.querySelectorAll('#search-results a')].map(link => link.hash)")
        assert f"#{id}" in found, word


def test_a_search_for_nothing_that_is_there_says_so(browser, report):
    browser.open(report)

    browser.run(SEARCH % "zzzzzz")

    assert wait(browser, "document.getElementById('search-status').textContent === 'Nothing found.'")


def test_what_a_candidate_wrote_is_harmless_wherever_it_is_drawn(browser, sample, tmp_path):
    write_all(*typed(poisoned(sample)), tmp_path)
    browser.open(tmp_path / "report.html")

    draw_everything(browser)
    browser.run(SEARCH % "onerror")
    wait(browser, "document.getElementById('search-status').textContent.startsWith('Found')")

    assert (
        browser.run("document.querySelectorAll('img, iframe, [onerror], a:not([href^=\"#\"])').length") == 0
    )
    assert browser.run("document.querySelectorAll('script:not([type])').length") == 1
    assert "<img src=x onerror=alert(1)>" in browser.run(
        "document.getElementById('search-results').textContent"
    )
    assert "<script>alert(1)</script>" in browser.run("document.getElementById('e1').textContent")
    assert complaints(browser) == []
    requests = [event for event in browser.events if event.get("method") == "Network.requestWillBeSent"]
    assert {event["params"]["request"]["url"].split(":")[0] for event in requests} == {"file"}


def test_without_script_verdicts_and_failures_are_there(browser, report):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(report)
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
        text = browser.run("document.body.innerText")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)

    assert "Without script this page shows each verdict" in text
    assert "Make a new UUID for each request" in text
    assert "What failures rest on" in text


def test_it_prints_verdicts_and_failures(browser, report):
    browser.open(report)

    printed = browser.call("Page.printToPDF")["data"]

    assert len(printed) > 10_000
    assert browser.run("document.querySelectorAll('.criterion:not([data-in]):not([open])').length") == 0
    assert complaints(browser) == []
