"""The same lines through smart_importer, as a user of Beancount would run it; without it, through the same pipeline in scikit-learn."""

from __future__ import annotations

import time
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bench.categorise_lines import Line


def is_installed() -> bool:
    return find_spec("smart_importer") is not None and find_spec("beancount") is not None


def seconds(known: list[Line], new: list[Line]) -> tuple[float, list[str], str]:
    """Wall time of learning from the known lines and categorising the new ones; the categories; what was run."""
    return (*_its_own(known, new), "smart_importer") if is_installed() else (*_its_pipeline(known, new), "smart_importer's pipeline")


def _its_own(known: list[Line], new: list[Line]) -> tuple[float, list[str]]:
    data: Any = import_module("beancount.core.data")
    amount: Any = import_module("beancount.core.amount").Amount
    predictor: Any = import_module("smart_importer").PredictPostings()
    accounts = {name: f"Expenses:C{number}" for number, name in enumerate(dict.fromkeys(line.category for line in known))}
    names = {account: category for category, account in accounts.items()}

    def transaction(at: int, line: Line, *, with_category: bool) -> Any:
        value = Decimal(line.cents) / 100
        postings = [data.Posting("Assets:Bank", amount(value, "DZD"), None, None, None, None)]
        if with_category:
            postings.append(data.Posting(accounts[line.category], amount(-value, "DZD"), None, None, None, None))
        return data.Transaction({"lineno": at}, line.day, "*", "", line.label, frozenset(), frozenset(), postings)

    opened = [data.Open({"lineno": 0}, known[0].day, account, None, None) for account in ("Assets:Bank", *names)]
    existing = [*opened, *(transaction(at, line, with_category=True) for at, line in enumerate(known))]
    imported = [transaction(at, line, with_category=False) for at, line in enumerate(new)]
    start = time.perf_counter()
    ((_, told, _, _),) = predictor.hook([("lines", imported, "Assets:Bank", None)], existing)
    took = time.perf_counter() - start
    found = {each.meta["lineno"]: [posting.account for posting in each.postings] for each in told}
    return took, [next((names[name] for name in found[at] if name in names), "") for at in range(len(new))]


def _its_pipeline(known: list[Line], new: list[Line]) -> tuple[float, list[str]]:
    """Words of the text (1 to 3 in a row) and the day of the month, weighted .8 and .1, and a support vector machine: version 1.2."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.svm import SVC

    words = CountVectorizer(ngram_range=(1, 3))

    def features(lines: list[Line], texts: Any) -> Any:
        return hstack([0.8 * texts, csr_matrix(0.1 * np.array([[float(line.day.day)] for line in lines]))]).tocsr()

    start = time.perf_counter()
    model = SVC(kernel="linear")
    model.fit(features(known, words.fit_transform([line.label for line in known])), [line.category for line in known])
    told = model.predict(features(new, words.transform([line.label for line in new])))
    return time.perf_counter() - start, [str(category) for category in told]
