"""The menu and the toolbar « Trésorerie » of LibreOffice Calc: `fr.treso:RapportHebdo` runs that button of the product."""

import treso_runtime
import uno
import unohelper
from com.sun.star.awt.MessageBoxType import ERRORBOX
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

IMPLEMENTATION = "fr.treso.calc.Menu"
SERVICES = ("com.sun.star.frame.ProtocolHandler",)
PROTOCOL = "fr.treso:"
OK = 1


class Menu(unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XDispatch):
    def __init__(self, context, *arguments):
        self.context = context
        self.frame = None
        self.initialize(arguments)

    def initialize(self, arguments):
        if arguments:
            self.frame = arguments[0]

    def queryDispatch(self, url, target, flags):  # noqa: N802
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests):  # noqa: N802
        return tuple(self.queryDispatch(request.FeatureURL, request.FrameName, request.SearchFlags) for request in requests)

    def dispatch(self, url, arguments):
        try:
            product = treso_runtime.product()
        except treso_runtime.UnavailableError as unavailable:
            self._say(str(unavailable))
            return
        product.press(url.Path, self.context, self.frame.Controller.Model)

    def addStatusListener(self, listener, url):  # noqa: N802
        state = uno.createUnoStruct("com.sun.star.frame.FeatureStateEvent")
        state.FeatureURL, state.IsEnabled, state.Source = url, True, self
        listener.statusChanged(state)

    def removeStatusListener(self, listener, url):  # noqa: N802
        """All buttons are always enabled."""

    def _say(self, text):
        """A message box in the window of the document; nothing where there is no window."""
        window = self.frame.ContainerWindow if self.frame is not None else None
        if window is not None and window.isVisible():
            toolkit = self.context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", self.context)
            toolkit.createMessageBox(window, ERRORBOX, OK, "Trésorerie", text).execute()

    def getImplementationName(self):  # noqa: N802
        return IMPLEMENTATION

    def supportsService(self, name):  # noqa: N802
        return name in SERVICES

    def getSupportedServiceNames(self):  # noqa: N802
        return SERVICES


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 (the name that LibreOffice looks for)
g_ImplementationHelper.addImplementation(Menu, IMPLEMENTATION, SERVICES)
