"""What is said of patients, and the ids of what is sent, follow from the run's seed: other seeds say other things."""

import re

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.journeys import rehearsal
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.fixtures import fixture

OF_A_PATIENT = re.compile("complaint|assessment|advice|actions|reason|why|note|text|dosage|correction")
"""Names of inputs that hold what somebody writes down of a patient."""
LEAST = 3
"""Words from which on a text is no name of a thing."""
POOLS = ("key_referral.complaint", "key_referral.notes")
"""What practices write is drawn from so few texts that two seeds have some of them in common."""
UUID = re.compile("[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")


def texts(value, name):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{name}.{key}")
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner, name)
    elif isinstance(value, str):
        yield name, value


NOT_ENTERED = ("needed", "referral", "at", "about", "role")


def noting_what_is_entered(entered, do=rehearsal.Rehearsal.do):
    def noted(self, action, **given):
        entered.extend(
            texts({name: value for name, value in given.items() if name not in NOT_ENTERED}, action)
        )
        return do(self, action, **given)

    return noted


def noting_what_is_sent(sent, send=rehearsal.Rehearsal._send):
    def noted(self, sender, referral, detail):
        sent.append((self.issued.journey, sender, detail, repr(referral)))
        return send(self, sender, referral, detail)

    return noted


@pytest.fixture(scope="module")
def gone_through():
    """Go through every journey by a seed; gives what was entered, each text with its place, and what was sent."""
    catalogue = load_catalogue()
    options = {one.id: one.options for one in catalogue.requirements if one.options}
    medicines = [row["role"] for row in fixture("medicines")]
    environment = make_environment(1)

    def gone_through(seed):
        entered, sent = [], []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rehearsal, "SEED", seed)
            patch.setattr(rehearsal.Rehearsal, "do", noting_what_is_entered(entered))
            patch.setattr(rehearsal.Rehearsal, "_send", noting_what_is_sent(sent))
            for journey in all_journeys(catalogue.suites).values():
                rehearsal.rehearse(journey, options, medicines, environment)
        return entered, sent

    return gone_through


@pytest.fixture(scope="module")
def first(gone_through):
    """What is entered and sent by one seed."""
    return gone_through("one")


def of_patients(entered):
    return {
        (name, text)
        for name, text in entered
        if OF_A_PATIENT.search(name) and name not in POOLS and len(text.split()) >= LEAST
    }


def test_no_text_about_a_patient_is_the_same_by_three_seeds(first, gone_through):
    said = [of_patients(first[0]), *(of_patients(gone_through(seed)[0]) for seed in ("two", "three"))]

    assert min(map(len, said)) > 100
    assert set.intersection(*said) == set()


def without_times(sent):
    """Leave out the moment at which each was written, which is that of the run."""
    return [re.sub(r"datetime\.datetime\([^)]*\)", "", told) for *_, told in sent]


def ids_sent(sent):
    """Give the ids of each message, sorted: what a journey sends at once goes in the order of two threads."""
    return sorted(UUID.findall(told) for told in without_times(sent))


def test_the_same_seed_sends_the_same_under_the_same_ids(first, gone_through):
    ids = ids_sent(first[1])
    again = ids_sent(gone_through("one")[1])

    assert sum(map(len, ids)) > 1000
    assert again == ids
