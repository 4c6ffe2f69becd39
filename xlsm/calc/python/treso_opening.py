"""What happens when a workbook is opened in LibreOffice Calc: formulas in the form of Excel are put right, last week is offered."""

import treso_runtime
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJob

IMPLEMENTATION = "fr.treso.calc.Opening"
SERVICES = ("com.sun.star.task.Job",)
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


class Opening(unohelper.Base, XServiceInfo, XJob):
    def __init__(self, context, *arguments):
        self.context = context

    def execute(self, arguments):
        event = _event(arguments)
        document = event.get("Model")
        if document is None or not document.supportsService(SPREADSHEET):
            return
        try:
            product = treso_runtime.product()
        except treso_runtime.UnavailableError:
            return  # the menu says it when she asks for something
        if event.get("EventName") == "OnLoadFinished":
            product.opened(document, treso_runtime.function_names())
        elif product.may_offer(document):
            later = self.context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", self.context)
            later.addCallback(_Later(self.context, document), None)

    def getImplementationName(self):  # noqa: N802
        return IMPLEMENTATION

    def supportsService(self, name):  # noqa: N802
        return name in SERVICES

    def getSupportedServiceNames(self):  # noqa: N802
        return SERVICES


class _Later(unohelper.Base, XCallback):
    """Once the window is there."""

    def __init__(self, context, document):
        self.context, self.document = context, document

    def notify(self, data):
        treso_runtime.product().offer(self.context, self.document)


def _event(arguments):
    """What happened: name → value, « EventName » and « Model » among them."""
    return {value.Name: value.Value for argument in arguments if argument.Name == "Environment" for value in argument.Value}


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 (the name that LibreOffice looks for)
g_ImplementationHelper.addImplementation(Opening, IMPLEMENTATION, SERVICES)
