"""The account as reports show it: counted by channel, alike in one line, what nothing accounts for first."""

from cpcs_harness.judging.account import Entry, State, Subject
from cpcs_harness.rollup.account import account_record
from cpcs_harness.rollup.limits import left_by_earlier
from sent import call

ANN = Subject("first", "", "Ann Lee")
BEN = Subject("second", "", "Ben Cole")


def entry(service, state, people=(), **more):
    return Entry(call(service, "read"), service, "it", people, state, "why", recipient=service, **more)


def test_calls_are_counted_by_channel_and_alike_in_one_line():
    entries = [
        entry("pds", State.ACCOUNTED, (ANN,)),
        entry("pds", State.ACCOUNTED, (ANN,)),
        entry("oauth", State.SYSTEM),
        entry("mys", State.EARLIER),
        entry("pds", State.UNACCOUNTED, pharmacy="FA101"),
        entry("pds", State.UNACCOUNTED, is_ours=False),
    ]
    record = account_record(entries)

    assert [
        (one.channel, one.accounted, one.system, one.earlier, one.unaccounted) for one in record.channels
    ] == [
        ("mys", 0, 0, 1, 0),
        ("oauth", 0, 1, 0, 0),
        ("pds", 2, 0, 0, 2),
    ]
    assert [(line.state, line.blame, len(line.events)) for line in record.lines] == [
        ("unaccounted", "candidate", 1),
        ("unaccounted", "environment", 1),
        ("earlier", "", 1),
        ("accounted", "", 2),
        ("system", "", 1),
    ]
    assert record.lines[3].people == ("Ann Lee (journey first)",)
    assert [line.pharmacy for line in record.strange] == ["FA101", ""]
    assert [line.channel for line in record.left] == ["mys"]
    (limit,) = left_by_earlier(record)
    assert "earlier-runs.json says that it is of an earlier run: what went to mys." in limit


def test_where_nothing_is_called_left_by_an_earlier_run_no_limit_says_so():
    assert left_by_earlier(account_record([])) == left_by_earlier(None) == []


def test_what_is_said_of_every_patient_is_listed_by_kind():
    letter = {"note": "Confidential: for the practice alone"}
    sent = [
        Entry(call("nhsmail", "submit", body=letter), "nhsmail", "a message", (one,), State.ACCOUNTED, "why")
        for one in (ANN, BEN)
    ]

    (constant,) = account_record(sent).constants

    assert (constant.kind, constant.patients, constant.of) == ("nhsmail (a message)", 2, 2)
    assert constant.text == "Confidential: for the practice alone"
