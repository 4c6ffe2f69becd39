"""The page that compares scenarios: what each does to the low point, the end and the risk, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from addin.messages import french, say
from addin.messages.forecast import SCENARIO_SCREEN
from addin.sheets.forecast import FULL, actions_block, head, lead, note, percent
from addin.sheets.french import MONTH_NAMES, full_day, money
from addin.sheets.model import Band, Block, Cell, Chart, Page, Role, Row, Sheet, Tone
from addin.sheets.weekly_widths import fit, widened, wrapped
from addin.treasury.currency import to_decimal
from addin.treasury.forecasting.actions import Action
from addin.treasury.forecasting.scenarios import Outcome
from addin.treasury.vocabularies import SCENARIOS_MARK

TITLES = ("Comparaison des scénarios", "Scénarios comparés")
"""Names of the page: the second one when a tab of hers has the first."""
_CHART_ROWS = 15
_MOST_CURVES = 4  # as many as have a colour of their own
_WIDTHS = (12.0, 22.0, 15.0, 10.5, 15.0, 15.5, 14.0)
"""As wide in all as the page « Prévision », whose blocks stand here too."""
_TOP_ROWS = 30
_MARGIN = 1.0


def scenarios_sheet(outcomes: Sequence[Outcome], actions: Sequence[Action], unit: str, company: str = "", title: str = TITLES[0]) -> Sheet:
    """The page, A4 upright.

    Args:
        outcomes: the base first.
        actions: what would lift the low point of the base.
    """
    base = outcomes[0].forecast
    name = f"{company} · " if company else ""
    words = {"company": name, "date": full_day(base.as_of), "days": base.days, "currency": unit}
    worst = worst_of(outcomes)
    top = [
        Row((Cell(TITLES[0], Role.TITLE, span=FULL),), 1.6),
        Row((Cell(say(SCENARIO_SCREEN["subtitle"], **words), Role.SUBTITLE, span=FULL),)),
        Row((Cell(SCENARIOS_MARK, Role.NOTE, span=FULL),)),
        *lead(scenario_conclusion(outcomes, unit), Tone.GOOD if worst is None else _tone(worst)),
        *note(SCENARIO_SCREEN["help"]),
    ]
    blocks = [
        Block("title", tuple(top), "full"),
        Block("path", (head("Solde prévu selon le scénario"),), "full", Chart("", "scenario_paths", _CHART_ROWS)),
        _table(outcomes, unit),
        _reasons(outcomes, unit),
        *([actions_block(actions, unit)] if actions else []),
    ]
    curves = outcomes[:_MOST_CURVES]
    lanes = {"full": (0, FULL), "data": (FULL + 1, len(curves) + 2)}
    data_widths = (3.0, 11.0, *(15.5 for _ in range(len(curves) + 1)))
    widths = widened((*_WIDTHS, *data_widths), [(0, block) for block in blocks])
    footer = french(f"{TITLES[0]} · arrêté au {full_day(base.as_of)} · valeurs figées")
    page = Page(one_page=False, footer=footer, print_lanes=("full",))
    return Sheet(title, widths, lanes, tuple(Band((block,)) for block in blocks), page, aside=(_points(curves, unit),))


def is_scenarios_page(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is a page of ours."""
    return any(SCENARIOS_MARK in row for row in rows[:_TOP_ROWS])


def worst_of(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The scenario that lowers the low point most, None when none does."""
    harder = [each for each in outcomes[1:] if each.low_delta_cents < 0]
    return min(harder, key=lambda each: each.low_delta_cents) if harder else None


def scenario_conclusion(outcomes: Sequence[Outcome], unit: str) -> str:
    """The sentence at the top."""
    worst, base = worst_of(outcomes), outcomes[0].risk
    if worst is None:
        return say(SCENARIO_SCREEN["harmless"], low=money(base.low_cents, unit), low_date=full_day(base.low_on))
    risk = worst.risk
    said = {"name": worst.scenario.name, "low": money(risk.low_cents, unit), "low_date": full_day(risk.low_on)}
    return say(SCENARIO_SCREEN["worst"], **said, delta=money(worst.low_delta_cents, unit, signed=True), risk=percent(risk.probability))


def scenarios_as_text(outcomes: Sequence[Outcome], unit: str) -> str:
    """The same for a terminal."""
    lines = [scenario_conclusion(outcomes, unit)]
    for each in outcomes:
        low = f"{money(each.risk.low_cents, unit):>20}  {each.risk.low_on:%d/%m/%Y}"
        lines.append(
            f"  {each.scenario.name:<44}{low}{money(each.low_delta_cents, unit, signed=True):>20}{percent(each.risk.probability):>16}"
        )
    return "\n".join(lines)


def _table(outcomes: Sequence[Outcome], unit: str) -> Block:
    titles = ("Point bas", "Le", "Écart", "Solde final", "Risque")
    rows = [head("Comparaison"), Row((Cell("Scénario", Role.HEAD, span=2), *(Cell(each, Role.HEAD) for each in titles)))]
    for each in outcomes:
        risk = each.risk
        cells = (
            Cell(fit(each.scenario.name, sum(_WIDTHS[:2]) - _MARGIN), span=2),
            Cell(to_decimal(risk.low_cents, unit), Role.AMOUNT, _tone(each)),
            Cell(risk.low_on, Role.DAY),
            Cell(to_decimal(each.low_delta_cents, unit), Role.AMOUNT, Tone.BAD if each.low_delta_cents < 0 else Tone.PLAIN),
            Cell(to_decimal(risk.end_cents, unit), Role.AMOUNT),
            Cell(percent(risk.probability), Role.AMOUNT, _tone(each)),
        )
        rows.append(Row(cells))
    return Block("scenarios", tuple(rows), "full")


def _reasons(outcomes: Sequence[Outcome], unit: str) -> Block:
    """What each scenario changes."""
    rows = [head("Ce que chaque scénario change")]
    for each in outcomes[1:]:
        said = SCENARIO_SCREEN["nothing"]
        if each.touched:
            said = say(SCENARIO_SCREEN["touches"], count=each.touched, amount=money(each.moved_cents, unit, signed=True))
        said += _season(each)
        if each.beyond_cents:
            said += " " + say(SCENARIO_SCREEN["beyond"], amount=money(each.beyond_cents, unit))
        rows += [
            Row((Cell(line, Role.TEXT, span=FULL),))
            for line in wrapped(french(f"{each.scenario.name} : {said}"), sum(_WIDTHS) - _MARGIN)
        ]  # fmt: skip
    return Block("reasons", tuple(rows), "full")


def _season(outcome: Outcome) -> str:
    """Which months were taken for the low season, when the scenario asks for it."""
    asked = [change.months for change in outcome.scenario.changes if change.is_low_season]
    if not asked:
        return ""
    months = ", ".join(MONTH_NAMES[month - 1] for month in sorted(asked[0]))
    return " " + (say(SCENARIO_SCREEN["season"], months=months) if months else SCENARIO_SCREEN["no_season"])


def _points(outcomes: Sequence[Outcome], unit: str) -> Block:
    base = outcomes[0].forecast
    limit = "Seuil" if base.threshold_cents else "Zéro"
    names = ("Date", *(each.scenario.name for each in outcomes), limit)
    rows = [Row(tuple(Cell(name, Role.HEAD, Tone.BAD if name == limit else Tone.PLAIN) for name in names))]
    for at in range(-1, base.days):
        cents = [each.forecast.cash_cents if at < 0 else int(each.forecast.centre[at]) for each in outcomes]
        cells = (Cell(to_decimal(each, unit), Role.AMOUNT, Tone.MUTED) for each in (*cents, base.threshold_cents))
        rows.append(Row((Cell(base.day(at + 1), Role.DATE, Tone.MUTED), *cells)))
    return Block("scenario_paths", tuple(rows), "data")


def _tone(each: Outcome) -> Tone:
    return Tone.BAD if each.risk.autonomy_days is not None else Tone.PLAIN
