"""What a formula of ours says, or why it says nothing, told from the live cell each time it is asked (`TRESO.POURQUOI`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from addin.app.cells import Block, LiveCell, Source, caller_store, column_letters
from addin.app.formula_text import (
    Call,
    Constant,
    FormulaError,
    Node,
    Omitted,
    Reference,
    as_typed,
    calls,
    own_name,
    parse,
    with_dossier_first,
)
from addin.app.ports import CellError
from addin.hosts.bug_log import log_bug
from addin.hosts.stored_formulas import plain_formula
from addin.hosts.udf_bridge import Outcome, attempt
from addin.messages import WHY, WHY_NOTES, TresoError, french, say
from addin.registry import FUNCTIONS, Argument, Function
from addin.sheets.french import count, full_day

OF_CATEGORIES = ("TRESO.CATEGORISER", "TRESO.COMPTE")
"""Functions whose results rest on the evidence of a category."""


def explain(cell: LiveCell) -> str:
    """Why the formula of a cell is in error, or what its result rests on. Never raises."""
    try:
        return _explain(cell)
    except FormulaError:
        return say(WHY["unreadable"], cell=cell.address)
    except Exception:
        return say(WHY["bug"], function="POURQUOI", number=log_bug("TRESO.POURQUOI"))


def _explain(cell: LiveCell) -> str:
    formula = plain_formula(cell.formula, {declared.short_name for declared in FUNCTIONS.values()})
    if not formula:
        from addin.functions.why_category import category_told

        return category_told(cell) or say(WHY["no_formula"], cell=cell.address)
    tree = parse(formula)
    asked = list(_outermost(tree))
    if not asked:
        return _not_ours(cell, tree)
    told = [_Asked(cell, formula, call).tell() for call in asked]
    return next((each.text for each in told if each.is_problem), None) or " ".join(each.text for each in told)


def _outermost(tree: Node) -> Iterator[Call]:
    """Our calls that do not stand inside another of ours."""
    inside: set[int] = set()
    for call in calls(tree):
        if id(call) not in inside and own_name(call.name):
            inside.update(id(inner) for inner in calls(call))
            yield call


def _not_ours(cell: LiveCell, tree: Node) -> str:
    short = {declared.short_name: name for name, declared in FUNCTIONS.items()}
    for call in calls(tree):
        if call.name.upper() in short:
            return say(WHY["without_prefix"], name=call.name.upper(), full=short[call.name.upper()])
    return say(WHY["not_ours"], cell=cell.address, formula=as_typed(cell.formula))


@dataclass(frozen=True)
class _Told:
    text: str
    is_problem: bool = True


class _ToldError(Exception):
    """What stands in the way of running the call again; the text says it."""


class _Asked:
    """One call of ours in a live cell, run again."""

    def __init__(self, cell: LiveCell, formula: str, call: Call) -> None:
        self.cell, self.formula, self.call = cell, formula, call
        self.name = own_name(call.name) or call.name
        self.given: dict[str, object] = {}

    def tell(self) -> _Told:
        declared = FUNCTIONS.get(self.name)
        if declared is None:
            return _Told(_unknown(self.name))
        if any(argument.kind == "cell" for argument in declared.arguments):
            return _Told(say(WHY["of_itself"], function=self.name), is_problem=False)
        try:
            outcome = self._run(declared)
        except _ToldError as told:
            return _Told(str(told))
        if outcome.bug:
            return _Told(say(WHY["bug"], function=self.name, number=outcome.bug))
        return self._refused(declared, outcome) or self._in_error(outcome) or self._fine(outcome)

    def _run(self, declared: Function) -> Outcome:
        """The call with its arguments read again."""
        raw = []
        for position, node in enumerate(self.call.arguments):
            argument = declared.arguments[min(position, len(declared.arguments) - 1)] if declared.arguments else None
            value = self._value(node, argument)
            raw.append(value)
            if argument is not None:
                self.given.setdefault(argument.label, value)
        return attempt(declared, raw, store=caller_store())

    def _value(self, node: Node, argument: Argument | None) -> object:
        if isinstance(node, Omitted):
            return None
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Reference):
            try:
                return self.cell.read(node.text)
            except LookupError:
                if "[" in node.text:  # the row of a table, a closed workbook
                    raise self._not_followed(node, argument) from None
                key = "no_dossier" if node.text.casefold() == "dossier" else "no_name"
                raise _ToldError(say(WHY[key], function=self.name, name=node.text)) from None
        if isinstance(node, Call) and own_name(node.name):
            return self._inner(node)
        day = _typed_date(node)
        if day is not None:
            return day
        raise self._not_followed(node, argument)

    def _not_followed(self, node: Node, argument: Argument | None) -> _ToldError:
        label = argument.label if argument is not None else "?"
        return _ToldError(say(WHY["not_followed"], function=self.name, argument=label, text=as_typed(node.text)))

    def _inner(self, call: Call) -> object:
        """The result of another call of ours that stands as an argument."""
        inner = _Asked(self.cell, self.formula, call)
        declared = FUNCTIONS.get(inner.name)
        if declared is None:
            raise _ToldError(_unknown(inner.name))
        outcome = inner._run(declared)
        if outcome.bug:
            raise _ToldError(say(WHY["bug"], function=inner.name, number=outcome.bug))
        refused = inner._refused(declared, outcome)
        if refused is not None:
            raise _ToldError(refused.text)
        return outcome.results

    def _refused(self, declared: Function, outcome: Outcome) -> _Told | None:
        """The first refusal with the cell that caused it, the formula corrected where it lacks its dossier."""
        found = [(i, j, cell) for i, row in enumerate(outcome.results) for j, cell in enumerate(row) if isinstance(cell, TresoError)]
        if not found:
            return None
        i, j, refused = found[0]
        text = french(f"{self.name} : ") + refused.finding.text().removeprefix(french(f"{self.name} : "))
        place = self._place(str(refused.finding.details.get("argument", "")), i, j)
        if place:
            text += " " + say(WHY["read_in"], place=place)
        if len(found) > 1:
            others = count(len(found) - 1, WHY["other_refused"], WHY["others_refused_many"])
            text += " " + say(WHY["others_refused"], others=others)
        return _Told(text + self._corrected(declared, refused))

    def _place(self, label: str, i: int, j: int) -> str:
        """Address of the cell behind an element of an argument, "" where it is no range."""
        block = self.given.get(label)
        if not isinstance(block, Block) or not block.rows:
            return ""
        i, j = (0 if len(block.rows) == 1 else i), (0 if len(block.rows[0]) == 1 else j)
        if i >= len(block.rows) or j >= len(block.rows[0]):
            return ""
        return _address(block, i, j)

    def _corrected(self, declared: Function, refused: TresoError) -> str:
        first = self.call.arguments[0] if self.call.arguments else Omitted("")
        lacks = refused.code == "DOSSIER_NOT_HANDLE" or (refused.code == "DOSSIER_MISSING" and isinstance(first, Omitted))
        if not lacks:
            return ""
        call = self.call
        if len(call.arguments) >= len(declared.arguments):  # no room for one more: what stands there is replaced
            call = Call(call.text, call.name, (Omitted(""), *call.arguments[1:]))
        corrected = as_typed(self.formula.replace(self.call.text, with_dossier_first(call), 1))
        return " " + say(WHY["corrected"], formula=corrected)

    def _in_error(self, outcome: Outcome) -> _Told | None:
        """A result that is an error without a refusal: one that an argument brought, or ranges that do not fit."""
        errors = [cell for row in outcome.results for cell in row if isinstance(cell, CellError)]
        if not errors:
            return None
        for label, value in self.given.items():
            if not isinstance(value, Block):
                continue
            for i, row in enumerate(value.rows):
                for j, found in enumerate(row):
                    if isinstance(found, CellError) and (found in errors or not found.text):
                        shown = as_typed(found.text) or french("« »")
                        return _Told(say(WHY["error_given"], function=self.name, argument=label, error=shown, place=_address(value, i, j)))
        key = "sizes_differ" if errors[0].text == "#N/A" else "not_a_number"
        return _Told(say(WHY[key], function=self.name))

    def _fine(self, outcome: Outcome) -> _Told:
        parts = [say(WHY["answered"], function=self.name, result=_shown(outcome.results))]
        values = [f"{label} = {_shown_argument(column)}" for label, column in outcome.columns.items()]
        if values:
            parts.append(say(WHY["arguments"], values=", ".join(values)))
        if outcome.source is not None:
            parts.extend(_basis(outcome.source))
        if self.name in OF_CATEGORIES and outcome.source is not None:
            from addin.functions.category_reasons import evidence

            parts.extend(evidence(outcome.source, outcome.columns, outcome.results[0][0]))
        if self.name in WHY_NOTES:
            parts.append(french(WHY_NOTES[self.name]))
        shown = self.cell.value
        if isinstance(shown, CellError) and (shown.text == "#NAME?" or parse(self.formula) == self.call):
            key = "not_bound" if shown.text == "#NAME?" else "shows_error"
            return _Told(" ".join([say(WHY[key], error=as_typed(shown.text)), *parts]))
        return _Told(" ".join(parts), is_problem=False)


def _unknown(name: str) -> str:
    near = get_close_matches(name.removeprefix("TRESO."), [each.short_name for each in FUNCTIONS.values()], n=3, cutoff=0.5)
    if near:
        return say(WHY["unknown_function"], name=name, near=", ".join(f"TRESO.{each}" for each in near))
    return say(WHY["unknown_function_no_near"], name=name)


def _typed_date(node: Node) -> date | None:
    """The day of `DATE(2026,10,31)`."""
    if not isinstance(node, Call) or node.name.upper() != "DATE" or len(node.arguments) != 3:
        return None
    parts = [part.value for part in node.arguments if isinstance(part, Constant) and isinstance(part.value, float)]
    try:
        return date(*(int(part) for part in parts)) if len(parts) == 3 else None
    except ValueError:
        return None


def _basis(source: Source) -> list[str]:
    """What a dossier holds, in words."""
    from addin.app.read_dossier import needs_a_look

    lines = count(len(source.dossier.operations), "opération")
    days = source.dossier.operations["booked_on"]
    if source.is_range:
        period = {"first": full_day(days.min()), "last": full_day(days.max())} if len(days) else None
        said = [say(WHY["from_range"], name=source.name, lines=lines, **period) if period else say(WHY["from_empty"], name=source.name)]
    else:
        said = [say(WHY["from_handle"], name=source.name)]
    review = sum(needs_a_look([finding]) for finding in source.dossier.findings)
    return [*said, say(WHY["to_review"], points=count(review, "point"))] if review else said


def _shown(results: list[list[object]]) -> str:
    height, width = len(results), len(results[0])
    if (height, width) == (1, 1):
        return _shown_cell(results[0][0])
    return say(WHY["table"], rows=count(height, "ligne"), columns=count(width, "colonne"))


def _shown_argument(column: list[object]) -> str:
    return _shown_cell(column[0]) if len(set(map(str, column))) == 1 else count(len(column), "valeur")


def _shown_cell(cell: object) -> str:
    if cell is None:
        return WHY["empty"]
    if isinstance(cell, bool):
        return as_typed(str(cell).upper())
    if isinstance(cell, float):
        figures = f"{cell:,.2f}" if abs(cell) >= 1000 or cell != round(cell, 6) else f"{cell:,.6f}".rstrip("0").rstrip(".")
        return figures.replace(",", "\u00a0").replace(".", ",").removesuffix(",00")
    if isinstance(cell, (date, datetime)):
        return f"{cell:%d/%m/%Y}"
    return french("« {} »").format(cell)


def _address(block: Block, i: int, j: int) -> str:
    place = f"{column_letters(block.column + j)}{block.row + i}"
    return f"{block.sheet}!{place}" if block.sheet else place
