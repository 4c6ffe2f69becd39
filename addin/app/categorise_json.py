"""`treso categoriser --json`: what is said of each operation, and how far it may be believed."""

from __future__ import annotations

from addin.app.categorise import Categorised, reason_text
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.treasury.dossier import Dossier


def categorised_as_json(done: Categorised) -> Json:
    """The result of a classification: every operation, hers too (`origin` "typed").

    `category` is None when nothing is sure enough; `suggestion` is then the best guess. `written` tells the lines that got it now,
    `parts` what she parted a line into.
    """
    operations, verdicts = done.dossier.operations, done.classification.verdicts
    new = set(done.new)
    parts = _parts(done.dossier)
    texts: dict[tuple[str, str, int], str] = {}
    columns = [operations[name].tolist() for name in ("sheet", "row", "party")]
    said = [verdicts[name].tolist() for name in ("category", "suggestion", "scf_account", "confidence", "origin", "reason", "detail")]
    lines = []
    for index, sheet, row, party, category, suggestion, scf, confidence, origin, reason, detail in zip(
        operations.index.tolist(), *columns, *said, strict=True
    ):
        key = reason, category or suggestion, id(detail)
        if key not in texts:
            texts[key] = reason_text(reason, category or suggestion, detail)
        lines.append(
            {
                **place(sheet, row),
                "category": category or None,
                "suggestion": suggestion or None,
                "scf_account": scf or None,
                "counterparty": party or None,
                "confidence": round(confidence, 4),
                "origin": origin,
                "reason": texts[key],
                "written": index in new,
                **({"parts": parts[index]} if index in parts else {}),
            }
        )
    accuracy = done.classification.accuracy
    return {
        "as_of": day(done.as_of),
        "lines": lines,
        "abstained": sum(line["category"] is None and "parts" not in line for line in lines),
        "accuracy_estimate": None
        if accuracy is None
        else {
            "lines": accuracy.lines,
            "right": round(accuracy.right, 4),
            "kept": round(accuracy.kept, 4),
            "kept_right": round(accuracy.kept_right, 4) if accuracy.kept else None,
            "memory_right": round(accuracy.memory_right, 4),
        },
        "counts": {"new": done.counts.new, "unsorted": done.counts.unsorted, "typed": done.counts.typed, **done.counts.by_origin},
        **warnings_and_notes(done.findings),
    }


def _parts(dossier: Dossier) -> dict[int, list[Json]]:
    """Line → what she parted it into."""
    splits, currencies = dossier.splits, dossier.operations["currency"]
    told: dict[int, list[Json]] = {}
    columns = [splits[name].tolist() for name in ("operation", "sheet", "row", "part_cents", "category", "scf_account")]
    for operation, sheet, row, cents, category, scf in zip(*columns, strict=True):
        amount = money(cents, currencies[operation])
        told.setdefault(operation, []).append(
            {**place(sheet, row), "amount": amount, "category": category or None, "scf_account": scf or None}
        )
    return told
