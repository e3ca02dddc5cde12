"""How old somebody is on a day."""

from datetime import date


def years_old(born: str, day: date) -> int | None:
    """Full years on a day; None where the birth date is not known to the day.

    Who was born on 29 February is a year older on 1 March of a year that has no such day.
    """
    try:
        birth = date.fromisoformat(born)
    except ValueError:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
