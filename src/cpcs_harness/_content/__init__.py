"""Where the suites, mocks, fixtures, reports and catalogue lie: in the wheel here, in a checkout at its root."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
ROOT = _HERE if (_HERE / "toolkit_requirements.yaml").exists() else _HERE.parents[2]
__path__ = [str(ROOT)]
