"""What figures were measured on: the machine, and versions of what does the work."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lxml import etree

WORKERS = (
    "uvicorn",
    "starlette",
    "h11",
    "httptools",
    "httpx",
    "lxml",
    "jsonschema-rs",
    "fhir.resources",
    "pydantic",
    "ahocorasick-rs",
    "pybase64",
    "cryptography",
    "pytest",
)
"""Distributions whose version alters a figure; those that are not installed are left out."""


def machine() -> dict[str, str]:
    """Say what this machine is, how busy it was, and what runs on it."""
    return {
        "processor": f"{os.cpu_count()} x {_told('/proc/cpuinfo', 'model name') or platform.processor()}",
        "memory": _memory(),
        "system": platform.platform(terse=True),
        "load when it began": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "commit": commit(),
        "Python": platform.python_version(),
        "libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
        **{name: found for name in WORKERS if (found := _version(name))},
    }


def _told(file: str, key: str) -> str:
    """Give the first value of a key in a file of Linux; nothing on another system."""
    if not Path(file).is_file():
        return ""
    lines = (line.partition(":") for line in Path(file).read_text(encoding="utf-8").splitlines())
    return next((value.strip() for name, _, value in lines if name.strip() == key), "")


def _memory() -> str:
    kilobytes = _told("/proc/meminfo", "MemTotal").partition(" ")[0]
    return f"{int(kilobytes) / 1e6:.0f} GB" if kilobytes else ""


def commit() -> str:
    """Name the commit that is checked out, with -dirty where files were altered since."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
