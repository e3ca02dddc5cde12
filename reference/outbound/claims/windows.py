"""When a consultation can be claimed for: by the fifth of the next month, and late for three months more."""

from datetime import date

DUE_DAY, MONTHS_LATE = 5, 3


class ClaimWindows:
    """Says until when a consultation is claimed for, a method for each thing that could be reckoned wrongly."""

    def due(self, assessed: date) -> date:
        """The last day on which a consultation is claimed for in time."""
        return _months_on(assessed.replace(day=1), 1).replace(day=DUE_DAY)

    def closes(self, assessed: date) -> date:
        """The last day on which it is claimed for at all."""
        return _months_on(self.due(assessed), MONTHS_LATE)

    def is_late(self, assessed: date, today: date) -> bool:
        """Whether a claim is late."""
        return today > self.due(assessed)

    def why_not(self, assessed: date, today: date, *, held: bool) -> str:
        """Why nothing is sent: no new claim after the close, and no change of what MYS holds once it was due."""
        if held and today > self.due(assessed):
            return f"MYS took changes of this claim until {self.due(assessed)}: write to NHSBSA"
        if not held and today > self.closes(assessed):
            return f"This consultation could be claimed for until {self.closes(assessed)}: it is too late"
        return ""


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)
