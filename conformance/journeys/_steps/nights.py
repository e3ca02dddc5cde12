"""Nights at which days, months, years and hours turn otherwise than software expects: before, and after.

Journeys of one night share a sitting. Clocks change at 01:00 UTC on the last Sundays of March and October
(Summer Time Order 2002).
"""

from __future__ import annotations

Night = tuple[str, str]

NEW_YEAR: Night = ("2027-12-31T23:50:00+00:00", "2028-01-01T00:10:00+00:00")
LEAP_DAY: Night = ("2028-02-28T23:50:00+00:00", "2028-02-29T00:10:00+00:00")
CLOCKS_GO_FORWARD: Night = ("2028-03-26T00:50:00+00:00", "2028-03-26T01:10:00+00:00")
"""Ten to one, and ten past two in London: there is no hour between."""
SUMMER_MONTH: Night = ("2028-06-30T22:50:00+00:00", "2028-06-30T23:10:00+00:00")
"""Ten to midnight, and ten past: of July in London, and of June in UTC."""
CLOCKS_GO_BACK: Night = ("2028-10-29T00:40:00+00:00", "2028-10-29T01:40:00+00:00")
"""Twenty to two in London, twice."""
