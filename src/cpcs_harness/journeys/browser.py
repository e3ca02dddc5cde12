"""The browser of a person who signs in: it follows redirects, fills in the sign-in page, and calls declared hosts only.

The address that it starts from is the candidate's, and so may be anything: only addresses that were declared, and the
sign-in page's own, are ever called; redirects, sizes and time are bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from cpcs_harness.drivers.http_call import Answer, NoAnswer, call
from cpcs_harness.journeys.controls import Browsed

HOPS = 12
"""Addresses that one sign-in may lead through."""
SECONDS = 10.0
"""Each of them may take so long."""
MAX_COOKIES = 50
_USUAL_PORT = {"http": ":80", "https": ":443"}
SHOWN = 2000
"""Characters of the last page that are kept."""

Record = Callable[[str, str, Mapping[str, str], Answer | None], None]
"""Called with each request to the candidate: method, address, headers, and what came back."""


@dataclass
class Browser:
    """One person's browser, on its way through one sign-in."""

    allowed: frozenset[str]
    """Hosts with their ports."""
    page_host: str
    """The one of them whose forms are filled in."""
    typed: Mapping[str, str]
    """What the person enters, by field."""
    own: frozenset[str]
    """Hosts of the harness's own mocks, which record for themselves."""
    mark: Mapping[str, str]
    """A header for them alone, by which they know for whom they are asked."""
    record: Record
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def go(self, address: str) -> Browsed:
        """Follow an address to where it ends."""
        method, body = "GET", b""
        for _ in range(HOPS):
            host = host_of(address)
            if not host or host not in self.allowed:
                return Browsed(
                    0, address[:SHOWN], "", f"it leads to {host[:100] or 'no host'}, which is not declared"
                )
            answer = self._ask(method, address, host, body)
            if isinstance(answer, Browsed):
                return answer
            try:
                following = self._following(answer, address, host)
            except ValueError as wrong:  # a location may be anything
                return Browsed(0, address[:SHOWN], "", f"{host} leads to what is no address: {wrong}")
            if following is None:
                return Browsed(answer.status, address[:SHOWN], answer.body.decode("utf-8", "replace")[:SHOWN])
            method, address, body = following
        return Browsed(0, address[:SHOWN], "", f"it leads through more than {HOPS} addresses")

    def _ask(self, method: str, address: str, host: str, body: bytes) -> Answer | Browsed:
        headers = {"Accept": "text/html", **(self.mark if host in self.own else {})}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._cookies.get(host):
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies[host].items())
        try:
            answer = call(method, address, seconds=SECONDS, headers=headers, body=body)
        except (NoAnswer, ValueError) as failed:
            self._note(host, method, address, headers, None)
            return Browsed(0, address[:SHOWN], "", f"{host} gave no answer: {failed}")
        self._note(host, method, address, headers, answer)
        self._keep_cookies(host, answer)
        return answer

    def _following(self, answer: Answer, address: str, host: str) -> tuple[str, str, bytes] | None:
        location = next((value for name, value in answer.headers if name.lower() == "location"), None)
        if answer.status in (301, 302, 303, 307, 308) and location is not None:
            return "GET", urljoin(address, location), b""
        form = _Form.of(answer) if host == self.page_host else None
        if form is None:
            return None
        entered = {name: self.typed.get(name, value) for name, value in form.fields.items()}
        return "POST", urljoin(address, form.action), urlencode(entered).encode()

    def _note(
        self, host: str, method: str, address: str, headers: Mapping[str, str], answer: Answer | None
    ) -> None:
        if host not in self.own:
            self.record(method, address, headers, answer)

    def _keep_cookies(self, host: str, answer: Answer) -> None:
        jar = self._cookies.setdefault(host, {})
        for name, value in answer.headers:
            if name.lower() == "set-cookie" and len(jar) < MAX_COOKIES:
                key, _, held = value.partition(";")[0].partition("=")
                jar[key.strip()] = held.strip()


class _Form(HTMLParser):
    """The first form of a page: where it goes, and its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}

    @classmethod
    def of(cls, answer: Answer) -> _Form | None:
        found = cls()
        found.feed(answer.body.decode("utf-8", "replace"))
        return found if found.action is not None and answer.status == 200 else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = named.get("action") or ""
        if tag in ("input", "select") and named.get("name"):
            self.fields.setdefault(str(named["name"]), named.get("value") or "")


def host_of(address: str) -> str:
    """Give host and port of a web address, in one writing; empty where there is none, or somebody's name before it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    usual = _USUAL_PORT.get(parts.scheme)
    return "" if usual is None or "@" in parts.netloc else parts.netloc.lower().removesuffix(usual)
