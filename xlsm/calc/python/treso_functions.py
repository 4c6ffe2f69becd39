"""The worksheet functions TRESO.* of LibreOffice Calc: a thin component that hands each call over to the product.

Calc stores a call under the name of this implementation followed by the name of the method: `TRESO` and `tva` give `TRESO.TVA`,
which is what stands in .xlsx and .ods files. `fonctions.json` is generated from the same declarations as the interface.
"""

import struct

import treso_runtime
import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.sheet import XAddIn
from fr.treso.calc import XTreso

IMPLEMENTATION = "TRESO"
SERVICES = (IMPLEMENTATION, "com.sun.star.sheet.AddIn")
NOT_AVAILABLE = struct.unpack("<d", struct.pack("<II", 32767, 0x7FF80000))[0]
"""#N/A as LibreOffice keeps it: a number that is none, with the code of the error inside."""


class TextError(Exception):
    """A table of texts cannot hold an error: Calc shows this as #VALUE!."""


def _method(name, result):
    """The method of one function; `result` is how its interface gives results: « any », « any[][] » or « string[][] »."""

    def call(self, *arguments):
        try:
            rows = treso_runtime.product().call(name, arguments)
        except treso_runtime.UnavailableError:
            rows = ((NOT_AVAILABLE,),)
        if result == "any":
            return rows[0][0] if rows[0][0] is not None else ""
        if result == "string[][]" and not all(isinstance(cell, str) for row in rows for cell in row):
            raise TextError(name)
        return rows

    return call


class _Base(unohelper.Base, XTreso, XAddIn, XServiceInfo):
    def __init__(self, context):
        self.context = context
        self.locale = None

    # XAddIn: the names and helps come from CalcAddIns.xcu
    def setLocale(self, locale):  # noqa: N802
        self.locale = locale

    def getLocale(self):  # noqa: N802
        return self.locale

    def getProgrammaticFuntionName(self, display):  # noqa: N802
        return ""

    def getDisplayFunctionName(self, name):  # noqa: N802
        return ""

    def getFunctionDescription(self, name):  # noqa: N802
        return ""

    def getDisplayArgumentName(self, name, number):  # noqa: N802
        return ""

    def getArgumentDescription(self, name, number):  # noqa: N802
        return ""

    def getProgrammaticCategoryName(self, name):  # noqa: N802
        return "Add-In"

    def getDisplayCategoryName(self, name):  # noqa: N802
        return "Add-In"

    # XServiceInfo
    def getImplementationName(self):  # noqa: N802
        return IMPLEMENTATION

    def supportsService(self, name):  # noqa: N802
        return name in SERVICES

    def getSupportedServiceNames(self):  # noqa: N802
        return SERVICES


_methods = {name: _method(*declared) for name, declared in treso_runtime.read_json("fonctions.json").items()}
Treso = type("Treso", (_Base,), _methods)

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 (the name that LibreOffice looks for)
g_ImplementationHelper.addImplementation(Treso, IMPLEMENTATION, SERVICES)
