"""What is right and what is wrong with Trésorerie in Excel, point by point, with a remedy for each: for her, and for support.

Nothing is changed. Beside paths and versions nothing personal is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from addin.hosts.excel_setup import configuration as conf
from addin.hosts.excel_setup.excels import ADDIN, Excel, other_copies, startup_folder
from addin.hosts.excel_setup.install import is_excel_running, require_excels, script_file
from addin.hosts.excel_setup.machine import Machine
from addin.hosts.excel_setup.manifest import Manifest, read_manifest
from addin.hosts.excel_setup.policies import defender_rules, excel_obstacles
from addin.hosts.excel_setup.remove import LOG, VBA_LOG
from addin.hosts.excel_setup.runtime import Answer, ask, failure_cause, failure_detail, missing_dlls
from addin.messages import SETUP, SETUP_CAUSES, Finding, TresoError, say

Topic = Literal["here", "excel", "addin", "configuration", "runtime", "protection"]
State = Literal["good", "bad", "note"]

_ONEDRIVE = ("ONEDRIVE", "ONEDRIVECONSUMER", "ONEDRIVECOMMERCIAL")


@dataclass(frozen=True)
class Check:
    """One point of the diagnosis.

    Attributes:
        text: what was found.
        remedy: what to do; "" for a point that is right.
        code: of the message, "" for a point that is right.
    """

    topic: Topic
    state: State
    text: str
    remedy: str = ""
    code: str = ""


def diagnose(machine: Machine) -> list[Check]:
    """Every point, in the order in which they depend on each other."""
    return list(_checks(machine))


def is_good(checks: Sequence[Check]) -> bool:
    """True when nothing is to be corrected."""
    return all(check.state != "bad" for check in checks)


def _checks(machine: Machine) -> Iterator[Check]:
    python = ".".join(map(str, machine.python.version))
    yield _good("here", "here_good", system=machine.system, version=machine.source.version, python=python)
    try:
        excels = require_excels(machine)
    except TresoError as refusal:
        yield _bad("excel", refusal.finding)
        return
    yield from _excel_checks(machine, excels)
    manifest = read_manifest(machine)
    if manifest is None or not manifest.files:
        yield _bad("addin", Finding("SETUP_ABSENT"))
    yield from _addin_checks(machine, excels, manifest)
    yield from _configuration_checks(machine, excels, manifest)
    yield from _protection_checks(machine, excels)
    logs = [path for path in (machine.places.data / LOG, machine.places.configuration.with_name(VBA_LOG)) if machine.files.head(path, 1)]
    if logs:
        yield Check("here", "note", say(SETUP["logs"], files=", ".join(map(str, logs))))


def _excel_checks(machine: Machine, excels: Sequence[Excel]) -> Iterator[Check]:
    for excel in excels:
        bits = SETUP["bits"].format(bits=excel.bits) if excel.bits else ""
        yield _good("excel", "excel_found", version=excel.version or "?", bits=bits, file=excel.program)
        if excel.is_store:
            yield _bad("excel", Finding("EXCEL_FROM_STORE", details={"file": str(excel.program)}))
    if len(excels) > 1:
        yield _bad("excel", Finding("EXCEL_SEVERAL", value=", ".join(f"{excel.version} ({excel.bits or '?'} bits)" for excel in excels)))
    if is_excel_running(machine):
        yield Check("excel", "note", SETUP["running"])


def _addin_checks(machine: Machine, excels: Sequence[Excel], manifest: Manifest | None) -> Iterator[Check]:
    for path in dict.fromkeys(startup_folder(machine, excel) / ADDIN for excel in excels):
        content = machine.files.read(path)
        if content is None:
            if manifest is not None:
                yield _bad("addin", _about("ADDIN_MISSING", path))
        elif content != machine.source.addin:
            yield _bad("addin", _about("ADDIN_OTHER", path))
        else:
            yield _good("addin", "addin_good", file=path)
        if machine.system == "Windows":
            yield from _place_checks(machine, path)
    for path in dict.fromkeys(copy for excel in excels for copy in other_copies(machine, excel)):
        yield _bad("addin", _about("ADDIN_TWICE", path))
    if machine.system == "macOS":
        yield _bad("addin", Finding("MAC_NO_FUNCTIONS"))
        script = script_file(machine)
        if machine.files.read(script) is not None:
            yield _good("addin", "script_good", file=script)
        elif manifest is not None:
            yield _bad("addin", _about("MAC_SCRIPT_MISSING", script))


def _place_checks(machine: Machine, path: PurePath) -> Iterator[Check]:
    if machine.files.head(path.with_name(f"{path.name}:Zone.Identifier"), 1):
        yield _bad("addin", _about("ADDIN_FROM_INTERNET", path))
    if str(path).startswith("\\\\"):
        yield _bad("addin", _about("PLACE_ON_NETWORK", path.parent))
    synchronised = [machine.path(folder) for name in _ONEDRIVE if (folder := machine.environment.get(name))]
    if any(folder in path.parents for folder in synchronised):
        yield _bad("addin", _about("PLACE_SYNCHRONISED", path.parent))


def _configuration_checks(machine: Machine, excels: Sequence[Excel], manifest: Manifest | None) -> Iterator[Check]:
    named = conf.read_interpreter(machine)
    if not named:
        if manifest is not None:
            yield _bad("configuration", _about("CONFIGURATION_MISSING", machine.places.configuration))
        return
    if conf.is_file_reachable(machine):
        yield _good("configuration", "configuration_good", file=machine.places.configuration)
    else:
        yield _good("configuration", "configuration_registry", code_page=machine.code_page)
    python = machine.path(named)
    if not machine.files.head(python, 1):
        yield _bad("runtime", _about("INTERPRETER_MISSING", python))
        return
    yield from _runtime_checks(machine, excels, python)


def _runtime_checks(machine: Machine, excels: Sequence[Excel], python: PurePath) -> Iterator[Check]:
    answer = ask(machine, python)
    if not isinstance(answer, Answer):
        details = {"file": str(python), "cause": SETUP_CAUSES[failure_cause(answer)], "detail": failure_detail(answer)}
        yield _bad("runtime", Finding("RUNTIME_BROKEN", details=details))
        return
    yield _good("runtime", "runtime_good", python=answer.python, xlwings=answer.xlwings, treso=answer.treso, file=python)
    source = machine.source
    for name, found, expected in (("xlwings", answer.xlwings, source.xlwings_version), ("Trésorerie", answer.treso, source.version)):
        if found != expected:
            yield _bad("runtime", Finding("RUNTIME_OTHER", details={"found": f"{name} {found or '?'}", "expected": f"{name} {expected}"}))
    if machine.system != "Windows":
        return
    if not answer.has_pywin32:
        yield _bad("runtime", _about("PYWIN32_MISSING", python))
    missing = missing_dlls(machine, excels, python)
    for path in missing:
        yield _bad("runtime", _about("DLL_MISSING", path))
    if not missing:
        bits = "/".join(sorted({str(excel.bits or 64) for excel in excels}))
        yield _good("runtime", "dll_good", version=source.xlwings_version, bits=bits)


def _protection_checks(machine: Machine, excels: Sequence[Excel]) -> Iterator[Check]:
    if machine.system != "Windows":
        return
    findings = [finding for excel in excels for finding in excel_obstacles(machine, excel)] + defender_rules(machine)
    yield from dict.fromkeys(_bad("protection", finding) for finding in findings)  # several Excels may obey the same rule
    if not findings:
        yield Check("protection", "good", SETUP["protection_good"])


def _about(code: str, path: PurePath) -> Finding:
    return Finding(code, details={"file": str(path)})


def _good(topic: Topic, words: str, **values: object) -> Check:
    return Check(topic, "good", say(SETUP[words], **values))


def _bad(topic: Topic, finding: Finding) -> Check:
    state: State = "note" if finding.severity == "info" else "bad"
    return Check(topic, state, f"{finding.headline()} {finding.cause()}", finding.remedy(), finding.code)
