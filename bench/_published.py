"""Messages and resources that others published, which lie beside the checkout, or nowhere."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"


def nhs111_messages() -> list[Path]:
    """Give the published NHS 111 messages."""
    return sorted((SHARED / "samples" / "nhs111").glob("*.xml"))


def pds_resources() -> list[Path]:
    """Give the largest and the smallest of the published examples of PDS."""
    examples = SHARED / "specs" / "pds" / "components" / "examples"
    return [path for name in ("Patient", "Minimal_Patient") if (path := examples / f"{name}.json").is_file()]
