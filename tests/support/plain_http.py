"""What clients of plain HTTP are given: else each loads the system's certificates, longer than most calls take."""

import ssl

NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts no authority."""
