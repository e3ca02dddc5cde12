"""What can go wrong while an action is done, and how the action ends then.

`Refused`: the system says no, and the user sees why.  `ServiceTrouble`: a national service was asked and
did not help.  `BadInput`: the request itself makes no sense.  `StartupProblem`: the process cannot start.
"""


class Refused(Exception):
    """The system says no; `shown` is the text that the user sees."""

    def __init__(self, shown: str, reason: str | None = None) -> None:
        super().__init__(shown)
        self.shown = shown
        self.reason = reason or shown


class ServiceTrouble(Exception):
    """A national service was asked, and could not be reached or did not answer as it should."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class BadInput(Exception):
    """The request lacks something, or has something of the wrong kind."""


class StartupProblem(Exception):
    """The service cannot start; the text says what is wrong, where, and what to do."""
