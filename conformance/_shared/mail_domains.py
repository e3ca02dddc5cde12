"""Where patients' data may be mailed: at NHSmail; and where anybody may have an account."""

from __future__ import annotations

SECURE = "nhs.net"
PUBLIC = ("gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "aol", "live", "btinternet", "sky")
"""First parts of the domains of providers with whom anybody may have an account."""


def is_secure(address: str) -> bool:
    """Say whether an address is at NHSmail, and does not only mention it."""
    return domain(address) == SECURE


def is_public(address: str) -> bool:
    """Say whether an address is at a provider where anybody may have one."""
    return domain(address).partition(".")[0] in PUBLIC


def domain(address: str) -> str:
    """Give what stands after the at-sign, in small letters."""
    return address.strip().casefold().rpartition("@")[2]
