"""The words of a small catalogue with the Toolkit's two pathways and three levels."""

from cpcs_harness.catalogue import Component, Level, Pathway, Vocabulary

VOCABULARY = Vocabulary(
    title="Toolkit",
    called="the Toolkit",
    pathways={
        "minor-illness": Pathway("minor-illness", "Minor illness", "MI", ("pds", "dos")),
        "urgent-medicines": Pathway("urgent-medicines", "Urgent medicines", "UM", ("pds", "dos")),
    },
    levels={id: Level(id, id.title()) for id in ("essential", "required", "desirable")},
    components={
        "pds": Component("pds", "PDS"),
        "dos": Component("dos", "DoS", is_fall_back=True),
        "scr": Component("scr", "SCR"),
    },
)
