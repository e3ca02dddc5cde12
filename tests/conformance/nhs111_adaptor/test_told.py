"""What a section of an adaptor's bundle is told by, in whatever lawful way a screen writes it."""

import pytest

from conformance.nhs111_adaptor._reports import told

RAISED, LINKS, LINES = {"markup": "raised"}, {"markup": "links"}, {"markup": "lines"}


@pytest.mark.parametrize(
    ("section", "sent", "shown"),
    [
        (RAISED, "150 x 10⁹/L\nNo CO₂ reading", "150 x 10⁹/L No CO₂ reading"),
        (RAISED, "150 x 10⁹/L\nNo CO₂ reading", "150 x 10^9/L No CO2 reading"),
        (RAISED, "150 x 10⁹/L\nNo CO₂ reading", "150 x 10<sup>9</sup>/L<br/>No CO<sub>2</sub> reading"),
        (LINKS, "Read\nhttps://example.org/fever\tHow to", "Read How to"),
        (LINKS, "Read\nhttps://example.org/fever\tHow to", "Read\nHow to (https://example.org/fever)"),
        (
            LINKS,
            "Read\nhttps://example.org/fever\tHow to",
            'Read <a href="https://example.org/fever">How to</a>',
        ),
    ],
)
def test_lawful_writings_tell_the_same(section, sent, shown):
    assert told(section, shown) == told(section, sent)


@pytest.mark.parametrize(
    ("section", "sent", "shown"),
    [
        (RAISED, "150 x 10⁹/L", "150 x 109/L"),
        (LINKS, "Read\nhttps://example.org/fever\tHow to", "Read"),
        (LINES, "See https://example.org/fever", "See"),
    ],
)
def test_what_is_lost_is_told_otherwise(section, sent, shown):
    assert told(section, shown) != told(section, sent)
