"""What a declaration says of the 111 Adaptor: whether it is played, and at which broker.

Source: `[adaptor]` and `[options]` of candidate.toml.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from cpcs_harness.catalogue import Catalogue
from cpcs_harness.declaration import Declaration
from cpcs_harness.declaration.model import Adaptor
from cpcs_harness.errors import UsageProblem
from cpcs_harness.mockkit import Endpoints

from .broker import Broker

OPTION = "111-adaptor"
"""The option of a requirement on NHS 111 by which a candidate says that it stands behind the adaptor."""


def broker_of(declaration: Declaration) -> Broker | None:
    """Give the broker of the played adaptor; None where there is no adaptor, or the candidate's own."""
    adaptor = declaration.adaptor
    if adaptor is None or adaptor.mode != "played":
        return None
    return Broker(adaptor.amqp, adaptor.queue)


def endpoints(declaration: Declaration) -> Endpoints:
    """Give what a candidate behind the played adaptor is configured with.

    Raises UsageProblem when the broker cannot be used: each bundle would be waited for in vain.
    """
    broker = broker_of(declaration)
    if broker is None:
        return {}
    problem = broker.problem()
    if problem:
        raise UsageProblem(f"the broker of the played 111 Adaptor cannot be used: {problem}")
    return {"adaptor": {"amqp_url": broker.url, "queue": broker.queue}}


def behind_the_adaptor(declaration: Declaration, catalogue: Catalogue, amqp_url: str) -> Declaration:
    """Give a declaration that adds the played adaptor, at a broker, to the ways of NHS 111's reports."""
    options = {
        id: (*chosen, OPTION) if OPTION in catalogue.requirement(id).options else chosen
        for id, chosen in declaration.options.items()
    }
    queue = f"encounter-report-{secrets.token_hex(4)}"  # nobody else's, where the broker is shared
    return replace(declaration, options=options, adaptor=Adaptor("played", amqp_url, queue))
