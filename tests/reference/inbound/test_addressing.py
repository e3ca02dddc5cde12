"""Which pharmacies a message is for, in whatever way each of them is written."""

from types import SimpleNamespace

import pytest

from reference.inbound.addressing import Addressing

OURS = [
    SimpleNamespace(ods="FA101", dos_service_id="2000090101"),
    SimpleNamespace(ods="FA102", dos_service_id="2000090102"),
]


@pytest.mark.parametrize(
    ("dos_ids", "codes", "found"),
    [
        (["2000090102"], [], ["FA102"]),
        ([], ["FA101"], ["FA101"]),
        ([], ["FA101RPX"], ["FA101"]),
        ([], ["FA102", "FA101RPX"], ["FA102", "FA101"]),
        ([], ["FA101RPX", "FA101"], ["FA101"]),
        (["2000090102", "2000090101"], ["FA101"], ["FA102", "FA101"]),
        ([], ["XY999", "FA102"], ["FA102"]),
        ([], ["XY999"], []),
    ],
    ids=lambda told: " ".join(told) or "none",
)
def test_every_pharmacy_of_ours_that_is_addressed_is_found_once(dos_ids, codes, found):
    addressing = Addressing(SimpleNamespace(premises=OURS))

    assert [premises.ods for premises in addressing.all(dos_ids, codes)] == found
