"""`treso calc installer | retirer | diagnostic`: Trésorerie in LibreOffice, for this user."""

from __future__ import annotations

from addin.cli.run import Run
from addin.messages import SCREEN

DONE, LOOK = 0, 1


def calc(run: Run) -> int:
    """Run the action asked for; the exit status is 1 when the diagnostic finds something wrong."""
    return {"installer": _install, "retirer": _remove, "diagnostic": _diagnose}[run.options.action](run)


def _install(run: Run) -> int:
    from addin.hosts.calc_packages import packages_of
    from addin.hosts.calc_places import Machine, dotted
    from addin.hosts.calc_runtime import running_runtime
    from addin.hosts.calc_setup import Setup, change_text
    from addin.resources import resource

    package = resource("xlsm/tresorerie.oxt").read_bytes()
    change, office = Setup(Machine(), packages_of).install(package, running_runtime())
    run.console.show(
        lambda: {"as_of": None, "change": change, "libreoffice": dotted(office.version), "warnings": []},
        lambda: change_text(change, office),
    )
    if change != "unchanged":
        run.console.tell(SCREEN["calc_restart"])
    return DONE


def _remove(run: Run) -> int:
    from addin.hosts.calc_packages import packages_of
    from addin.hosts.calc_places import Machine
    from addin.hosts.calc_setup import Setup, change_text

    change = Setup(Machine(), packages_of).remove()
    run.console.show(lambda: {"as_of": None, "change": change, "warnings": []}, lambda: change_text(change, None))
    return DONE


def _diagnose(run: Run) -> int:
    from addin.hosts.calc_packages import packages_of
    from addin.hosts.calc_places import Machine
    from addin.hosts.calc_runtime import running_runtime
    from addin.hosts.calc_setup import Setup, diagnose

    checks = diagnose(Setup(Machine(), packages_of), running_runtime())
    run.console.show(
        lambda: {
            "as_of": None,
            "checks": [
                {"label": check.label, "value": check.value, "is_right": check.is_right, "remedy": check.remedy} for check in checks
            ],
            "warnings": [check.remedy for check in checks if not check.is_right],
        },
        lambda: "\n".join(_line(check.label, check.value, check.remedy) for check in checks),
    )
    return DONE if all(check.is_right for check in checks) else LOOK


def _line(label: str, value: str, remedy: str) -> str:
    return f"✗ {label} : {value}\n  {remedy}" if remedy else f"✓ {label} : {value}"
