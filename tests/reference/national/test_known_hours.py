"""What is remembered of when pharmacies are open."""

from reference.national.known_hours import KnownHours
from reference.national.opening import OpeningTimes


def test_what_was_found_is_remembered_and_of_others_nothing_is_said():
    known = KnownHours(OpeningTimes())
    known.note(
        [{"id": "1", "openingTimes": {"allHours": True}}, {"id": 2, "openingTimes": {"allHours": False}}]
    )

    assert [known.is_open(name) for name in ("1", "2", "3")] == [True, False, None]
