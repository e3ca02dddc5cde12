"""What was acknowledged is stored: the reference is killed at random moments, while reports come from several sides."""

import random
import signal
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from plain_http import NOBODY

SENDERS = 4
KILLS = 5
CONTROL = {"Authorization": "Bearer control-token"}
MOST = 25
"""Reports that are answered before a kill, at the most."""


class Senders:
    """Send reports, each its own, until they are told to stop or nobody answers; note what was acknowledged."""

    def __init__(self, make_report):
        self.make_report = make_report
        self.acknowledged = set()
        self._changed = threading.Condition()

    def send_to(self, base, stop):
        with httpx.Client(timeout=20, verify=NOBODY) as client:
            while not stop.is_set():
                case = str(uuid.uuid4())
                try:
                    answer = client.post(f"{base}/itk", content=self.make_report(case=case, text=whole(case)))
                except httpx.HTTPError:
                    return
                if answer.status_code == 200:
                    with self._changed:
                        self.acknowledged.add(f"CASE-{case}")
                        self._changed.notify_all()

    def wait_for(self, count):
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.acknowledged) >= count, timeout=60)
        assert came, (
            f"{len(self.acknowledged)} reports were acknowledged within 60 s, and {count} were waited for"
        )


def killed_again_and_again(start, make_report, *options):
    """Kill the reference in the midst of reports, again and again on one database; gives what is missing then."""
    rng, senders = random.Random(11), Senders(make_report)
    for _ in range(KILLS):
        reference = start(*options)
        base, stop = reference.base(), threading.Event()
        due = len(senders.acknowledged) + rng.randint(1, MOST)
        with ThreadPoolExecutor(SENDERS) as pool:
            for _ in range(SENDERS):
                pool.submit(senders.send_to, base, stop)
            senders.wait_for(due)
            reference.process.send_signal(signal.SIGKILL)
            reference.process.wait(10)
            stop.set()
        reference.ready_file.unlink()
    return sorted(senders.acknowledged - held_whole(start())), len(senders.acknowledged)


def whole(case):
    """A text that is all there, or is not: its end tells."""
    return f"{case} " * 200 + "end"


def held_whole(reference):
    """The cases that are on the worklist, and whose text is all there once they are opened."""
    base, found = reference.base(), set()
    actor = {"name": "Jo", "role": "pharmacist", "ods": "FA101"}
    with httpx.Client(timeout=20, headers=CONTROL, verify=NOBODY) as client:

        def seen(action, referral=None):
            body = {"actor": actor, "referral": referral, "input": {}}
            return client.post(f"{base}/control/v1/actions/{action}", json=body).json()["observation"]

        for row in seen("worklist")["referrals"]:
            (section,) = seen("open_referral", row["referral"])["sections"]
            if section["text"] == whole(row["case_id"].removeprefix("CASE-")):
                found.add(row["case_id"])
    return found


def test_what_was_acknowledged_is_there_after_each_kill(start, make_report):
    missing, acknowledged = killed_again_and_again(start, make_report)

    assert acknowledged >= KILLS
    assert missing == [], f"of {acknowledged} acknowledged referrals these are gone, or not whole: {missing}"


def test_a_system_that_stores_after_its_answer_loses_what_it_acknowledged(start, make_report):
    missing, _ = killed_again_and_again(start, make_report, "--fault", "acknowledges_before_storing")

    assert missing


@pytest.mark.parametrize("action", ["list_alerts", "read_audit"])
def test_alert_and_trail_are_stored_with_the_referral(start, make_report, action):
    reference = start()
    assert httpx.post(f"{reference.base()}/itk", content=make_report(), timeout=20).status_code == 200
    reference.process.send_signal(signal.SIGKILL)
    reference.process.wait(10)
    reference.ready_file.unlink()

    (held,) = start().act(action)["observation"].values()

    assert len(held) == 1
