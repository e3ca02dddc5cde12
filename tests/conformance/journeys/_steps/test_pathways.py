"""The pathways that journeys name are those of the catalogue, and a journey's id ends as `needs` will look for it."""

from cpcs_harness._content import CATALOGUE
from cpcs_harness._content.conformance.journeys._steps import pathways
from cpcs_harness.catalogue import load_catalogue


def test_each_pathway_of_the_catalogue_is_there_with_its_initials_as_the_suffix():
    named = {pathways.MI.id: pathways.MI.suffix, pathways.UM.id: pathways.UM.suffix}
    vocabulary = load_catalogue(CATALOGUE).vocabulary

    assert named == {pathway.id: pathway.initials.lower() for pathway in vocabulary.pathways.values()}
