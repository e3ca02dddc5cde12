"""The landing page of the EPS prescription tracker, so that a link to it can be followed.

Source: NHS England, prescription tracker (interface sheet dos-eps-rtec-scr-dmd, 3.1).
Left out: everything behind the page: sign-in by smartcard, searches, the JSON and FHIR interfaces.
"""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Mock, World

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Prescription tracker (mock)</title></head>
<body>
<h1>Prescription tracker</h1>
<p>This is a mock of the CPCS conformance harness. It holds no prescriptions, and nothing here is real.</p>
</body>
</html>
"""


class EPS(Mock):
    """Shows the same page at every address."""

    service = "eps"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        source = "EPS prescription tracker, web page"
        for path in ("/", "/prescriptionsadmin{rest:path}", "/site{rest:path}"):
            self.route(
                "GET",
                path,
                self.open_tracker,
                operation="open_tracker",
                source=source,
                certainty=Certainty.MODELLED,
            )

    def open_tracker(self, _call: Call) -> Response:
        """Show the landing page."""
        return HTMLResponse(PAGE)
