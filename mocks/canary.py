"""A listener that nobody has business with: whoever comes was led here by what they were sent.

The hostile messages of a run name its address in entities, schemas and inclusions. A system that fetches nothing on the
word of a message never comes; each request that does is recorded.
Left out: every protocol but HTTP, and name resolution: a look-up alone is not seen.
"""

from __future__ import annotations

from http import HTTPMethod

from starlette.responses import PlainTextResponse, Response

from cpcs_harness.mockkit import Call, Mock, World

SOURCE = "an address that appears in hostile messages only"


class Canary(Mock):
    """Takes any request, records it, and has nothing for anybody."""

    service = "canary"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        for method in HTTPMethod:
            self.route(method, "/{anything:path}", self.visited, operation="visited", source=SOURCE)

    def visited(self, call: Call) -> Response:
        """Answer that nothing is here, in words that no document holds."""
        return PlainTextResponse("nothing is kept here", 404)
