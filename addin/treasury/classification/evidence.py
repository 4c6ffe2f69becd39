"""Evidence that stands beside what is learnt: her rules, the invoices paid, starter knowledge, accounts; silent where it does not know."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pandas as pd

from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.dossier import Dossier

_HERE = "addin.treasury.classification"


def tell_by_rules(lines: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """VERDICT of lines by her rules."""
    return _asked("rules", "tell_by_rules", lines, rules)


def tell_by_invoice(lines: pd.DataFrame, paid: pd.DataFrame, invoices: pd.DataFrame, supplier_categories: pd.DataFrame) -> pd.DataFrame:
    """VERDICT of lines by the invoices that they pay."""
    return _asked("invoices", "tell_by_invoice", lines, paid, invoices, supplier_categories)


def tell_by_starter(lines: pd.DataFrame) -> pd.DataFrame:
    """VERDICT of lines by starter knowledge, in the words of the template."""
    return _asked("starter", "tell_by_starter", lines)


def topics_of(lines: pd.DataFrame) -> pd.Series:
    """What starter knowledge says that each line is about, "" where it does not know."""
    told = _function("starter", "topics_of")
    return told(lines) if told else pd.Series("", index=lines.index, dtype=object)


def classes_of(lines: pd.DataFrame) -> pd.Series:
    """The category of the template that starter knowledge gives each line, "" where it does not know."""
    told = _function("starter", "classes_of")
    return pd.Series(told(lines) if told else "", index=lines.index, dtype=object)


def accounts_of(lines: pd.DataFrame, verdicts: pd.DataFrame, dossier: Dossier) -> pd.Series:
    """SCF account of lines, "" where nothing tells."""
    told = _function("accounts", "accounts_of")
    return told(lines, verdicts, dossier) if told else verdicts["scf_account"]


def _asked(module: str, name: str, lines: pd.DataFrame, *more: Any) -> pd.DataFrame:
    told = _function(module, name)
    return told(lines, *more) if told else no_verdicts(lines.index)


def _function(module: str, name: str) -> Any:
    """A function of a module of this package, None while it is not there."""
    try:
        return getattr(import_module(f"{_HERE}.{module}"), name, None)
    except ModuleNotFoundError as error:
        if error.name != f"{_HERE}.{module}":
            raise
        return None
