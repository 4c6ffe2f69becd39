"""Put Trésorerie into Excel: everything or nothing, and nothing at all when it is there already."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from addin.hosts.excel_setup import configuration as conf
from addin.hosts.excel_setup.excels import ADDIN, OLDEST, Excel, find_excels, startup_folder
from addin.hosts.excel_setup.machine import Machine
from addin.hosts.excel_setup.manifest import Manifest, checksum, manifest_file, read_manifest, write_manifest
from addin.hosts.excel_setup.neighbours import used_by_libreoffice
from addin.hosts.excel_setup.runtime import (
    Answer,
    Runtime,
    ask,
    interpreter,
    is_ready,
    make_runtime,
    older_runtimes,
    planned_runtime,
    take_back,
)
from addin.messages import SETUP, Finding, TresoError, say

_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"
_PROGRAM = {"Windows": "EXCEL.EXE", "macOS": "Microsoft Excel"}


class Talk(Protocol):
    """The part of `Dialogs` that installing needs."""

    def confirm(self, question: str) -> bool:
        """True when she agrees."""

    def tell(self, text: str) -> None:
        """Say one thing."""


@dataclass(frozen=True)
class Installed:
    """What installing did.

    Attributes:
        excels: those that now load the add-in.
        written: files and settings written; none when all was there.
        findings: what deserves a look although it is done.
    """

    excels: tuple[Excel, ...]
    written: tuple[str, ...]
    findings: tuple[Finding, ...]


def install(machine: Machine, talk: Talk) -> Installed:
    """Install for this user: the add-in, the private Python, the configuration, the script that removes them.

    Raises:
        TresoError: EXCEL_NOT_HERE, EXCEL_ABSENT, EXCEL_TOO_OLD, EXCEL_NEVER_OPENED, EXCEL_RUNNING, PYTHON_FROM_STORE,
            PYTHON_32_BITS, SETUP_PATH, SETUP_NOT_WRITABLE, RUNTIME_NOT_MADE, DECLINED. What was there before is there again.
    """
    excels = require_excels(machine)
    manifest = read_manifest(machine)
    runtime = planned_runtime(machine, manifest)
    is_there = is_ready(machine, runtime)
    wanted = _wanted_files(machine, excels, runtime, manifest)
    if is_there and not _differing(machine, wanted) and not _is_script_missing(machine, runtime) and _is_registry_right(machine, runtime):
        return Installed(tuple(excels), (), _kept_interpreter(machine, runtime, manifest))
    refuse_running(machine)
    _refuse_folders(machine, wanted)
    _confirm_replacing(machine, talk, wanted, manifest)
    if not is_there:
        _make_noted(machine, runtime, manifest, talk)
    wanted.update(_mac_script(machine, runtime))
    written = _put_in_place(machine, runtime, _differing(machine, wanted), wanted, manifest)
    left = _remove_older(machine, runtime)
    return Installed(tuple(excels), tuple(written), (*_kept_interpreter(machine, runtime, manifest), *left))


def require_excels(machine: Machine) -> list[Excel]:
    """The Excels to install in.

    Raises:
        TresoError: EXCEL_NOT_HERE, EXCEL_ABSENT, EXCEL_TOO_OLD, EXCEL_NEVER_OPENED.
    """
    if machine.system == "Linux":
        raise TresoError("EXCEL_NOT_HERE")
    excels = find_excels(machine)
    if not excels:
        raise TresoError("EXCEL_ABSENT")
    recent = [excel for excel in excels if not 0 < excel.major < OLDEST]
    if not recent:
        raise TresoError("EXCEL_TOO_OLD", version=excels[0].version)
    if machine.system == "macOS" and not machine.files.is_folder(machine.places.configuration.parent):
        raise TresoError("EXCEL_NEVER_OPENED")  # its container is made by macOS at the first start, and by nobody else
    return recent


def refuse_running(machine: Machine) -> None:
    """Refuse while an Excel runs: it holds the add-in's file, and its Python.

    Raises:
        TresoError: EXCEL_RUNNING.
    """
    if machine.system in _PROGRAM and machine.programs.is_running(_PROGRAM[machine.system]):
        raise TresoError("EXCEL_RUNNING")


def is_excel_running(machine: Machine) -> bool:
    """True while an Excel runs."""
    return machine.system in _PROGRAM and machine.programs.is_running(_PROGRAM[machine.system])


def script_file(machine: Machine) -> PurePath:
    """The script through which Excel on macOS starts Python; its name carries the version of xlwings."""
    return machine.home / _SCRIPTS / f"xlwings-{machine.source.xlwings_version}.applescript"


def _wanted_files(machine: Machine, excels: Sequence[Excel], runtime: Runtime, manifest: Manifest | None) -> dict[PurePath, bytes]:
    """Every file of the installation with what is to stand in it, but for what only the runtime can give."""
    wanted = {startup_folder(machine, excel) / ADDIN: machine.source.addin for excel in excels}
    if conf.is_file_reachable(machine) and not _has_own_interpreter(machine, runtime, manifest):
        path = machine.places.configuration
        wanted[path] = conf.with_interpreter(machine.files.read(path), machine, str(interpreter(machine, runtime.folder)))
    wanted.update({machine.places.data.joinpath(*name.split("/")): content for name, content in machine.source.removal.items()})
    return wanted


def _has_own_interpreter(machine: Machine, runtime: Runtime, manifest: Manifest | None) -> bool:
    """True when she named another Python after we had named ours, and it is there: that is her decision."""
    named = conf.read_interpreter(machine)
    if not named or manifest is None or named == str(interpreter(machine, runtime.folder)):
        return False
    if manifest.runtime and machine.path(manifest.runtime) in machine.path(named).parents:
        return False
    return bool(machine.files.head(machine.path(named), 2))


def _kept_interpreter(machine: Machine, runtime: Runtime, manifest: Manifest | None) -> tuple[Finding, ...]:
    if not _has_own_interpreter(machine, runtime, manifest):
        return ()
    details = {"file": conf.read_interpreter(machine), "configuration": str(machine.places.configuration)}
    return (Finding("INTERPRETER_KEPT", details=details),)


def _differing(machine: Machine, wanted: Mapping[PurePath, bytes]) -> dict[PurePath, bytes]:
    return {path: content for path, content in wanted.items() if machine.files.read(path) != content}


def _is_registry_right(machine: Machine, runtime: Runtime) -> bool:
    return conf.is_file_reachable(machine) or conf.read_interpreter(machine) == str(interpreter(machine, runtime.folder))


def _is_script_missing(machine: Machine, runtime: Runtime) -> bool:
    return bool(_differing(machine, _mac_script(machine, runtime)))


def _mac_script(machine: Machine, runtime: Runtime) -> dict[PurePath, bytes]:
    """On macOS the script that xlwings ships, out of the runtime; nothing elsewhere."""
    if machine.system != "macOS":
        return {}
    answer = ask(machine, interpreter(machine, runtime.folder))
    target = script_file(machine)
    content = machine.files.read(machine.path(answer.site) / "xlwings" / target.name) if isinstance(answer, Answer) else None
    if content is None:
        raise TresoError("SETUP_SOURCE_INCOMPLETE", reason=target.name)
    return {target: content}


def _refuse_folders(machine: Machine, wanted: Mapping[PurePath, bytes]) -> None:
    for folder in dict.fromkeys(path.parent for path in wanted):
        if not machine.files.can_write(folder):
            words = "read_only_mac" if machine.system == "macOS" else "read_only"
            raise TresoError("SETUP_NOT_WRITABLE", file=str(folder), reason=SETUP[words])


def _confirm_replacing(machine: Machine, talk: Talk, wanted: Mapping[PurePath, bytes], manifest: Manifest | None) -> None:
    """Ask before an add-in is replaced that no installation of ours has put there."""
    for path, content in wanted.items():
        if path.name != ADDIN:
            continue
        there = machine.files.read(path)
        if there is None or there == content or (manifest is not None and manifest.knows(path, there)):
            continue
        if not talk.confirm(say(SETUP["replace_addin"], file=path)):
            raise TresoError("DECLINED", file=path.name)


def _make_noted(machine: Machine, runtime: Runtime, manifest: Manifest | None, talk: Talk) -> None:
    """Make the runtime. A place outside our own folder is noted before: removing finds it even if the power goes out meanwhile."""
    if runtime.is_home_new:
        write_manifest(machine, dataclasses.replace(manifest or Manifest(), home=str(runtime.home), is_home_ours=True))
    try:
        make_runtime(machine, runtime, talk.tell)
    except BaseException:
        if runtime.is_home_new:
            _restore_manifest(machine, manifest)
        raise


def _put_in_place(
    machine: Machine, runtime: Runtime, differing: Mapping[PurePath, bytes], wanted: Mapping[PurePath, bytes], manifest: Manifest | None
) -> list[str]:
    """Write what differs; the manifest first, so that an installation that was cut short can be removed."""
    python = str(interpreter(machine, runtime.folder))
    before = manifest or Manifest()
    answer = ask(machine, interpreter(machine, runtime.folder))
    sums = {str(path): (checksum(content),) for path, content in wanted.items()}
    after = Manifest(
        version=machine.source.version,
        files=sums,
        home=str(runtime.home) if runtime.is_private else "",
        is_home_ours=runtime.is_home_new or (before.is_home_ours and before.home == str(runtime.home)),
        runtime=str(runtime.folder) if runtime.is_private else "",
        code=answer.site if isinstance(answer, Answer) else "",
        uses_registry=not conf.is_file_reachable(machine),
    )
    both = {path: (*before.files.get(path, ()), *sums.get(path, ())) for path in {*before.files, *sums}}
    there = {path: machine.files.read(path) for path in differing}
    written: list[PurePath] = []
    try:
        write_manifest(machine, dataclasses.replace(after, files=both))
        for path, content in differing.items():
            machine.files.write(path, content)
            written.append(path)
        if after.uses_registry:
            machine.registry.write(conf.PYTHON_KEY, conf.interpreter_key(machine), python)
        others = {
            path: known for path, known in before.files.items() if path not in sums
        }  # of an Excel that is gone, removed with the rest
        write_manifest(machine, dataclasses.replace(after, files={**others, **sums}))
    except BaseException as error:
        _put_back(machine, {path: there[path] for path in written}, manifest)
        if runtime.is_home_new:
            take_back(machine, runtime)
        if not isinstance(error, OSError):
            raise
        failed = next((path for path in differing if path not in written), machine.places.data)
        raise TresoError("SETUP_NOT_WRITABLE", file=str(failed), reason=_reason(error)) from error
    return [*map(str, written), *([conf.PYTHON_KEY] if after.uses_registry else [])]


def _put_back(machine: Machine, before: Mapping[PurePath, bytes | None], manifest: Manifest | None) -> None:
    for path, content in before.items():
        if content is None:
            machine.files.remove(path)
        else:
            machine.files.write(path, content)
    _restore_manifest(machine, manifest)


def _restore_manifest(machine: Machine, manifest: Manifest | None) -> None:
    if manifest is None:
        machine.files.remove(manifest_file(machine))
    else:
        write_manifest(machine, manifest)


def _reason(error: OSError) -> str:
    return f"{(error.strerror or str(error)).rstrip('.')}."


def _remove_older(machine: Machine, runtime: Runtime) -> list[Finding]:
    """Remove the runtimes that this one replaces, but for what LibreOffice still uses."""
    older = older_runtimes(machine, runtime)
    used = used_by_libreoffice(machine, older)
    left = [Finding("RUNTIME_KEPT", details={"file": str(folder)}) for folder in used]
    for folder in older:
        try:
            if folder not in used:
                machine.files.remove_tree(folder)
        except OSError as error:
            left.append(Finding("SETUP_LEFT", details={"file": str(folder), "reason": error.strerror or str(error)}))
    return left
