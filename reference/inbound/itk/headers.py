"""The SOAP headers that a sender may leave out, and what holds of them where they are there (strict ITK)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from lxml import etree

from ...formats.soap import WSA, WSSE, Fault
from ...kit.times import clock

_WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_NS = {"wsa": WSA, "wsse": WSSE, "wsu": _WSU}
_SKEW = timedelta(minutes=5)  # clocks of two organisations differ
ACCESS = "3000"


class Headers:
    """Holds what there is of wsa:To, wsa:ReplyTo and wsse:Security to its rules."""

    def check(self, header: etree._Element, host: str) -> None:
        """Refuse a header that breaks a rule; `host` is where the request came in, empty where nobody knows."""
        self.check_to(header, host)
        self.check_reply_to(header)
        self.check_timestamp(header)
        self.check_username(header)

    def check_to(self, header: etree._Element, host: str) -> None:
        """The message is for this address."""
        text = header.findtext("wsa:To", "", _NS).strip()
        try:
            named = urlsplit(text).netloc
        except ValueError:
            raise Fault(f"expected wsa:To to be an address, received {text[:60]!r}") from None
        if host and named and named.casefold() != host.casefold():
            raise Fault(f"expected wsa:To to be this address, received one at {named}")

    def check_reply_to(self, header: etree._Element) -> None:
        """The answer goes back in the same exchange, and nowhere else."""
        address = header.findtext("wsa:ReplyTo/wsa:Address", f"{WSA}/anonymous", _NS).strip()
        if address != f"{WSA}/anonymous":
            raise Fault("expected wsa:ReplyTo to be anonymous, received another address")

    def check_timestamp(self, header: etree._Element) -> None:
        """Created is before Expires, and now is between them."""
        timestamp = header.find("wsse:Security/wsu:Timestamp", _NS)
        if timestamp is None:
            return
        created, expires = (_moment(timestamp, name) for name in ("Created", "Expires"))
        if created >= expires:
            raise Fault(f"expected Created before Expires, received {created} and {expires}")
        now = self.now()
        # The clock is moved, and not the times said: those may be the first and the last that there are.
        if not (created <= now + _SKEW and now - _SKEW <= expires):
            raise Fault(f"expected now to be between Created and Expires, received {created} to {expires}")

    def now(self) -> datetime:
        """This moment."""
        return clock.now()

    def check_username(self, header: etree._Element) -> None:
        """A token says who sends."""
        token = header.find("wsse:Security/wsse:UsernameToken", _NS)
        if token is not None and not token.findtext("wsse:Username", "", _NS).strip():
            raise Fault("expected a Username in UsernameToken, received none", ACCESS)


def _moment(timestamp: etree._Element, name: str) -> datetime:
    text = timestamp.findtext(f"wsu:{name}", "", _NS).strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Fault(f"expected wsu:{name} to be a dateTime, received {text[:40]!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
