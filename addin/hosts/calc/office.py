"""Small UNO values: property sequences, file addresses, locales, rectangles."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def struct(name: str, **values: object) -> Any:
    """A UNO structure `com.sun.star.<name>` with some of its members set."""
    import uno

    made = uno.createUnoStruct(f"com.sun.star.{name}")
    for member, value in values.items():
        setattr(made, member, value)
    return made


def properties(**values: object) -> tuple[Any, ...]:
    """A sequence of `PropertyValue`."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def locale(language: str = "", country: str = "") -> Any:
    """A locale; empty is the one of the system."""
    return struct("lang.Locale", Language=language, Country=country)


def enum(name: str, value: str) -> Any:
    """A UNO enumeration value `com.sun.star.<name>.<value>`."""
    import uno

    return uno.Enum(f"com.sun.star.{name}", value)


def url_of(path: str | Path) -> str:
    """The file address (URL) of a path."""
    import uno

    return str(uno.systemPathToFileUrl(str(Path(path).resolve())))


def path_of(url: str) -> str:
    """The path of a file address; other addresses as they are."""
    import uno

    return str(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else url


POINT = 2540 / 72
"""Hundredths of a millimetre, LibreOffice's unit, in one point, Excel's."""


def color_of(rgb: int) -> tuple[int, int, int]:
    """(red, green, blue) of a LibreOffice colour."""
    return rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255


def rgb_of(color: tuple[int, int, int] | int | str) -> int:
    """A LibreOffice colour from what xlwings accepts: (r, g, b), "#rrggbb", or Excel's integer (blue first)."""
    if isinstance(color, str):
        return int(color.lstrip("#"), 16)
    if isinstance(color, int):
        return (color & 255) << 16 | color & 0xFF00 | color >> 16 & 255
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


def common(cells: Any, name: str) -> Any:
    """A property of some cells, None where they differ: UNO would give one of the values."""
    return None if cells.getPropertyState(name).value == "AMBIGUOUS_VALUE" else getattr(cells, name)
