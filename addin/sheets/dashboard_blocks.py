"""The blocks of « Tableau de bord »: tiles, available, week, late customers, pockets, alerts, caps, and room for her own formulas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from addin.messages import french
from addin.sheets.french import full_day
from addin.sheets.live import DOSSIER_NAME, STATES, Live, as_typed, call
from addin.sheets.model import NOT_ZERO, Block, Cell, Role, Row, Tone
from addin.sheets.weekly_parts import FULL, HALF, heading, heads, line, notes, total_line
from addin.treasury.bridge import BridgeLine
from addin.treasury.summary import WeeklySummary

_MOST_ACCOUNTS = 11
_MOST_CAPS = 5
_OWN_LINES = 5
_BUCKETS = {
    "1-15": "1 à 15 jours",
    "16-30": "16 à 30 jours",
    "31-60": "31 à 60 jours",
    "61-90": "61 à 90 jours",
    ">90": "plus de 90 jours",
}
_ALERTS = {"SOLDE_MINIMAL": "Solde minimal", "FACTURES_RETARD": "Factures en retard", "PLAFOND_PUB": "Plafond publicité"}
_POCKETS = {"SECURITE": "Sécurité", "EXPLOITATION": "Exploitation", "OPPORTUNITE": "Opportunité"}
_GAP = Cell(None, Role.SUBTITLE)
_CLOSING = f'MID({DOSSIER_NAME},FIND("au ",{DOSSIER_NAME}),13)'
"""The closing date as the handle says it: « au 31/10/2026 »."""


@dataclass(frozen=True)
class DashboardBlocks:
    """The blocks, with the results that their formulas have for the facts of a week.

    Attributes:
        facts: None in the template, before the first « Actualiser ».
    """

    facts: WeeklySummary | None

    @cached_property
    def _live(self) -> Live:
        return Live(self.facts.currency if self.facts else "DZD", is_read=self.facts is not None)

    @property
    def _total(self) -> BridgeLine | None:
        """The week of all accounts, None when no balance is known."""
        return self.facts.bridge.total if self.facts and self.facts.bridge.accounts else None

    @property
    def _cash(self) -> int | None:
        return self.facts.cash_cents if self.facts else None

    @property
    def _available(self) -> int | None:
        return self.facts.available_cents if self.facts else None

    def tiles(self) -> Block:
        """The four figures that answer at a glance; the fifth column is the gap between the halves."""
        live, facts, total = self._live, self.facts, self._total
        late, low = (facts.late, facts.low) if facts else (None, None)
        captions = ("Disponible", "Variation de la semaine", "", "Point bas sur 13 semaines", "Clients en retard")
        figures = (
            (call("SOLDE", "DISPONIBLE"), self._available),
            (call("VARIATION"), total.change_cents if total else None),
            None,
            (call("POINTBAS"), low.amount_cents if low else None),
            (call("RETARDS"), late.total_cents if late else None),
        )
        count = f'{call("RETARDS", None, "NOMBRE")}&" facture(s)"'
        details = (
            live.words(_CLOSING, f"au {full_day(facts.as_of)}" if facts else None, Role.CAPTION, 2),
            Cell("sur sept jours", Role.CAPTION, span=2),
            _GAP,
            live.day(call("POINTBAS", None, None, "DATE"), low.on if low else None, Role.CAPTION, 2),
            live.words(count, f"{late.count} facture(s)" if late else None, Role.CAPTION, 2),
        )
        rows = (
            Row(tuple(Cell(words, Role.CAPTION, span=2) if words else _GAP for words in captions), 1.2),
            Row(tuple(live.amount(*figure, Role.FIGURE, 2) if figure else _GAP for figure in figures), 1.8),
            Row(details, 1.2),
        )
        return Block("tiles", rows, "full")

    def available(self) -> Block:
        """Each account and the total; an account that appears later shows in « Autres comptes »."""
        live = self._live
        accounts = self.facts.bridge.accounts if self.facts else ()
        biggest = sorted(accounts, key=lambda each: -abs(each.now_cents or 0))[:_MOST_ACCOUNTS]
        shown = [each for each in accounts if each in biggest]
        rows = [heading("Disponible"), heads("Compte", "", "Sur sept jours", "Solde")]
        balances = [self._balance_of(each) for each in shown]
        for each, balance in zip(shown, balances, strict=True):
            change = live.amount(call("VARIATION", None, None, each.account), each.change_cents, bad="")
            name = each.account if each.currency == live.unit else f"{each.account} ({each.currency})"
            rows.append(line(name, change, live.amount(balance, each.now_cents)))
        held, available = call("SOLDE"), call("SOLDE", "DISPONIBLE")
        others = None if self._cash is None else self._cash - sum(each.now_cents or 0 for each in shown)
        rest = live.amount(f"ROUND({'-'.join([held, *balances])},2)", others)
        aside = None if self._available is None or self._cash is None else self._available - self._cash
        rows += [
            line("Autres comptes", rest, tone=Tone.MUTED),
            total_line("Banques et caisses", live.amount(held, self._cash, Role.TOTAL)),
            line("− chèques émis, taxes, charges", live.amount(f"ROUND({available}-{held},2)", aside, bad="")),
            total_line("Disponible", live.amount(available, self._available, Role.TOTAL)),
        ]
        return Block("available", tuple(rows), "left")

    def change(self) -> Block:
        """Variation de la semaine, and the low point that follows."""
        live, total = self._live, self._total
        parts = (
            ("Encaissements", "ENTREES", total.receipts_cents if total else None),
            ("Décaissements", "SORTIES", total.payments_cents if total else None),
            ("Virements internes en cours", "VIREMENTS", total.transfers_cents if total else None),
            ("Écart de change", "CHANGE", total.exchange_cents if total else None),
            ("Écart non expliqué", "ECART", total.gap_cents if total else None),
        )
        rows = [heading("Variation de la semaine")]
        for label, what, cents in parts:
            rows.append(line(label, live.amount(call("VARIATION", None, None, None, what), cents, bad=NOT_ZERO if what == "ECART" else "")))
        rows.append(total_line("Variation", live.amount(call("VARIATION"), total.change_cents if total else None, Role.TOTAL)))
        low = self.facts.low if self.facts else None
        margin = low.amount_cents - self.facts.threshold_cents if self.facts and low else None
        rows += [
            Row(()),
            heading("Point bas sur 13 semaines"),
            line("Jour", live.day(call("POINTBAS", None, None, "DATE"), low.on if low else None, Role.DAY)),
            line("Montant", live.amount(call("POINTBAS"), low.amount_cents if low else None)),
            line("Marge sur le solde minimal", live.amount(call("POINTBAS", None, None, "MARGE"), margin)),
        ]
        return Block("change", tuple(rows), "right")

    def late(self) -> Block:
        """Clients en retard, by age."""
        live, late = self._live, self.facts.late if self.facts else None
        rows = [heading("Clients en retard"), heads("Retard", "", "Factures", "Montant")]
        for bucket, label in _BUCKETS.items():
            number, cents = late.buckets[bucket] if late else (None, None)
            count = live.number(call("RETARDS", None, "NOMBRE", bucket), number)
            rows.append(line(label, count, live.amount(call("RETARDS", None, None, bucket), cents)))
        total = live.number(call("RETARDS", None, "NOMBRE"), late.count if late else None, Role.TOTAL_COUNT)
        rows.append(total_line("Total", total, live.amount(call("RETARDS"), late.total_cents if late else None, Role.TOTAL)))
        return Block("late", tuple(rows), "left")

    def pockets(self) -> Block:
        """Poches: what each holds, its target, what it lacks."""
        live, pockets = self._live, self.facts.pockets if self.facts else None
        lacking: dict[str, tuple[int, int, int]] = {}
        if pockets:
            operating = pockets.operating_target_cents
            lacking = {
                "SECURITE": (pockets.missing_cents, pockets.security_target_cents, pockets.security_cents),
                "EXPLOITATION": (operating - pockets.operating_cents, operating, pockets.operating_cents),
                "OPPORTUNITE": (0, 0, pockets.opportunity_cents),
            }
        rows = [heading("Poches"), heads("Poche", "Manque", "Cible", "Montant")]
        for name, label in _POCKETS.items():
            missing, target, held = lacking.get(name, (None, None, None))
            cells = [live.amount(call("POCHES", name), held)]
            if name != "OPPORTUNITE":
                target_cell = live.amount(call("POCHES", name, "CIBLE"), target)
                cells = [live.amount(call("POCHES", name, "MANQUE"), missing, bad=NOT_ZERO), target_cell, *cells]
            rows.append(line(label, *cells))
        return Block("pockets", tuple(rows), "right")

    def alerts(self) -> Block:
        """Alertes: the three, with their state and since when."""
        live = self._live
        known = {each.name: each for each in self.facts.alerts} if self.facts else {}
        rows = [heading("Alertes"), heads("Alerte", "", "Depuis le", "État")]
        for name, label in _ALERTS.items():
            alert = next((each for key, each in known.items() if key == name), None)
            since = live.day(call("ALERTE", name, "DEPUIS"), alert.since if alert else None, may_be_blank=True)
            rows.append(line(label, since, live.words(call("ALERTE", name), STATES[alert.state] if alert else None)))
        return Block("alerts", tuple(rows), "left")

    def caps(self) -> Block:
        """Plafonds: what is spent and what is left of the tightest ones."""
        live = self._live
        by_target = {cap.target: cap for cap in sorted(self.facts.caps if self.facts else (), key=lambda cap: cap.share or 0.0)}
        known = [cap for cap in by_target.values() if cap.state != "NON_RENSEIGNE"]
        rows = [heading("Plafonds")]
        if not known:
            return Block("caps", (*rows, *notes("Aucun plafond à suivre : remplissez l'onglet « Plafonds ».")), "right")
        rows.append(heads("Poste", "Part", "Dépensé", "Reste"))
        for cap in sorted(known, key=lambda cap: -(cap.share or 0.0))[:_MOST_CAPS]:
            share = live.number(call("PLAFOND", cap.target, "TAUX"), cap.share, Role.PERCENT)
            spent = live.amount(call("PLAFOND", cap.target), cap.spent_cents)
            rows.append(line(cap.target, share, spent, live.amount(call("PLAFOND", cap.target, "RESTE"), cap.remaining_cents)))
        return Block("caps", tuple(rows), "right")

    def own(self) -> Block:
        """Room for her own formulas; nothing of ours ever writes there."""
        examples = " ou ".join((as_typed(call("SOLDE", "BNA")), as_typed(call("POINTBAS", 30))))
        words = f"Par exemple {examples}. « Actualiser » ne change sur cette page que la cellule « Dossier » et son contrôle, à droite."
        rows = [heading("Vos formules", FULL), Row((Cell(french(words), Role.NOTE, span=FULL),))]
        boxes = (Cell(None, Role.INPUT, span=HALF), _GAP, Cell(None, Role.INPUT, span=HALF))
        return Block("own", (*rows, *(Row(boxes, 1.1) for _ in range(_OWN_LINES))), "full")

    def _balance_of(self, account: BridgeLine) -> str:
        """The balance of an account in the base currency."""
        if account.currency == self._live.unit:
            return call("SOLDE", account.account)
        return call("SOLDE", account.account, None, self._live.unit)
