"""A stand-in for NHSmail's mailboxes: IMAP over TLS, as much of it as a reader of mail needs; not a mock of ours."""

import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from typing import Any

import trustme


@dataclass
class Mail:
    """A message in the INBOX."""

    raw: bytes
    seen: bool = False
    fetched: int = 0
    size: int | None = None
    """What the server says of its size, where that is not the truth."""

    @property
    def header(self) -> bytes:
        head, _, _ = self.raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        return head.replace(b"\n", b"\r\n") + b"\r\n\r\n"


@dataclass
class Inbox:
    """One INBOX for whoever logs in, and what was done to it; UIDs count from 1."""

    mails: list[Mail] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    validity: int = 1
    port: int = 0

    def put(self, raw: bytes, **known: Any) -> Mail:
        self.mails.append(Mail(raw, **known))
        return self.mails[-1]

    def clear(self) -> None:
        self.mails.clear()
        self.logins.clear()
        self.validity += 1


class ImapServer:
    """Serves an inbox on a port of its own."""

    def __init__(self, authority: trustme.CA) -> None:
        self.inbox = Inbox()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        inbox = self.inbox

        class Handler(socketserver.StreamRequestHandler):
            def setup(self) -> None:
                self.request.settimeout(20)
                self.request = context.wrap_socket(self.request, server_side=True)
                super().setup()

            def handle(self) -> None:
                _Session(inbox, self.rfile, self.wfile).run()

            def finish(self) -> None:
                super().finish()
                self.request.close()  # the server would close the plain socket, which is no longer ours

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

            def handle_error(self, _request: Any, _address: Any) -> None:
                """A client that does not trust us, or goes away, is no trouble of ours."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.inbox.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Session:
    def __init__(self, inbox: Inbox, reader: Any, writer: Any) -> None:
        self.inbox = inbox
        self.reader = reader
        self.writer = writer

    def run(self) -> None:
        self.say("* OK ready")
        while line := self.reader.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            command, _, arguments = rest.partition(" ")
            if command == "UID":
                command, _, arguments = arguments.partition(" ")
            getattr(self, f"do_{command.lower()}")(arguments)
            self.say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def say(self, text: str) -> None:
        self.writer.write(text.encode() + b"\r\n")

    def do_capability(self, _arguments: str) -> None:
        self.say("* CAPABILITY IMAP4rev1")

    def do_login(self, arguments: str) -> None:
        user, _, password = arguments.partition(" ")
        self.inbox.logins.append((user.strip('"'), password.strip('"')))

    def do_select(self, _arguments: str) -> None:
        self.say(f"* {len(self.inbox.mails)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.inbox.validity}] valid")

    def do_search(self, _arguments: str) -> None:
        unseen = [str(number) for number, mail in enumerate(self.inbox.mails, 1) if not mail.seen]
        self.say(" ".join(["* SEARCH", *unseen]))

    def do_fetch(self, arguments: str) -> None:
        uid, _, wanted = arguments.partition(" ")
        mail = self.inbox.mails[int(uid) - 1]
        if "RFC822.SIZE" in wanted:
            size = len(mail.raw) if mail.size is None else mail.size
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {size})")
            return
        part, body = ("HEADER", mail.header) if "HEADER" in wanted else ("", mail.raw)
        mail.fetched += not part
        self.say(f"* {uid} FETCH (UID {uid} BODY[{part}]<0> {{{len(body)}}}")
        self.writer.write(body + b")\r\n")

    def do_store(self, arguments: str) -> None:
        self.inbox.mails[int(arguments.partition(" ")[0]) - 1].seen = True

    def do_logout(self, _arguments: str) -> None:
        self.say("* BYE")
