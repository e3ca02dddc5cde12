"""The wheel, built as for a release, and installed beside nothing else; what it needs is found where we found it."""

import os
import signal
import subprocess
import sys
import sysconfig

import pytest

from checkout import ROOT

SECONDS = 600


def ran(*command, cwd, **environment):
    """Run a command without what this process was told by its environment; gives the finished process."""
    inherited = {name: held for name, held in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | {"PYTHONDONTWRITEBYTECODE": "1"} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        pytest.fail(f"{command} had not ended after {SECONDS} s; it had said:\n{out}\n{err}")
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def built(folder):
    """Build the source distribution, and the wheel from that; gives the wheel."""
    done = ran(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


def installed_in(folder, wheel):
    """Install a wheel in a fresh environment, which finds what the wheel needs where we found it; gives the folder."""
    made = ran(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    assert made.returncode == 0, made.stderr
    ours = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (site_packages(folder) / "needed.pth").write_text(
        "\n".join(ours)
    )  # a .pth of ours is not followed from there
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python"]
    done = ran(*pip, "install", "--no-index", "--no-deps", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def site_packages(folder):
    """Give where an environment holds what is installed in it."""
    (found,) = folder.glob("lib/python*/site-packages")
    return found
