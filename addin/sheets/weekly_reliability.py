"""The block Fiabilité of the weekly page: what weakens its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from addin.messages import french
from addin.sheets.french import count, full_day, listed, money
from addin.sheets.model import Block, Role, Tone
from addin.sheets.weekly_parts import heading, notes
from addin.treasury.reliability import Reliability, StaleAccount
from addin.treasury.summary import WeeklySummary

_MOST = 3
_MOST_NAMES = 4

Remark = tuple[str, Tone]


def reliability_block(summary: WeeklySummary) -> Block:
    """Fiabilité: the worst first, or « rien à signaler »."""
    trust = summary.reliability
    remarks = [*_wrong(trust), *_old(trust), *_unfinished(trust, summary.currency)]
    if not remarks:
        remarks = [("Rien à signaler.", Tone.GOOD)]
    if trust.unclassified_count is None:
        remarks.append(("Catégories : non renseigné.", Tone.MUTED))
    rows = [heading("Fiabilité"), *(row for words, tone in remarks for row in notes(words, tone, Role.TEXT))]
    return Block("reliability", tuple(rows), "left")


def _wrong(trust: Reliability) -> Iterator[Remark]:
    """What makes the figures wrong."""
    if trust.unreadable:
        yield f"{count(len(trust.unreadable), 'onglet non lu', 'onglets non lus')} (voir sous la conclusion).", Tone.BAD
    if trust.broken:
        yield f"Solde imprimé rompu : {_named(trust.broken)} (voir « treso verifier »).", Tone.BAD
    if trust.missing_rates:
        yield f"Cours manquant : {listed(trust.missing_rates)} ; ces montants ne sont pas ajoutés.", Tone.BAD
    negative = [finding for finding in trust.findings if finding.code == "CASH_NEGATIVE"]
    for finding in negative[:_MOST]:
        yield finding.headline(), Tone.BAD
    if trust.rejected_rows:
        plural = "s" if trust.rejected_rows > 1 else ""
        yield f"{count(trust.rejected_rows, 'ligne')} illisible{plural}, non comptée{plural} (voir « treso verifier »).", Tone.WATCH


def _old(trust: Reliability) -> Iterator[Remark]:
    """Accounts whose lines stop, and those whose balance nobody knows."""
    if not trust.week_rows:
        yield "Aucune opération dans la semaine.", Tone.WATCH
    yield from _accounts(trust.stale, "dernière ligne le", Tone.WATCH)
    yield from _accounts(trust.dormant, "aucune ligne depuis le", Tone.PLAIN)
    if trust.unknown:
        yield f"{count(len(trust.unknown), 'compte')} sans solde d'ouverture : variation seulement.", Tone.WATCH


def _accounts(accounts: Sequence[StaleAccount], verb: str, tone: Tone) -> Iterator[Remark]:
    for each in accounts[: _MOST if len(accounts) <= _MOST else _MOST - 1]:
        yield f"{each.account} : {verb} {full_day(each.last_line)} ({count(each.days, 'jour')}).", tone
    if len(accounts) > _MOST:
        yield f"Et {count(len(accounts) - _MOST + 1, 'autre compte', 'autres comptes')} sans ligne récente.", tone


def _unfinished(trust: Reliability, unit: str) -> Iterator[Remark]:
    """Her own work that waits."""
    if trust.unclassified_count:
        yield (
            f"{count(trust.unclassified_count, 'ligne')} à classer sur 13 semaines ({money(trust.unclassified_cents or 0, unit)}).",
            Tone.WATCH,
        )
    if trust.unmatched_count:
        which = count(trust.unmatched_count, "encaissement")
        yield f"{which} sans facture sur 13 semaines ({money(trust.unmatched_cents or 0, unit)}).", Tone.PLAIN
    if trust.proposed_transfers:
        yield f"{count(trust.proposed_transfers, 'virement interne', 'virements internes')} à confirmer.", Tone.WATCH
    if trust.single_transfers:
        yield f"{count(trust.single_transfers, 'virement interne', 'virements internes')} en cours (un seul côté vu).", Tone.PLAIN
    if trust.later_rows:
        yield f"{count(trust.later_rows, 'opération')} après l'arrêté, non comptée{'s' if trust.later_rows > 1 else ''}.", Tone.PLAIN
    if trust.estimated_dues:
        yield f"{count(trust.estimated_dues, 'facture ouverte', 'factures ouvertes')} sans échéance (estimée).", Tone.PLAIN


def _named(sheets: Sequence[str]) -> str:
    names = [f"« {sheet} »" for sheet in sheets[:_MOST_NAMES]]
    more = [count(len(sheets) - _MOST_NAMES, "autre")] if len(sheets) > _MOST_NAMES else []
    return french(listed([*names, *more]))
