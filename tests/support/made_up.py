"""Observations and messages that a test makes up, as checks see them: a second apart, by their place."""

from datetime import timedelta
from types import SimpleNamespace

from cpcs_harness.evidence import events
from cpcs_harness.judging.views import MessageView, ObservationView
from cpcs_harness.times import moment_of, stamp

MOMENT = "2026-11-25T10:00:00+00:00"


class Bodies:
    """Evidence whose references are the bodies themselves."""

    def body(self, reference):
        return reference.bytes or b""


def at(seq, data, journey="one", step="a step", clock=MOMENT):
    """Give an event; `clock` is the sitting's time, where that is another than the machine's."""
    return events.Event(seq, stamp(moment_at(seq)), clock, journey, step, data)


def moment_at(seq):
    """Give the machine's time at which something in a place ended."""
    return moment_of(MOMENT) + timedelta(seconds=seq)


def observed(
    seq,
    action,
    shown,
    *,
    referral=None,
    about="",
    status="done",
    reason=None,
    given=None,
    actor=None,
    lasted=0,
    **where,
):
    """Give what one action showed, and that it lasted so many seconds."""
    data = events.Observation(
        action, actor or {}, referral, about, given or {}, status, reason, None, shown, lasted * 1000
    )
    return ObservationView(at(seq, data, **where))


def message(start, body=b"", headers=()):
    """Give a message as the evidence holds it."""
    return events.Message(start, tuple(headers), events.BodyReference("", body))


def seen_message(start, body=b"", headers=()):
    """Give a message as a check sees it."""
    return MessageView(Bodies(), message(start, body, headers))


class SeenCall(SimpleNamespace):
    """An exchange as a check sees it, of which only what is given is there, and that it was answered at once."""

    def __getattr__(self, name):
        if name == "began":
            return self.ended
        if name == "ended" and "seq" in self.__dict__:
            return moment_at(self.seq).timestamp()
        raise AttributeError(name)

    def read(self, how):
        """Give what a function makes of it."""
        return how(self)


DECLARED = {"name": "n", "supplier": "s", "version": "1", "pathways": [], "options": {}, "declared": []}


def plan(**more):
    """Give a plan that plans nothing, but for what is said."""
    usual = {
        "format": "cpcs-plan/1", "as_of": "2026-01-01", "gate": "essential", "pending": "fail", "seed": 1,
        "harness": {"version": "0", "suite_digest": "s"}, "catalogue": {"digest": "c"}, "declaration": DECLARED,
        "pathways": ["minor-illness"], "only": [], "pace": {}, "journeys": [], "sittings": [],
    }  # fmt: skip
    return events.Plan.from_json(usual | more)
