"""How sure a rule, or a mock's answer, is: data that is shown wherever the rule is."""

from enum import StrEnum


class Certainty(StrEnum):
    """Published: a public document says so. Inferred: it follows from one. Modelled: we made it up, openly."""

    PUBLISHED = "published"
    INFERRED = "inferred"
    MODELLED = "modelled"
