"""A real browser opens the report."""

import shutil
import subprocess

import pytest
from lxml import html as lxml_html

from assessed import typed
from cpcs_harness.reporters import write_all

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="missing: chromium, to open the report")


def opened(path, profile, fragment=""):
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    )
    flags += " --disable-component-update --disable-sync --dump-dom"
    command = [CHROMIUM, *flags.split(), f"--user-data-dir={profile}", f"{path.as_uri()}{fragment}"]
    dumped = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return lxml_html.document_fromstring(dumped.stdout.decode())


def test_the_matrix_is_there_and_the_script_ran(sample, tmp_path):
    write_all(*typed(sample), tmp_path / "out")

    page = opened(tmp_path / "out" / "report.html", tmp_path / "profile", "#e6")

    assert len(page.xpath("//table[contains(@class, 'matrix')]")) == 2
    assert "MI-PDS-E" in page.xpath("//table[caption/@id='table-minor-illness']")[0].text_content()
    assert page.xpath("//div[@class='tools']/@hidden") == []
    assert page.get_element_by_id("e6").get("open") is not None
