"""Evidence of one journey that looks patients up on PDS, made up call by call."""

from types import SimpleNamespace

from cpcs_harness.judging.views import JourneyView
from made_up import observed

ROOT = "/personal-demographics/FHIR/R4/Patient"


def person(label, born="1970-03-04"):
    """Give somebody whose family name is their label."""
    known = {"family": label, "birth_date": born, "nhs_number": f"99900{len(label):05d}"}
    return {"person": known, "report": {"document_id": label}}


def call(seq, query=(), *, path="", status=200, fault="", body=None, began=None, gone=False, **facts):
    """Give a request to PDS."""
    segments = [part for part in f"{ROOT}{path}".split("/") if part]
    request = SimpleNamespace(query=list(query), segments=segments, method="GET", target=f"{path}{query}")
    return SimpleNamespace(
        id=f"e{seq}",
        journey="one",
        seq=seq,
        service="pds",
        operation="search_patient" if query else "read_patient",
        fault=fault,
        gone=gone,
        facts=facts,
        began=seq if began is None else began,
        ended=seq if began is None else began,
        where="a call",
        request=request,
        response=SimpleNamespace(status=status, json=body, header=lambda _: None),
    )


def seen(seq, action="find_patient", about="sedge", status="done", step="a step", **shown):
    return observed(seq, action, shown, about=about, status=status, step=step)


def evidence(calls=(), observations=(), held=None, **also):
    """Give evidence of one journey."""
    ended = {"status": "finished", "reason": None}
    view = JourneyView(
        "one", "minor-illness", {}, ended, list(calls), list(observations), also, None, held or {}
    )

    def of_run(service, operation=None, *, at_least=1):
        return [call for call in calls if call.service == service and operation in (None, call.operation)]

    def was_done(action, after, before):
        return any(after < one.seq < before and one.action == action for one in observations)

    return SimpleNamespace(
        each=lambda: [view], of_run=of_run, exchanges=of_run, journeys=[view], was_done=was_done
    )
