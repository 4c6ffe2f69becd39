"""Take Trésorerie out of Excel: all that installing wrote, and what the add-in kept for itself; her workbooks are not touched."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import PurePath

from addin.hosts.excel_setup.configuration import SETTINGS_KEY
from addin.hosts.excel_setup.excels import ADDIN, find_excels, startup_folder
from addin.hosts.excel_setup.install import refuse_running
from addin.hosts.excel_setup.machine import Machine
from addin.hosts.excel_setup.manifest import Manifest, manifest_file, read_manifest, write_manifest
from addin.hosts.excel_setup.neighbours import has_libreoffice, used_by_libreoffice
from addin.hosts.excel_setup.runtime import all_runtimes
from addin.messages import Finding, TresoError

LOG, VBA_LOG = "journal.log", "excel.log"


@dataclass(frozen=True)
class Removed:
    """What removing did.

    Attributes:
        removed: files, folders and settings that are gone; none when nothing was installed.
        findings: what was left, and why.
    """

    removed: tuple[str, ...]
    findings: tuple[Finding, ...]


def remove(machine: Machine) -> Removed:
    """Remove the installation of this user; a second time there is nothing to do.

    Raises:
        TresoError: EXCEL_RUNNING, RUNTIME_RUNS_THIS, SETUP_NOT_REMOVABLE.
    """
    manifest = read_manifest(machine)
    files, kept = _files(machine, manifest)
    folders = _folders(machine, manifest)
    used = used_by_libreoffice(machine, folders)
    folders = [folder for folder in folders if folder not in used]
    if not files and not folders and (manifest is None or used) and not machine.registry.keys(SETTINGS_KEY):
        return Removed((), tuple(Finding("RUNTIME_KEPT", details={"file": str(folder)}) for folder in used))
    refuse_running(machine)
    _refuse_suicide(machine, folders)
    done = [str(path) for path in files]
    for path in files:
        _without(machine, path)
    if machine.registry.keys(SETTINGS_KEY):
        machine.registry.remove(SETTINGS_KEY)
        done.append(SETTINGS_KEY)
    for folder in folders:
        _without(machine, folder, is_tree=True)
        done.append(str(folder))
    if used and manifest is not None:  # where they are is still to be known
        write_manifest(machine, dataclasses.replace(manifest, files={}, runtime=""))
    else:
        _without(machine, manifest_file(machine))
    _remove_empty_folders(machine, manifest, files)
    findings = [Finding("SETUP_FILE_KEPT", details={"file": str(path)}) for path in kept]
    findings += [Finding("RUNTIME_KEPT", details={"file": str(folder)}) for folder in used]
    return Removed(tuple(done), tuple(findings))


def _files(machine: Machine, manifest: Manifest | None) -> tuple[list[PurePath], list[PurePath]]:
    """Files to remove, and files of ours that have changed since and stay."""
    ours: list[PurePath] = []
    kept: list[PurePath] = []
    known = manifest or Manifest()
    found = {startup_folder(machine, excel) / ADDIN for excel in find_excels(machine)}
    for path in sorted({machine.path(text) for text in known.files} | found):
        content = machine.files.read(path)
        if content is None:
            continue
        (ours if known.knows(path, content) or content == machine.source.addin else kept).append(path)
    if manifest is None:
        kept = []
    logs = (machine.places.data / LOG, machine.places.data / f"{LOG}.1", machine.places.configuration.with_name(VBA_LOG))
    return ours + [log for log in logs if machine.files.read(log) is not None], kept


def _folders(machine: Machine, manifest: Manifest | None) -> list[PurePath]:
    """Private runtimes, also those of an installation that was cut short, and the dossiers kept for the cells."""
    homes = {machine.places.data} | ({machine.path(manifest.home)} if manifest is not None and manifest.home else set())
    runtimes = [runtime for home in sorted(homes) for runtime in all_runtimes(machine, home)]
    has_cache = machine.files.is_folder(machine.places.cache) and not has_libreoffice(machine)  # its cells read the same dossiers
    return runtimes + ([machine.places.cache] if has_cache else [])


def _refuse_suicide(machine: Machine, folders: list[PurePath]) -> None:
    """Windows does not let a running program go: it has to be removed from outside."""
    prefix = machine.path(machine.python.prefix)
    if machine.system == "Windows" and any(prefix == folder or folder in prefix.parents for folder in folders):
        script = machine.places.data / "retirer.cmd"
        raise TresoError("RUNTIME_RUNS_THIS", file=str(prefix), script=str(script))


def _without(machine: Machine, path: PurePath, *, is_tree: bool = False) -> None:
    try:
        (machine.files.remove_tree if is_tree else machine.files.remove)(path)
    except OSError as error:
        reason = f"{(error.strerror or str(error)).rstrip('.')}."
        raise TresoError("SETUP_NOT_REMOVABLE", file=str(path), reason=reason) from error


def _remove_empty_folders(machine: Machine, manifest: Manifest | None, files: list[PurePath]) -> None:
    """Folders that we made and that hold nothing any more; those of Excel and of the system stay."""
    data = machine.places.data
    folders = [path.parent for path in files if data in path.parents and path.parent != data]
    folders += [machine.places.configuration.parent] if machine.system == "Windows" else []
    folders += [machine.path(manifest.home)] if manifest is not None and manifest.is_home_ours else []
    for folder in dict.fromkeys([*folders, data]):
        machine.files.remove_if_empty(folder)
