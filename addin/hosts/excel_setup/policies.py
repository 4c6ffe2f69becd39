"""What on a Windows machine keeps an add-in from working: rules of an administrator, settings of Excel, rules of the antivirus.

They are read and explained, never changed.
"""

from __future__ import annotations

from addin.hosts.excel_setup.excels import ADDIN, Excel
from addin.hosts.excel_setup.machine import Machine, RegistryValue
from addin.messages import SETUP_RULES, Finding

_POLICIES = (r"HKCU\Software\Policies\Microsoft\Office", r"HKLM\Software\Policies\Microsoft\Office")
_OWN = r"HKCU\Software\Microsoft\Office"
_DEFENDER = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_DEFENDER_RULES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "child_process",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "win32_calls",
}
_STOPS = {"1", "6"}  # 1 blocks, 6 warns with a choice; 2 only notes


def excel_obstacles(machine: Machine, excel: Excel) -> list[Finding]:
    """Rules and settings of one Excel that keep the add-in from loading."""
    rules = [rule for root in _POLICIES for rule in _broken_rules(machine, rf"{root}\{excel.version}")]
    found = [Finding("ADDIN_POLICY", details={"rule": SETUP_RULES[rule]}) for rule in dict.fromkeys(rules)]
    own = [rule for rule in _broken_rules(machine, rf"{_OWN}\{excel.version}") if rule not in rules]
    found += [Finding("ADDIN_TRUST_CENTRE", details={"rule": SETUP_RULES[rule]}) for rule in own]
    if _is_disabled(machine, excel):
        found.append(Finding("ADDIN_DISABLED"))
    return found


def defender_rules(machine: Machine) -> list[Finding]:
    """Rules of Microsoft Defender (ASR) that stop what an add-in with Python does."""
    broken = [
        _DEFENDER_RULES[rule]
        for key in _DEFENDER
        for rule, value in machine.registry.values(key).items()
        if rule in _DEFENDER_RULES and str(value) in _STOPS
    ]
    return [Finding("DEFENDER_RULE", details={"rule": SETUP_RULES[rule]}) for rule in dict.fromkeys(broken)]


def _broken_rules(machine: Machine, office: str) -> list[str]:
    values = machine.registry.values
    security, resiliency = values(rf"{office}\Excel\Security"), values(rf"{office}\Excel\Resiliency")
    listed = str(values(rf"{office}\Excel\Resiliency\AddinList").get(ADDIN, ""))
    rules = []
    if _is_on(values(rf"{office}\Common").get("vbaoff")):
        rules.append("vba_off")
    if _is_on(security.get("disablealladdins")):
        rules.append("no_addins")
    if _is_on(security.get("requireaddinsig")):
        rules.append("signed_addins")
    if _is_on(values(rf"{office}\Excel\Security\Trusted Locations").get("alllocationsdisabled")):
        rules.append("no_trusted_places")
    if listed == "0" or (_is_on(resiliency.get("restricttolist")) and listed not in ("1", "2")):
        rules.append("listed_addins")
    return rules


def _is_on(value: RegistryValue | None) -> bool:
    return str(value) == "1"


def _is_disabled(machine: Machine, excel: Excel) -> bool:
    """Excel keeps the add-ins that it stopped loading after a crash as bytes that hold their path in UTF-16."""
    items = machine.registry.values(rf"{_OWN}\{excel.version}\Excel\Resiliency\DisabledItems").values()
    return any(ADDIN in item.decode("utf-16-le", "replace").lower() for item in items if isinstance(item, bytes))
