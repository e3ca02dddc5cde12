"""Has a second process judge as well: each takes the files of checks from its own end, until they meet.

It is forked from this one, so that it has all that was read, and ends when it has told what its checks came to. That is
reported here as if the checks had been run here, after ours: in the order in which one process would have. Where the
system has no room for a second process, or kills it for want of memory, this one runs all checks.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from multiprocessing import current_process, get_context, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

import pytest

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import Exchange
from cpcs_harness.judging.judgement import Judgement

T = TypeVar("T")
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
        try:
            second = _Second(session, files)
        except (
            OSError
        ):  # of processes, memory or semaphores there are no more: pytest runs all checks in this one
            return None
        with second as left:
            ours = _run_all(_taken(files, left))
            if second.has_told():
                _report(session.config, second.told)
            else:
                _run_all(files[len(ours) :])
        return True

    def _read_what_both_need(self) -> None:
        self._judgement.views.calls_of(None)
        self._judgement.recorded_conditions.things  # noqa: B018 - it is read here, and kept


class _Second:
    """The second process, from its start to its end; raises OSError where the system has no room for one."""

    def __init__(self, session: pytest.Session, files: Sequence[Sequence[pytest.Item]]) -> None:
        assert _CONTEXT is not None
        self.told: list[Any] = []
        self._left = _CONTEXT.Value("i", len(files))
        self._receiving, self._sending = _CONTEXT.Pipe(duplex=False)
        given = session, files, self._left, self._receiving, self._sending
        self._process = _CONTEXT.Process(target=_run_from_the_end, args=given, daemon=True)
        self._process.start()
        self._sending.close()

    def __enter__(self) -> Any:
        """Give how many files are left to the one who asks first."""
        return self._left

    def __exit__(self, *_: object) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.join()

    def has_told(self) -> bool:
        """Wait for what its checks came to; False where it was killed, and HarnessError where it ended otherwise."""
        try:
            self.told = self._receiving.recv()
        except EOFError:
            self._process.join()
            status = self._process.exitcode
            if status == -signal.SIGKILL:
                return False
            raise HarnessError(f"the second process that judges ended with status {status}") from None
        return True


def _taken(files: Iterable[T], left: Any) -> Iterator[T]:
    """Give one file after the other, as long as any is left to the one who asks first."""
    for file in files:
        with left.get_lock():
            if left.value == 0:
                return
            left.value -= 1
        yield file


def _run_all(files: Iterable[Sequence[pytest.Item]]) -> list[Sequence[pytest.Item]]:
    """Run files of checks; gives those that there were."""
    done = []
    for items in files:
        _run(items)
        done.append(items)
    return done


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
    session: pytest.Session,
    files: Sequence[Sequence[pytest.Item]],
    left: Any,
    receiving: Connection,
    sending: Connection,
) -> None:
    """Run files of checks, the last first, and send what they came to in the order of the files."""
    receiving.close()  # else nothing would tell this process that nobody hears what it sends
    gc.freeze()  # what is there before is the other's too, as long as nobody goes through it for garbage
    plugins, first = session.config.pluginmanager, parent_process()
    plugins.unregister(name="terminalreporter")  # the other process says it in the log
    told: list[list[Any]] = []
    for items in _taken(reversed(files), left):
        if first is not None and not first.is_alive():
            return
        plugins.register(reports := _Reports(session.config))
        _run(items)
        plugins.unregister(reports)
        told.append(reports.kept)
    sys.stdout.flush()  # what checks printed: this process is killed once it has told
    sending.send([report for reports in reversed(told) for report in reports])


def _report(config: pytest.Config, told: Iterable[Any]) -> None:
    for data in told:
        report = config.hook.pytest_report_from_serializable(config=config, data=data)
        config.hook.pytest_runtest_logreport(report=report)
