"""`treso excel installer | retirer | diagnostic`: Trésorerie in this user's Excel. Only Python's own library is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.cli.run import Run
from addin.console import readable
from addin.messages import SETUP, Finding, say

if TYPE_CHECKING:
    from addin.hosts.excel_setup.diagnose import Check
    from addin.hosts.excel_setup.machine import Machine

_DONE, _LOOK = 0, 1


def excel(run: Run) -> int:
    """Run one of the three; 0 when all is right, 1 when something deserves a look."""
    from addin.hosts.excel_setup.real import this_machine

    return _ACTIONS[run.options.action](run, this_machine())


def install_in(run: Run, machine: Machine) -> int:
    """Install, then look whether it works: she is told a verdict, not a hope."""
    from addin.hosts.excel_setup.diagnose import diagnose, is_good
    from addin.hosts.excel_setup.install import install

    done = install(machine, run.console)
    run.files.extend(map(Path, done.written))
    checks = diagnose(machine)
    words = "installed" if done.written else "unchanged"
    lines = [say(SETUP[words], version=machine.source.version), *_written(done.written)]
    lines += [SETUP["installed_next"]] if done.written and is_good(checks) else []
    result = {"version": machine.source.version, "written": list(done.written)}
    _show(run, result, lines, checks, done.findings, is_whole=False)
    return _status(checks, done.findings)


def remove_from(run: Run, machine: Machine) -> int:
    """Remove what installing wrote."""
    from addin.hosts.excel_setup.remove import remove

    done = remove(machine)
    lines = [SETUP["removed"] if done.removed else SETUP["nothing_to_remove"]]
    lines += [say(SETUP["removed_file"], file=path) for path in done.removed]
    _show(run, {"removed": list(done.removed)}, lines, [], done.findings, is_whole=False)
    return _status([], done.findings)


def diagnose_in(run: Run, machine: Machine) -> int:
    """Tell every point."""
    from addin.hosts.excel_setup.diagnose import diagnose

    checks = diagnose(machine)
    _show(run, {"version": machine.source.version}, [], checks, (), is_whole=True)
    return _status(checks, ())


def _show(run: Run, result: dict[str, Any], lines: list[str], checks: list[Check], findings: Iterable[Finding], *, is_whole: bool) -> None:
    """The result as JSON, or as text: the points that are right too when the whole is asked for."""
    findings = tuple(findings)
    points = [{"topic": c.topic, "state": c.state, "text": readable(c.text), "remedy": readable(c.remedy), "code": c.code} for c in checks]
    warnings = [{"code": finding.code, "message": readable(finding.text())} for finding in findings]
    told = {"as_of": None, **result, **({"checks": points} if checks else {}), "warnings": warnings}
    text = [*lines, *(finding.text() for finding in findings), *_table(checks, is_whole=is_whole)]
    run.console.show(lambda: told, lambda: "\n".join(text))


def _table(checks: list[Check], *, is_whole: bool) -> list[str]:
    if not checks:
        return []
    shown = [check for check in checks if is_whole or check.state == "bad"]
    wide = max(len(SETUP[state]) for state in ("good", "bad", "note"))
    lines, topic = [], ""
    for check in shown:
        if check.topic != topic:
            topic = check.topic
            lines += ["", SETUP[topic]]
        lines.append(f"  {SETUP[check.state].ljust(wide)}  {check.text}")
        if check.remedy:
            lines.append(f"  {'':{wide}}  → {check.remedy}")
    wrong = sum(check.state == "bad" for check in checks)
    return [*lines, "", say(SETUP["verdict_bad"], count=wrong) if wrong else SETUP["verdict_good"]]


def _status(checks: Iterable[Check], findings: Iterable[Finding]) -> int:
    is_fine = all(check.state != "bad" for check in checks) and all(finding.severity == "info" for finding in findings)
    return _DONE if is_fine else _LOOK


def _written(paths: Iterable[str]) -> list[str]:
    return [say(SETUP["written"], file=path) for path in paths]


_ACTIONS: dict[str, Callable[[Run, Machine], int]] = {"installer": install_in, "retirer": remove_from, "diagnostic": diagnose_in}
