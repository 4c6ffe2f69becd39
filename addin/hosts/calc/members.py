"""What all engine objects share: a clear refusal of what is not ported, and of a LibreOffice that is gone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import FunctionType
from typing import Any

from xlwings import XlwingsError


class NotPortedError(NotImplementedError, AttributeError):
    """xlwings has this member, the engine over LibreOffice has not."""


class OfficeGoneError(XlwingsError):
    """LibreOffice was closed or crashed, or the document was closed."""


class NobodyAnswersError(XlwingsError):
    """A question without a screen to show it on, and without an injected answer."""


class Member:
    """Base of the engine's objects.

    Reading or setting a member that a class does not define raises `NotPortedError`; setting a plain attribute would otherwise
    do nothing, silently. An object that LibreOffice has disposed of is told as `OfficeGoneError`.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, value in list(vars(cls).items()):
            if isinstance(value, property):
                fget, fset = (told(function) if function else None for function in (value.fget, value.fset))
                setattr(cls, name, property(fget, fset, doc=value.__doc__))
            elif isinstance(value, FunctionType) and (name in _SPECIAL or not name.startswith("_")):
                setattr(cls, name, told(value))

    def __getattr__(self, name: str) -> Any:
        raise NotPortedError(f"xlwings over LibreOffice: {type(self).__name__}.{name} is not ported")

    def __setattr__(self, name: str, value: object) -> None:
        known = getattr(type(self), name, None)
        is_ours = name.startswith("_") or name in _declared(type(self))
        if known.fset is None if isinstance(known, property) else known is None and not is_ours:
            raise NotPortedError(f"xlwings over LibreOffice: setting {type(self).__name__}.{name} is not ported")
        object.__setattr__(self, name, value)


_SPECIAL = frozenset(("__init__", "__call__", "__len__", "__iter__", "__contains__", "__getitem__"))


def _declared(cls: type) -> frozenset[str]:
    if cls not in _DECLARED:
        _DECLARED[cls] = frozenset(name for base in cls.__mro__ for name in vars(base).get("__annotations__", ()))
    return _DECLARED[cls]


_DECLARED: dict[type, frozenset[str]] = {}


def told(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with UNO's errors told as xlwings' own: UNO's cannot pass through a `with` of contextlib."""

    @functools.wraps(function)
    def asked(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception as error:  # a UNO exception type exists only once connected: known by its mark
            if is_gone(error) or (is_from_office(error) and args and _is_lost(args[0])):
                raise OfficeGoneError("LibreOffice, or the document, was closed") from error
            if is_from_office(error):
                raise XlwingsError(f"LibreOffice refuses: {type(error).__name__.rsplit('.', 1)[-1]} {error}".strip()) from error
            raise

    return asked


def is_from_office(error: BaseException) -> bool:
    """True for an error of UNO."""
    return hasattr(type(error), "__pyunostruct__")


def _is_lost(member: object) -> bool:
    """True when the document that the object belongs to, or all of LibreOffice, is not there any more."""
    known = vars(member)
    while "doc" not in known and "desktop" not in known:
        owner = next((known[name] for name in ("sheet", "cells", "cell", "book", "app") if name in known), None)
        if owner is None:
            return False
        known = vars(owner)
    try:
        return known["doc"].CurrentController is None if "doc" in known else known["desktop"].Components is None
    except Exception as error:  # the errors of UNO have no common base before it is connected
        return is_from_office(error) or isinstance(error, AttributeError)


def is_gone(error: BaseException) -> bool:
    """True for the errors by which UNO says that the other side is not there any more."""
    kind = type(error).__name__
    text = str(error)
    if kind.endswith("UnknownPropertyException"):  # a member of a live object that does not exist is an AttributeError
        return "cannot get value" in text
    return kind.endswith("DisposedException") or (kind.endswith(("RuntimeException", "BridgeException")) and "disposed" in text)
