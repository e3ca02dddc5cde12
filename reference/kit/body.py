"""Reading a request's body, up to a bound."""

from starlette.requests import Request


class TooLarge(Exception):
    """The body is larger than this system takes."""


async def read_body(request: Request, largest: int) -> bytes:
    """The body, read no further than its bound."""
    declared = request.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > largest:
        raise TooLarge(f"expected at most {largest} bytes, received {declared}; send less")
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > largest:
            raise TooLarge(f"expected at most {largest} bytes, received more; send less")
    return bytes(received)
