"""Makes the picture of a report's first page: `python tests/support/report_picture.py RUN [PICTURE]`.

RUN is what `cpcs assess --out` wrote; PICTURE is docs/images/report.png where none is named. What stands in the picture
to be read, outcome and contents, goes into the file as text, by which a test sees whether it is still so.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from checkout import ROOT
from chromium import Chromium

PICTURE = ROOT / "docs" / "images" / "report.png"
WIDTH, HEIGHT = 1280, 1600
SAID = "Description"
"""The keyword under which a PNG says what it shows."""

_READ = """({
  outcome: document.querySelector(".outcome__sentence").textContent.trim().replace(/\\s+/g, " "),
  contents: [...document.querySelectorAll("nav a")].map(link => link.textContent.trim())
})"""


def take(report: Path, picture: Path) -> None:
    """Open a report, and write what its first page shows, with what can be read in it."""
    with Chromium(f"--window-size={WIDTH},{HEIGHT}") as browser:
        size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        browser.call("Emulation.setDeviceMetricsOverride", **size)
        browser.open(report)
        said = json.dumps(browser.run(_READ), sort_keys=True)
        shot = base64.b64decode(browser.call("Page.captureScreenshot", format="png")["data"])
    info = PngInfo()
    info.add_itxt(SAID, said)
    image = Image.open(io.BytesIO(shot)).convert("RGB").quantize(128)
    image.save(picture, pnginfo=info, optimize=True)


def read(picture: Path) -> dict[str, object]:
    """Give what a picture says that it shows."""
    with Image.open(picture) as image:
        said: dict[str, object] = json.loads(image.text[SAID])  # type: ignore[attr-defined]
    return said


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    take(Path(sys.argv[1]) / "report.html", Path(sys.argv[2]) if len(sys.argv) == 3 else PICTURE)
