"""Has a second process judge as well: each takes the files of checks from its own end, until they meet.

It is forked from this one, so that it has all that was read, and ends when it has told what its checks came to. That is
reported here as if the checks had been run here, after ours: in the order in which one process would have.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import Exchange
from cpcs_harness.judging.judgement import Judgement

ENOUGH = 1_000
"""Exchanges of a run; of fewer, what both processes read for themselves takes what is saved."""
_TASKS = Path("/proc/self/task")
"""The threads of this process, on Linux."""
_CONTEXT = get_context("fork") if hasattr(os, "fork") else None


def worthwhile(judgement: Judgement) -> bool:
    """Say whether a second process is of use, and can be had: a process of several threads is not to be forked."""
    is_long = not judgement.only and len(judgement.evidence.of_kind(Exchange.kind)) >= ENOUGH
    can_be = _TASKS.is_dir() and len(list(_TASKS.iterdir())) == 1 and not current_process().daemon
    return is_long and can_be and len(os.sched_getaffinity(0)) > 1


class TwoProcesses:
    """What pytest calls to run the checks that it has collected."""

    def __init__(self, judgement: Judgement) -> None:
        self._judgement = judgement

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run all checks; where there are none, or some could not be collected, that is for pytest to say."""
        if not session.items or session.testsfailed or _CONTEXT is None:
            return None
        files = [list(items) for _, items in groupby(session.items, key=lambda item: item.path)]
        self._read_what_both_need()
        left = _CONTEXT.Value("i", len(files))
        receiving, sending = _CONTEXT.Pipe(duplex=False)
        beside = _CONTEXT.Process(target=_run_from_the_end, args=(session, files, left, sending), daemon=True)
        beside.start()
        try:
            sending.close()
            for place in _taken(range(len(files)), left):
                _run(files[place])
            _report(session.config, _told(receiving, beside))
        finally:
            beside.kill()
            beside.join()
        return True

    def _read_what_both_need(self) -> None:
        self._judgement.views.calls_of(None)
        self._judgement.recorded_conditions.things  # noqa: B018 - it is read here, and kept


def _taken(places: Iterable[int], left: Any) -> Iterator[int]:
    """Give one place after the other, as long as any is left to the one who asks first."""
    for place in places:
        with left.get_lock():
            if left.value == 0:
                return
            left.value -= 1
        yield place


def _run(items: Sequence[pytest.Item]) -> None:
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


class _Reports:
    """Keeps what pytest reports, in plain data."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.kept: list[Any] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep one."""
        self.kept.append(self._config.hook.pytest_report_to_serializable(config=self._config, report=report))


def _run_from_the_end(
    session: pytest.Session, files: Sequence[Sequence[pytest.Item]], left: Any, sending: Connection
) -> None:
    """Run files of checks, the last first, and send what they came to in the order of the files."""
    gc.freeze()  # what is there before is the other's too, as long as nobody goes through it for garbage
    plugins = session.config.pluginmanager
    plugins.unregister(name="terminalreporter")  # the other process says it in the log
    told: list[list[Any]] = []
    for place in _taken(reversed(range(len(files))), left):
        plugins.register(reports := _Reports(session.config))
        _run(files[place])
        plugins.unregister(reports)
        told.append(reports.kept)
    sending.send([report for reports in reversed(told) for report in reports])


def _told(receiving: Connection, beside: BaseProcess) -> list[Any]:
    try:
        told: list[Any] = receiving.recv()
    except EOFError:
        beside.join()
        raise HarnessError(f"the second process that judges ended with status {beside.exitcode}") from None
    return told


def _report(config: pytest.Config, told: Iterable[Any]) -> None:
    for data in told:
        report = config.hook.pytest_report_from_serializable(config=config, data=data)
        config.hook.pytest_runtest_logreport(report=report)
