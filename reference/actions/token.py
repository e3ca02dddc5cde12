"""The action of the dispensing token (FP10DT)."""

import base64

from ..kit.times import now
from ..service import Service
from .action import Observation, Request
from .action import referral as referral_of


def print_token(service: Service, request: Request) -> Observation:
    """Print the token of what was supplied, where one is needed."""
    printed = service.token_desk.print(referral_of(service, request))
    tokens = [
        {"media": one.media, "content": base64.b64encode(one.content).decode(), "printed_at": now()}
        for one in printed.prints
    ]
    need = printed.need
    signature = "needed" if need.signature else "not-needed"
    return Observation(
        {"tokens": tokens, "needed": need.token and need.told, "signature": signature, "why": need.why}
    )
