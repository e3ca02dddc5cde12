"""The page at the counter says aloud that a referral has arrived, on whatever screen is in front, and names nobody."""

import json

import httpx
import pytest

from chromium import CHROMIUM, Chromium

HEARD = """
window.tones = 0;
const starts = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...given) { window.tones += 1; return starts.apply(this, given); };
window.told = [];
window.Notification = class { constructor(text) { window.told.push(text); } };
Notification.permission = "granted";
Notification.requestPermission = () => {};
"""
UNTIL = """new Promise((done, failed) => {
  const end = performance.now() + 60000;
  (function look() {
    if (%s) return done(true);
    if (performance.now() > end) return failed(new Error(document.title + ": " + document.body.innerText));
    setTimeout(look, 20);
  })();
})"""


@pytest.fixture
def browser():
    if CHROMIUM is None:
        pytest.skip("missing: chromium, to open the page")
    with Chromium() as browser:
        yield browser


def opened(browser, process, ods):
    """Open the page and switch it on, as staff do in the morning."""
    browser.call("Page.addScriptToEvaluateOnNewDocument", source=HEARD)
    browser.call("Page.navigate", url=f"{process.base()}/counter/{ods}")
    browser.run(UNTIL % "document.readyState === 'complete' && document.getElementById('watch')")
    click = "document.getElementById('watch').click()"
    browser.call("Runtime.evaluate", expression=click, userGesture=True)
    browser.run(UNTIL % "document.getElementById('state').textContent === 'You are told of what arrives.'")


def arrives(process, report):
    answer = httpx.post(f"{process.base()}/itk", content=report, headers={"Content-Type": "text/xml"})
    assert answer.status_code == 200, answer.text


def test_staff_see_and_hear_a_new_referral_without_looking_for_it(browser, start, make_report):
    process = start()
    opened(browser, process, "FA101")
    assert browser.run("document.getElementById('alert').hidden")
    behind = browser.call("Target.createTarget", url="about:blank")  # something else is in front
    assert behind
    arrives(process, make_report())

    browser.run(UNTIL % "!document.getElementById('alert').hidden")
    assert browser.run("document.getElementById('text').textContent") == "A new referral has arrived."
    assert browser.run("document.title") == "● A new referral has arrived."
    assert browser.run("window.tones") >= 1
    assert browser.run("window.told") == ["A new referral has arrived."]

    browser.run("document.getElementById('seen').click()")
    assert browser.run("document.getElementById('alert').hidden")
    assert browser.run("document.title") == "Referrals"


def lines(process, ods, number, after=""):
    """The first events that the page is told, but for blank lines."""
    headers = {"Last-Event-ID": after} if after else {}
    with httpx.stream("GET", f"{process.base()}/counter/{ods}/alerts", headers=headers, timeout=60) as told:
        found = []
        for line in told.iter_lines():
            found += [line] if line else []
            if len(found) == number:
                return found
    raise AssertionError(f"the stream ended after {found}")


def test_what_arrived_while_the_page_was_cut_off_is_told_when_it_is_back(start, make_report):
    process = start()
    arrives(process, make_report())

    first, number, data = lines(process, "FA101", 3, after="0")
    assert (first, number) == ("id: 0", "id: 1")
    assert set(json.loads(data.removeprefix("data: "))) == {"id", "at", "text"}  # of the patient, nothing
    assert lines(process, "FA101", 1) == ["id: 1"]  # who opens the page now is told of what comes from now on


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, "1.5"])
def test_a_mark_that_this_system_never_gave_is_none(start, after):
    assert lines(start(), "FA101", 1, after=after) == ["id: 0"]


@pytest.mark.parametrize("page", ["/counter/XX999", "/counter/XX999/alerts"])
def test_a_pharmacy_that_is_not_ours_has_no_page(start, page):
    assert httpx.get(start().base() + page).status_code == 404
