"""Python's module `winreg` over a dict, with the part of it that the adapter calls: handles, indices, errors at the end of a key."""

from __future__ import annotations

HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT = 1, 2, 3
KEY_READ, KEY_WRITE, KEY_WOW64_64KEY, REG_SZ = 0x20019, 0x20006, 0x100, 1

STORE: dict[tuple[int, str], dict[str, object]] = {}


class Handle:
    """An open key."""

    def __init__(self, key: tuple[int, str]) -> None:
        self.key = key

    def __enter__(self) -> Handle:
        return self

    def __exit__(self, *_: object) -> None:
        pass


HKEYType = Handle


def _under(key: tuple[int, str]) -> list[str]:
    start = key[1] + "\\"
    return sorted({name[len(start) :].split("\\")[0] for hive, name in STORE if hive == key[0] and name.startswith(start)})


def OpenKey(hive: int, name: str, reserved: int, access: int) -> Handle:  # noqa: N802
    """Refused where nothing stands."""
    assert access == KEY_READ | KEY_WOW64_64KEY
    if (hive, name) not in STORE and not _under((hive, name)):
        raise FileNotFoundError(2, "no such key")
    return Handle((hive, name))


def CreateKeyEx(hive: int, name: str, reserved: int, access: int) -> Handle:  # noqa: N802
    """The key, made when it is not there."""
    STORE.setdefault((hive, name), {})
    return Handle((hive, name))


def QueryInfoKey(handle: Handle) -> tuple[int, int, int]:  # noqa: N802
    """Numbers of keys and of values."""
    return len(_under(handle.key)), len(STORE.get(handle.key, {})), 0


def EnumValue(handle: Handle, index: int) -> tuple[str, object, int]:  # noqa: N802
    """One value."""
    name = list(STORE[handle.key])[index]
    return name, STORE[handle.key][name], REG_SZ


def EnumKey(handle: Handle, index: int) -> str:  # noqa: N802
    """One key below."""
    return _under(handle.key)[index]


def SetValueEx(handle: Handle, name: str, reserved: int, kind: int, value: object) -> None:  # noqa: N802
    """Set a value."""
    STORE[handle.key][name] = value


def DeleteKey(hive: int, name: str) -> None:  # noqa: N802
    """Windows refuses to delete a key that has others below it."""
    if _under((hive, name)):
        raise PermissionError(5, "has keys")
    if STORE.pop((hive, name), None) is None:
        raise FileNotFoundError(2, "no such key")
