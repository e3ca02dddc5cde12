"""Who has signed in with CIS2, at which pharmacy, and in which role; kept in memory, and gone with the process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from ...kit.problems import Refused, ServiceTrouble
from ..requester import Requester
from .cis2 import Cis2, new_secret
from .person import Person, Role
from .provider import InvalidToken

_PENDING_AT_MOST = 1000
ENDED = "Your sign-in with CIS2 has ended; sign in again"


@dataclass
class Session:
    """One person at work at one pharmacy, until it is over."""

    person: Person
    role: Role | None = None
    """The role that they work in; None until one is chosen."""
    over: str = ""
    """Why it is over; empty while it lasts."""
    key: str = field(default_factory=new_secret, repr=False)
    """What its tokens are kept under: CIS2 need not name a session, and then several would have no name."""


@dataclass
class PendingSignIn:
    """A sign-in that was begun, and what became of it."""

    key: str
    nonce: str
    taken: bool = False
    """A browser has come back for it; another that does is too late."""
    problem: str = ""
    trouble: str = ""
    """What CIS2 did not do, which may well work a little later."""


@dataclass
class Sessions:
    """Begins sign-ins, takes people in who come back, and knows for each pharmacist how they are signed in."""

    cis2: Cis2
    redirect_uri: Callable[[], str]
    _guard: Lock = field(default_factory=Lock)
    _pending: dict[str, PendingSignIn] = field(default_factory=dict)
    """By state."""
    _sessions: dict[str, Session] = field(default_factory=dict)
    """By pharmacist and pharmacy."""
    _refusals: dict[str, str] = field(default_factory=dict)
    """Why CIS2 refused a sign-in, by pharmacist and pharmacy."""

    def begin(self, requester: Requester) -> str:
        """Begin a sign-in; gives the address that the person's browser is to go to."""
        state, nonce = new_secret(), new_secret()
        address = self.cis2.address(self.redirect_uri(), state, nonce)
        with self._guard:
            self._forget_pending(key_of(requester))
            self._pending[state] = PendingSignIn(key_of(requester), nonce)
            if len(self._pending) > _PENDING_AT_MOST:
                self._pending.pop(next(iter(self._pending)))
        return address

    def finish(self, state: str, code: str, error: str) -> str:
        """Take in a person whose browser has come back; gives what they are told."""
        with self._guard:
            pending = self._pending.get(state)
            if pending is not None and pending.taken:
                pending = None
            if pending is not None:
                pending.taken = True
        if pending is None:
            return "This sign-in was not begun here, or is over; begin it again"
        if error or not code:
            how = error or "no code"
            return self._keep_out(pending, f"CIS2 did not sign you in ({how}); try a smartcard or a passkey")
        try:
            person = self.cis2.person(code, self.redirect_uri(), pending.nonce)
        except InvalidToken as wrong:
            return self._keep_out(pending, f"You are not signed in: what CIS2 sent is wrong, as {wrong}")
        except ServiceTrouble as trouble:
            pending.trouble = f"You are not signed in: {trouble.reason}"
            return pending.trouble
        if not person.roles:
            return self._keep_out(pending, "Your CIS2 account has no role; ask those who manage smartcards")
        self._enter(state, pending, person)
        return "You are signed in; go back to your work"

    def _keep_out(self, pending: PendingSignIn, why: str) -> str:
        pending.problem = self._refusals[pending.key] = why
        return why

    def why_not(self, requester: Requester) -> str:
        """Why a person may not ask for anything until they sign in; empty where they may."""
        session = self.of(requester)
        return session.over if session else self._refusals.get(key_of(requester), "")

    def raise_problem_of(self, requester: Requester) -> None:
        """Say, once, why a sign-in that was begun has come to nothing."""
        key = key_of(requester)
        with self._guard:
            pending = next((pending for pending in self._pending.values() if pending.key == key), None)
            if pending is None or not (pending.problem or pending.trouble):
                return
            self._forget_pending(key)
        if pending.problem:
            raise Refused(pending.problem)
        raise ServiceTrouble(pending.trouble)

    def of(self, requester: Requester) -> Session | None:
        """How a pharmacist is signed in with CIS2 at a pharmacy; None where they are not."""
        return self._sessions.get(key_of(requester))

    def choose_role(self, requester: Requester, role_id: str) -> Session:
        """Let a person work in one of their roles from now on."""
        session = self.of(requester)
        if session is None or session.over:
            raise Refused(session.over if session else "Sign in with CIS2 first")
        role = next((held for held in session.person.roles if held.role_id == role_id), None)
        if role is None:
            raise Refused("This is none of your roles; choose one of those shown")
        session.role = role
        return session

    def sign_out(self, requester: Requester) -> None:
        """End a person's session here, and tell CIS2."""
        session = self.of(requester)
        if session is None or session.over:
            return
        self.end(session, "You have signed out; sign in again")
        self.cis2.end_session(session.person.id_token)

    def end(self, session: Session, why: str) -> None:
        """Let a session be over: nothing more is asked in its name."""
        session.over = session.over or why

    def end_by_logout_token(self, token: str) -> None:
        """End the sessions that a logout token of CIS2's names, by session or else by person; raises InvalidToken."""
        claims = self.cis2.check_logout_token(token)
        sid, sub = str(claims.get("sid") or ""), str(claims.get("sub") or "")
        with self._guard:
            held = list(self._sessions.values())
        for session in held:
            if (session.person.session == sid) if sid else (session.person.user_id == sub):
                self.end(session, ENDED)

    def drop(self, requester: Requester) -> None:
        """Let a person work without CIS2 from now on: they have signed in with the account of this system."""
        with self._guard:
            self._sessions.pop(key_of(requester), None)
            self._refusals.pop(key_of(requester), None)

    def _enter(self, state: str, pending: PendingSignIn, person: Person) -> None:
        selected = next((held for held in person.roles if held.role_id == person.selected), None)
        only = person.roles[0] if len(person.roles) == 1 else None
        with self._guard:
            if self._pending.pop(state, None) is not None:
                self._sessions[pending.key] = Session(person, selected or only)
                self._refusals.pop(pending.key, None)

    def _forget_pending(self, key: str) -> None:
        self._pending = {state: pending for state, pending in self._pending.items() if pending.key != key}


def key_of(requester: Requester) -> str:
    """What a pharmacist at a pharmacy is known by."""
    return f"{requester.ods}/{requester.gphc or requester.name}"
