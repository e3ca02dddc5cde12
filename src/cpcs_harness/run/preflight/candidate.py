"""Looks at a candidate by itself: its control API, what it says that it is, its clock, and where it takes referrals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.answer import Answer
from cpcs_harness.drivers.base import Driver
from cpcs_harness.drivers.description import described_actions
from cpcs_harness.drivers.http_call import NoAnswer, call
from cpcs_harness.evidence.events import Looked
from cpcs_harness.run.preflight.looked import right, wrong

SECONDS = 5.0
"""An address may take so long to say anything at all, on a machine that is not slow."""
CLOCK_SECONDS = 30.0
"""A clock that is wrong by more than this signs what nobody takes."""
NOTHING_THERE = frozenset({404, 410, 421, 501, 502, 503, 504})


def look_at_candidate(driver: Driver, declaration: Declaration, stretch: float = 1.0) -> tuple[Looked, ...]:
    """Look at everything that needs no national service; raises UsageProblem where nobody is there to be asked.

    `stretch` is what deadlines are multiplied by on this machine.
    """
    about = driver.about()
    if "error" in about:
        return (wrong("control API", str(about["error"]), "control.url"),)
    return (
        right("control API", f"{declaration.control.url} answers, and takes the token"),
        *_identity(about, declaration),
        _actions(about),
        _clock(driver.clock_offset),
        *_addresses(declaration, SECONDS * stretch),
    )


def _identity(about: Mapping[str, Any], declaration: Declaration) -> Iterator[Looked]:
    """Hold what the candidate says that it is against what is declared."""
    for key in ("name", "supplier", "version"):
        said, declared = about.get(key), getattr(declaration, key)
        if said != declared:
            yield wrong(key, f"the candidate says {str(said)[:100]!r}, and {declared!r} is declared", key)
    build = about.get("build")
    if isinstance(build, str) and build:
        yield right("build", f"{declaration.name} {declaration.version}, build {build[:100]}")
    else:
        yield wrong("build", "the control API's /about names no build", "control.url")


def _actions(about: Mapping[str, Any]) -> Looked:
    """Look at the actions that are offered; what is not offered is not shown, and no mistake."""
    offered = about.get("actions")
    if not isinstance(offered, list) or not all(isinstance(action, str) for action in offered):
        return wrong("actions", "the control API's /about lists no actions", "control.url")
    missing = [name for name in described_actions() if name not in offered]
    without = f"; not offered, so that what needs them is not shown: {', '.join(missing)}" if missing else ""
    return right("actions", f"{len(set(offered))} are offered{without}")


def _clock(offset: float | None) -> Looked:
    if offset is None:
        return right("clock", "not measured: the control API's answers have no Date")
    if abs(offset) < CLOCK_SECONDS:
        return right("clock", f"within {max(1.0, abs(offset)):.0f} s of ours")
    way = "ahead of" if offset > 0 else "behind"
    said = f"the candidate's clock is {abs(offset):.0f} s {way} ours"
    return wrong("clock", said, "the clock of the candidate's machine", "")


def _addresses(declaration: Declaration, seconds: float) -> Iterator[Looked]:
    """See whether anything answers where the candidate takes referrals, and people who have signed in."""
    if declaration.takes_itk:
        yield _address("itk.url", declaration.itk.url, seconds)
    if declaration.fhir_url:
        yield _address("fhir.url", f"{declaration.fhir_url.rstrip('/')}/$process-message", seconds)
    if declaration.cis2 is not None:
        yield _address("cis2.redirect_uri", declaration.cis2.redirect_uri, seconds, posts=False)


def _address(key: str, url: str, seconds: float, *, posts: bool = True) -> Looked:
    try:
        answer = call("GET", url, seconds=seconds)
        if posts and answer.status == 404:  # lawful for an address that only takes messages
            answer = call("POST", url, seconds=seconds, headers={"Content-Type": "text/xml"}, body=b" ")
    except (NoAnswer, ValueError) as failed:
        return wrong(key, f"nothing answers at {url}: {failed}", key)
    why = _why_nobody(answer) if posts else ""
    if why or answer.status == 404:
        return wrong(key, f"nothing at {url} takes messages: {why or 'it answers 404'}", key)
    return right(key, f"{url} answers {answer.status}")


def _why_nobody(answer: Answer) -> str:
    if answer.status in NOTHING_THERE:
        return f"it answers {answer.status}"
    kind = next((value for name, value in answer.headers if name == "content-type"), "")
    return "it answers with a page of HTML" if answer.status == 200 and "text/html" in kind else ""
