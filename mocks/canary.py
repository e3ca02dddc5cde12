"""A listener whose address stands in hostile messages only; each request that comes to it is recorded.

Source: the project's own. Entities, schemas and inclusions of such a message name the address: a request comes from a
system that fetches what a message names.
Left out: every protocol but HTTP, and name resolution: a look-up alone is not seen.
"""

from __future__ import annotations

from http import HTTPMethod

from starlette.responses import PlainTextResponse, Response

from cpcs_harness.mockkit import Call, Mock, World

SOURCE = "an address that appears in hostile messages only"


class Canary(Mock):
    """Takes any request, records it, and answers 404."""

    service = "canary"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        for method in HTTPMethod:
            self.route(method, "/{anything:path}", self.visited, operation="visited", source=SOURCE)

    def visited(self, call: Call) -> Response:
        """Answer that nothing is here, in words that stand in no document."""
        return PlainTextResponse("nothing is kept here", 404)
