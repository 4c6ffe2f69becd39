"""The page « Prévision »: the curve and its band, the weeks, where they come from, what to do, how far it can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from addin.messages import french, say
from addin.messages.forecast import ACTION_EFFECTS, ACTION_WORDS, FORECAST_LAYERS, FORECAST_SCREEN, LAYER_SCORES
from addin.sheets.french import count, full_day, money, short_day
from addin.sheets.model import Band, Block, Cell, Chart, Page, Role, Row, Sheet, Tone
from addin.sheets.weekly_widths import fit, widened, wrapped
from addin.treasury.currency import to_decimal
from addin.treasury.forecasting.actions import Action
from addin.treasury.forecasting.cash_forecast import CashForecast, layer_totals
from addin.treasury.forecasting.layer_scores import LayerScore
from addin.treasury.forecasting.report import ForecastReport
from addin.treasury.forecasting.risk import Risk
from addin.treasury.vocabularies import FORECAST_MARK

TITLES = ("Prévision", "Prévision Trésorerie")
"""Names of the page: the second one when a tab of hers has the first."""
WIDTHS = (12.0, 12.0, 16.0, 16.0, 16.0, 16.0, 16.0)
FULL = len(WIDTHS)
LANES = {"full": (0, FULL), "data": (FULL + 1, 5)}
DATA_WIDTHS = (3.0, 11.0, 15.5, 15.5, 15.5, 15.5)
_CHART_ROWS = 15
_MARGIN = 1.0
_TOP_ROWS = 30
_MOST_EVENTS = 12
_ROOM = sum(WIDTHS) - _MARGIN


def forecast_sheet(report: ForecastReport, title: str = TITLES[0]) -> Sheet:
    """The page, A4 upright, on as many pages as it needs."""
    forecast, unit = report.forecast, report.currency
    name = f"{report.company} · " if report.company else ""
    words = {"company": name, "date": full_day(forecast.as_of), "days": forecast.days, "currency": unit}
    heading = TITLES[0] if report.outcome is None else f"{TITLES[0]} · {report.outcome.scenario.name}"
    top = [
        Row((Cell(heading, Role.TITLE, span=FULL),), 1.6),
        Row((Cell(say(FORECAST_SCREEN["subtitle"], **words), Role.SUBTITLE, span=FULL),)),
        Row((Cell(FORECAST_MARK, Role.NOTE, span=FULL),)),
        *lead(conclusion(report.risk, unit, forecast), Tone.BAD if report.risk.autonomy_days is not None else Tone.GOOD),
        *note(FORECAST_SCREEN["help"]),
        *(note(FORECAST_SCREEN["known_only"], Tone.WATCH) if report.base.knows_only_dated else ()),
    ]
    blocks = [
        Block("title", tuple(top), "full"),
        Block("path", (head("Solde prévu jour par jour"),), "full", Chart("", "forecast_path", _CHART_ROWS, has_band=True)),
        _weeks(report),
        _layers(report),
        _events(report),
        *([actions_block(report.actions, unit)] if report.actions else []),
        _trust(report),
        *([_confronted(report)] if report.confronted else []),
    ]
    points = _points(forecast, unit)
    widths = widened((*WIDTHS, *DATA_WIDTHS), [(0, block) for block in blocks])
    footer = french(f"{heading} · arrêté au {full_day(forecast.as_of)} · valeurs figées")
    page = Page(one_page=False, footer=footer, print_lanes=("full",))
    return Sheet(title, widths, LANES, tuple(Band((block,)) for block in blocks), page, aside=(points,))


def is_forecast_page(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is a page of ours."""
    return any(FORECAST_MARK in row for row in rows[:_TOP_ROWS])


def conclusion(risk: Risk, unit: str, forecast: CashForecast) -> str:
    """The sentence at the top."""
    limit = f"le seuil de {money(risk.threshold_cents, unit)}" if risk.threshold_cents else "zéro"
    words = {
        "low": money(risk.low_cents, unit), "low_date": full_day(risk.low_on), "limit": limit, "risk": percent(risk.probability),
        "end": money(risk.end_cents, unit), "end_date": full_day(forecast.day(forecast.days)),
    }  # fmt: skip
    if risk.autonomy_days is not None:
        return say(FORECAST_SCREEN["tense"], **words, first=full_day(forecast.day(risk.autonomy_days)))
    return say(FORECAST_SCREEN["calm"], **words)


def percent(share: float) -> str:
    """« 12 % »; what is not nil is never shown as 0 %.

    >>> percent(0.124), percent(0.002), percent(0.999)
    ('12 %', 'moins de 1 %', 'plus de 99 %')
    """
    if 0 < share < 0.01:
        return "moins de 1 %"
    if 0.99 < share < 1:
        return "plus de 99 %"
    return f"{share:.0%}".replace("%", " %")


def forecast_as_text(report: ForecastReport) -> str:
    """The same for a terminal: the sentence, then the weeks."""
    unit = report.currency
    lines = [conclusion(report.risk, unit, report.forecast)]
    for week in report.weeks:
        cents = (week.receipts_cents, week.payments_cents, week.p10_cents, week.p50_cents, week.p90_cents)
        lines.append(f"  {week.start:%d/%m/%Y}" + "".join(f"{money(each, unit):>20}" for each in cents))
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------------ blocks
def _weeks(report: ForecastReport) -> Block:
    unit = report.currency
    titles = ("Du", "Au", "Encaissements", "Décaissements", "Prudent (p10)", "Solde prévu", "Favorable (p90)")
    rows = [head("Semaine par semaine"), Row(tuple(Cell(each, Role.HEAD) for each in titles))]
    for week in report.weeks:
        tone = Tone.BAD if week.low_cents < report.risk.threshold_cents else Tone.PLAIN
        amounts = (week.receipts_cents, week.payments_cents, week.p10_cents, week.p50_cents, week.p90_cents)
        cells = [Cell(to_decimal(cents, unit), Role.AMOUNT, tone if at == 3 else Tone.PLAIN) for at, cents in enumerate(amounts)]
        rows.append(Row((Cell(week.start, Role.DATE), Cell(week.end, Role.DATE), *cells)))
    totals = [sum(each) for each in zip(*((week.receipts_cents, week.payments_cents) for week in report.weeks), strict=True)]
    total = (Cell("Total", Role.TOTAL_TEXT, span=2), *(Cell(to_decimal(cents, unit), Role.TOTAL) for cents in totals))
    rows.append(Row((*total, *(Cell(None, Role.TOTAL) for _ in range(3)))))
    return Block("weeks", tuple(rows), "full")


def _layers(report: ForecastReport) -> Block:
    unit = report.currency
    titles = ("Encaissements", "Décaissements", "Éléments")
    rows = [head("D'où vient la prévision"), Row((Cell("Couche", Role.HEAD, span=4), *(Cell(each, Role.HEAD) for each in titles)))]
    for layer, (receipts, payments, number) in layer_totals(report.forecast).items():
        amounts = [Cell(to_decimal(cents, unit), Role.AMOUNT) for cents in (receipts, payments)]
        rows.append(Row((Cell(FORECAST_LAYERS[layer], span=4), *amounts, Cell(number or None, Role.COUNT))))
    left_out = report.forecast.layers.left_out
    doubtful = left_out[left_out["reason"].isin(("doubtful", "public"))]
    if len(doubtful):
        said = {"count": len(doubtful), "amount": money(int(doubtful["amount_cents"].sum()), unit)}
        rows += note(say(FORECAST_SCREEN["left_out"], **said))
    return Block("layers", tuple(rows), "full")


def _events(report: ForecastReport) -> Block:
    """The biggest dated items of the horizon, in the order of their days."""
    unit = report.currency
    events = report.forecast.events
    dated = events[events["layer"] != "remainder"]
    biggest = dated.reindex(dated["amount_cents"].abs().sort_values(ascending=False, kind="stable").index).head(_MOST_EVENTS)
    rows = [head(f"Les {len(biggest)} plus gros éléments datés" if len(biggest) else "Aucun élément daté")]
    if len(biggest):
        rows.append(
            Row((Cell("Date", Role.HEAD), Cell("Élément", Role.HEAD, span=4), Cell("Montant", Role.HEAD), Cell("Couche", Role.HEAD)))
        )
    short = {"committed": "Échéancier", "invoices": "Facture", "recurrences": "Récurrence"}
    for event in biggest.sort_values(["on", "amount_cents"], kind="stable").to_dict("records"):
        who = " ".join(part for part in (event["label"] or event["counterparty"], event["number"]) if part)
        late = " (en retard)" if event["is_late"] else ""
        cells = (
            Cell(event["on"].date(), Role.DATE),
            Cell(fit(french(f"{who}{late}"), sum(WIDTHS[1:5]) - _MARGIN), span=4),
            Cell(to_decimal(int(event["amount_cents"]), unit), Role.AMOUNT),
            Cell(short[event["layer"]], Role.STATE),
        )
        rows.append(Row(cells))
    return Block("events", tuple(rows), "full")


def actions_block(actions: Sequence[Action], unit: str) -> Block:
    """Payer, relancer, limiter, arbitrer: ranked, each with its effect."""
    rows = [head("À arbitrer")]
    for each in actions:
        said = say(
            ACTION_EFFECTS[each.verb],
            who=each.who,
            amount=money(abs(each.cents), unit),
            on=short_day(each.on),
            gain=money(each.gain_cents, unit),
        )
        for number, line in enumerate(wrapped(said, _ROOM - WIDTHS[0])):
            rows.append(Row((Cell(ACTION_WORDS[each.verb] if number == 0 else None, Role.STATE), Cell(line, span=FULL - 1))))
    return Block("actions", tuple(rows), "full")


def _trust(report: ForecastReport) -> Block:
    unit, trust = report.currency, report.trust
    rows = [head("Fiabilité")]
    scores = {} if trust is None else trust.scores
    for weeks, score in scores.items():
        said = {"weeks": weeks, "origins": score.origins, "error": money(score.error_cents, unit), "flat": money(score.flat_cents, unit)}
        rows += note(say(FORECAST_SCREEN["scored"], **said, covered=score.covered), Tone.PLAIN)
    if trust is not None and trust.ratio is not None:
        rows += note(say(FORECAST_SCREEN["best" if trust.ratio < 1 else "worse"], percent=percent(trust.ratio)))
    if not scores:
        rows += note(FORECAST_SCREEN["no_score"])
    if report.layers:
        told = " ; ".join(_layer_score(layer, each) for layer, each in report.layers.items())
        origins = max(each.origins for each in report.layers.values())
        rows += note(say(FORECAST_SCREEN["layer_scores"], origins=origins, scores=told), Tone.PLAIN)
    last = full_day(report.forecast.day(report.forecast.days))
    rows += note(say(FORECAST_SCREEN["at_risk"], date=last, amount=money(report.risk.at_risk_cents, unit)))
    rows += note(say(FORECAST_SCREEN["paths"], paths=count(len(report.forecast.paths), "tirage")))
    return Block("trust", tuple(rows), "full")


def _layer_score(layer: str, score: LayerScore) -> str:
    error = "" if score.error is None else say(FORECAST_SCREEN["layer_error"], percent=percent(score.error))
    return say(LAYER_SCORES[layer], came=score.came, expected=score.expected, error=error)


def _confronted(report: ForecastReport) -> Block:
    unit = report.currency
    titles = ("Fait le", "Pour le", "Prévu", "Réalisé", "Écart", "dont calendrier", "dont montant")
    rows = [head("Prévu et réalisé"), Row(tuple(Cell(each, Role.HEAD) for each in titles))]
    for each in report.confronted:
        cents = (each.forecast.p50_cents, each.actual_cents, each.gap_cents, each.timing_cents, each.amount_cents)
        tone = Tone.PLAIN if each.is_inside else Tone.WATCH
        amounts = tuple(Cell(to_decimal(value, unit), Role.AMOUNT, tone if at == 2 else Tone.PLAIN) for at, value in enumerate(cents))
        rows.append(Row((Cell(each.forecast.made_on, Role.DATE), Cell(each.forecast.day, Role.DATE), *amounts)))
    return Block("confronted", tuple(rows), "full")


def _points(forecast: CashForecast, unit: str) -> Block:
    """The points of the chart, beside the printed page."""
    limit = "Seuil" if forecast.threshold_cents else "Zéro"
    titles = ("Date", "Prudent", "Solde prévu", limit, "Fourchette (8 chances sur 10)")
    rows = [Row(tuple(Cell(each, Role.HEAD, Tone.BAD if each == limit else Tone.PLAIN) for each in titles))]
    low, high = forecast.quantile(0.1), forecast.quantile(0.9)
    start = [(forecast.as_of, forecast.cash_cents, forecast.cash_cents, forecast.cash_cents)]
    path = [(forecast.day(at + 1), int(low[at]), int(centre), int(high[at])) for at, centre in enumerate(forecast.centre)]
    threshold = Cell(to_decimal(forecast.threshold_cents, unit), Role.AMOUNT, Tone.MUTED)
    for day, under, middle, over in [*start, *path]:
        cells = [Cell(to_decimal(cents, unit), Role.AMOUNT, Tone.MUTED) for cents in (under, middle, over - under)]
        rows.append(Row((Cell(day, Role.DATE, Tone.MUTED), *cells[:2], threshold, cells[2])))
    return Block("forecast_path", tuple(rows), "data")


# ------------------------------------------------------------------------------------------------ pieces
def head(words: str) -> Row:
    """The heading of a block."""
    return Row((Cell(words, Role.BLOCK, span=FULL),), 1.2)


def lead(words: str, tone: Tone) -> list[Row]:
    """The conclusion, on as many lines as it needs."""
    return [Row((Cell(line, Role.LEAD, tone, FULL),)) for line in wrapped(french(words), _ROOM, Role.LEAD)]


def note(words: str, tone: Tone = Tone.MUTED) -> list[Row]:
    """A remark over the page, on as many lines as it needs."""
    return [Row((Cell(line, Role.NOTE, tone, FULL),)) for line in wrapped(french(words), _ROOM, Role.NOTE)]
