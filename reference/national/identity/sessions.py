"""Who has signed in with CIS2, at which pharmacy, and in which role; kept in memory, and gone with the process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from ...kit.problems import Refused, ServiceTrouble
from ..requester import Requester
from .cis2 import Cis2, NotBelieved, Person, Role, new_secret

_BEGUN_AT_MOST = 1000
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
class Begun:
    """A sign-in that was begun, and what became of it."""

    place: str
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
    _begun: dict[str, Begun] = field(default_factory=dict)
    """By state."""
    _sessions: dict[str, Session] = field(default_factory=dict)
    """By pharmacist and pharmacy."""
    _not_let_in: dict[str, str] = field(default_factory=dict)
    """Whom CIS2 did not let in, and why, by pharmacist and pharmacy."""

    def begin(self, requester: Requester) -> str:
        """Begin a sign-in; gives the address that the person's browser is to go to."""
        state, nonce = new_secret(), new_secret()
        address = self.cis2.address(self.redirect_uri(), state, nonce)
        with self._guard:
            self._forget_begun(place_of(requester))
            self._begun[state] = Begun(place_of(requester), nonce)
            if len(self._begun) > _BEGUN_AT_MOST:
                self._begun.pop(next(iter(self._begun)))
        return address

    def come_back(self, state: str, code: str, error: str) -> str:
        """Take in a person whose browser has come back; gives what they are told."""
        with self._guard:
            begun = self._begun.get(state)
            if begun is not None and begun.taken:
                begun = None
            if begun is not None:
                begun.taken = True
        if begun is None:
            return "This sign-in was not begun here, or is over; begin it again"
        if error or not code:
            how = error or "no code"
            return self._keep_out(begun, f"CIS2 did not sign you in ({how}); try a smartcard or a passkey")
        try:
            person = self.cis2.person(code, self.redirect_uri(), begun.nonce)
        except NotBelieved as wrong:
            return self._keep_out(begun, f"You are not signed in: what CIS2 sent is wrong, as {wrong}")
        except ServiceTrouble as trouble:
            begun.trouble = f"You are not signed in: {trouble.reason}"
            return begun.trouble
        if not person.roles:
            return self._keep_out(begun, "Your CIS2 account has no role; ask those who manage smartcards")
        self._enter(state, begun, person)
        return "You are signed in; go back to your work"

    def _keep_out(self, begun: Begun, why: str) -> str:
        begun.problem = self._not_let_in[begun.place] = why
        return why

    def why_not(self, requester: Requester) -> str:
        """Why a person may not ask for anything until they sign in; empty where they may."""
        session = self.of(requester)
        return session.over if session else self._not_let_in.get(place_of(requester), "")

    def problem_of(self, requester: Requester) -> None:
        """Say, once, why a sign-in that was begun has come to nothing."""
        place = place_of(requester)
        with self._guard:
            begun = next((pending for pending in self._begun.values() if pending.place == place), None)
            if begun is None or not (begun.problem or begun.trouble):
                return
            self._forget_begun(place)
        if begun.problem:
            raise Refused(begun.problem)
        raise ServiceTrouble(begun.trouble)

    def of(self, requester: Requester) -> Session | None:
        """How a pharmacist is signed in with CIS2 at a pharmacy; None where they are not."""
        return self._sessions.get(place_of(requester))

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

    def end_by_word(self, token: str) -> None:
        """End the sessions that CIS2's word of it names, by session or else by person; raises NotBelieved."""
        claims = self.cis2.check_logout_token(token)
        sid, sub = str(claims.get("sid") or ""), str(claims.get("sub") or "")
        with self._guard:
            held = list(self._sessions.values())
        for session in held:
            if (session.person.session == sid) if sid else (session.person.user_id == sub):
                self.end(session, ENDED)

    def leave(self, requester: Requester) -> None:
        """Let a person work without CIS2 from now on: they have signed in with the account of this system."""
        with self._guard:
            self._sessions.pop(place_of(requester), None)
            self._not_let_in.pop(place_of(requester), None)

    def _enter(self, state: str, begun: Begun, person: Person) -> None:
        selected = next((held for held in person.roles if held.role_id == person.selected), None)
        only = person.roles[0] if len(person.roles) == 1 else None
        with self._guard:
            if self._begun.pop(state, None) is not None:
                self._sessions[begun.place] = Session(person, selected or only)
                self._not_let_in.pop(begun.place, None)

    def _forget_begun(self, place: str) -> None:
        self._begun = {state: pending for state, pending in self._begun.items() if pending.place != place}


def place_of(requester: Requester) -> str:
    """A pharmacist at a pharmacy, whom no other is taken for."""
    return f"{requester.ods}/{requester.gphc or requester.name}"
