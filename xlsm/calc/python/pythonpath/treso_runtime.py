"""Where the product lives for this LibreOffice, and the one way into it.

`treso calc installer` writes `runtime.json` into the extension: the folders of the Python packages and the Python that they were
made for. Nothing of the product is imported before the first call that needs it. Only the standard library is used here, in the
syntax of Python 3.8: LibreOffice may bring an older Python than the product.
"""

import importlib
import json
import sys
from pathlib import Path

EXTENSION = Path(__file__).resolve().parents[2]

_failure = None
_is_ready = False


class UnavailableError(Exception):
    """The product cannot run in this LibreOffice; the text says why, in French."""


def product():
    """The entry points of the product, `addin.libreoffice`.

    Raises:
        UnavailableError: the product is not where it was, or was made for another Python.
    """
    global _failure, _is_ready
    if _failure is not None:
        raise UnavailableError(_failure)
    try:
        if not _is_ready:
            _prepare()
            _is_ready = True
        return importlib.import_module("addin.libreoffice")
    except UnavailableError as error:
        _failure = str(error)
        raise
    except ImportError as error:
        _failure = _texts()["missing"].format(reason=error)
        raise UnavailableError(_failure) from error


def _prepare():
    """Put the packages of the product in front of those of LibreOffice's Python."""
    runtime = read_json("runtime.json")
    if not runtime:
        raise UnavailableError(_texts()["not_installed"])
    wanted, here = tuple(runtime["python"]), sys.version_info[:2]
    if wanted != here:
        raise UnavailableError(_texts()["other_python"].format(wanted="{}.{}".format(*wanted), here="{}.{}".format(*here)))
    folders = [folder for folder in runtime["paths"] if folder not in sys.path]
    missing = [folder for folder in folders if not Path(folder).is_dir()]
    if missing:
        raise UnavailableError(_texts()["missing"].format(reason=missing[0]))
    sys.path[:0] = folders
    importlib.invalidate_caches()


def _texts():
    return read_json("textes.json")


def read_json(name):
    """A JSON file of the extension, an empty object when it is not there."""
    path = EXTENSION / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def function_names():
    """Short names of all functions (« TVA »)."""
    return frozenset(full.split(".")[1] for full, _ in read_json("fonctions.json").values())
