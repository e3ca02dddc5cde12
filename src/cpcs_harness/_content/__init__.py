"""Where the suites, mocks, fixtures, reports and catalogue lie: in the wheel here, in a checkout at its root."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_NAME = "toolkit_requirements.yaml"
ROOT = _HERE if (_HERE / _NAME).exists() else _HERE.parents[2]
CATALOGUE = ROOT / _NAME
"""The installed catalogue, which is meant where none is named."""
RELEASES = ROOT / "docs" / "reference" / "releases.csv"
"""The releases that were published when this one was."""
__path__ = [str(ROOT)]
