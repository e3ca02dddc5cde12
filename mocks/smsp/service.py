"""The Spine Mini Service for PDS: five ITK 2.2 SOAP services behind one address, which only ever find one patient.

Source: PDS Mini Services Domain Message Specification v1.0, SMSP Response Codes v1.0, and the getting-started page of
NHS England's own mini service (interface sheet pds-smsp-auth, section 12).
Left out: mutual TLS (the mocks speak plain HTTP), who may ask (accounts, certificates, ASIDs), and how long a local
store keeps what it has. NHS England's own mini service was to end in January 2024; others go on.
"""

from __future__ import annotations

from starlette.responses import Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.people.demographics import Demographics

from .answer import CLIENT_ERROR, PROVIDER_ERROR, answered, coded, fault
from .matching import REPLACED, SUCCESS, Finding, find
from .request import Invalid, Malformed, Query, read_query, service_of

PATH = "/smsp/pds"
SOURCE = (
    "PDS Mini Services Domain Message Specification v1.0; SMSP Response Codes v1.0; "
    "PDS Spine Mini Service, provider requirements: SMSP-ERR-005"
)
STALE, FAULT = "SMSP-0003", "Fault"
"""What faults can have it say besides plain response codes: the older copy of its local store; a SOAP fault."""


class Smsp(Mock):
    """Answers from the demographics that the run holds, each in the state that it is in."""

    service = "smsp"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        for path in (
            PATH,
            f"{PATH}/{{service}}",
        ):  # one address at NHS England; the WSDL has one for each service
            self.route("POST", path, self.respond, operation="unknown", source=SOURCE)

    def is_used(self, declaration: Declaration) -> bool:
        """Only a system that declares it."""
        return declaration.chose("spine-mini-service")

    def endpoints(self, address: str) -> Endpoints:
        """Give the one address of all its services."""
        return {"smsp": {"url": address + PATH}}

    def operation_of(self, call: Call) -> str:
        """Name the service that is asked: SOAPAction says it."""
        return service_of(call.header("soapaction")) or call.operation

    def respond(self, call: Call) -> Response:
        """Answer one query, or say in SOAP or in a code what is wrong with it."""
        try:
            query = read_query(call.body, call.header("soapaction"))
        except Malformed as wrong:
            call.certainty = Certainty.INFERRED
            call.facts["refused"] = str(wrong)
            return fault(CLIENT_ERROR, "The message is not valid", str(wrong))
        except Invalid as wrong:
            call.certainty = wrong.certainty
            call.facts |= {"refused": str(wrong), "code": wrong.code}
            return coded(call.operation, wrong.code)
        return self._by_order(call, query) if call.code else self._answered(call, query, self._finding(query))

    def _finding(self, query: Query) -> Finding:
        return find(self.world.demographics, query)

    def _answered(self, call: Call, query: Query, finding: Finding) -> Response:
        call.certainty = finding.certainty
        if finding.record is not None and finding.record.security in ("R", "V"):
            call.certainty = (
                Certainty.INFERRED
            )  # the response has no mark for it; PDS withholds where they live
        call.facts["code"] = finding.code
        return answered(query, finding, self.world.practices)

    def _by_order(self, call: Call, query: Query) -> Response:
        """Answer as a fault says: with a code, a SOAP fault, or an older copy."""
        call.certainty = Certainty.PUBLISHED
        call.facts["code"] = call.code
        if call.code == FAULT:
            return fault(PROVIDER_ERROR, "The message could not be processed", "on purpose")
        if call.code == STALE:
            return self._from_local_store(call, query)
        return coded(query.service, call.code)

    def _from_local_store(self, call: Call, query: Query) -> Response:
        """Answer with what the store had when the patient was first heard of, whatever the Spine holds by now."""
        store = {number: Demographics.of(person) for number, person in list(self.world.people.items())}
        finding = find(store, query)
        if finding.code not in (SUCCESS, REPLACED):
            return self._answered(call, query, finding)
        stale = Finding(STALE, finding.record, finding.agrees, Certainty.INFERRED)
        return self._answered(call, query, stale)
