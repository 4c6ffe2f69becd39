"""Whatever the workbook holds, entries balance to the centime, and no row is exported twice."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier, Settings
from addin.treasury.entries.draft import draft_entries
from addin.treasury.entries.journals import journals
from addin.treasury.entries.model import Drafted, totals
from addin.treasury.entries.register import Export, ExportRegister, Scope, invoice_prints, line_prints
from addin.treasury.entries.settings import entry_settings
from addin.treasury.settlement import settle_invoices
from addin.treasury.transfers import pair_transfers
from tests.treasury.builders import account, customer_invoice, make_dossier, operation, rate, supplier_invoice

_DAYS = st.integers(0, 60).map(lambda n: (date(2026, 9, 1) + timedelta(days=n)).isoformat())
_AMOUNTS = st.one_of(st.integers(-300_000_00, 300_000_00), st.sampled_from([11_900_00, -11_900_00, 5_000_00, 12_138_00, 11_895_00]))
_LABELS = st.sampled_from(
    ["VIR RECU NOVATEC FA1", "VIR RECU NOVATEC FA1 FA2", "VIR LUMEN FA3", "VIR PIXEL PR-1", "IMPAYE CHQ 12", "REM CHQ 12", "COM VIR+TVA",
     "VIR INTERNE", "VERS ESP", "SADEG", "AGIOS", "TVA SUR COM", ""]
)  # fmt: skip
_ACCOUNTS = [account("BNA", 0), account("BEA", 0, currency="EUR"), account("Caisse", 0, kind="cash"), account("CCP", 0, kind="postal")]
_NUMBERS = st.sampled_from(["FA1", "FA2", "FA3", "PR-1", "12", ""])
_CATEGORIES = st.sampled_from(
    ["", "Publicité", "Encaissement clients", "Virement interne", "Investissement", "À classer", "Frais généraux"]
)


@st.composite
def _lines(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(["BNA", "BEA", "Caisse", "CCP"]))
    cents = draw(_AMOUNTS)
    foreign = name == "BEA"
    more: dict[str, Any] = {"currency": "EUR", "base_cents": draw(st.sampled_from([cents * 145, cents * 3 // 7, 0]))} if foreign else {}
    return operation(
        draw(_DAYS), draw(_LABELS), Decimal(cents) / 100, account=name, category=draw(_CATEGORIES),
        scf_account=draw(st.sampled_from(["", "", "706", "627", "4111", "999"])), **more,
    )  # fmt: skip


@st.composite
def _invoices(draw: st.DrawFn) -> dict[str, Any]:
    side = draw(st.sampled_from([customer_invoice, supplier_invoice]))
    cents = draw(_AMOUNTS)
    invoice = side(draw(_NUMBERS), draw(st.sampled_from(["Novatec", "Lumen", "Pixel", ""])), Decimal(cents) / 100, issued=draw(_DAYS))
    vat = draw(st.sampled_from([None, 0, 19, 119]))
    if vat is not None:
        invoice["vat_cents"] = invoice["amount_cents"] * vat // 119
    return {**invoice, "currency": draw(st.sampled_from(["DZD", "DZD", "EUR", "USD"])), "category": draw(_CATEGORIES)}


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    raw = {
        "comptes d attente autorises": draw(st.sampled_from(["Oui", "Non"])),
        "mois clotures jusqu au": draw(st.sampled_from(["", "09/2026"])),
    }
    vat = draw(st.sampled_from([None, Decimal("0.19"), Decimal("0.0925")]))
    dossier = make_dossier(
        draw(st.lists(_lines(), max_size=12)),
        draw(st.lists(_invoices(), max_size=8)),
        _ACCOUNTS,
        rates=[rate("EUR", "2026-09-10", 145.37)],
        settings=Settings(vat_rate=vat, raw=raw),
    )
    if len(dossier.operations):
        ids, states = pair_transfers(dossier.operations, [str(each["account"]) for each in _ACCOUNTS])
        dossier.operations["transfer"], dossier.operations["transfer_state"] = ids, states
    return dossier


def _drafted(dossier: Dossier, as_of: date, register: ExportRegister) -> Drafted:
    settings = entry_settings(dossier.settings)
    codes = journals(dossier.accounts, settings, register.journals)
    return draft_entries(dossier, settle_invoices(dossier, as_of), as_of, settings, codes, register)


def _exported(dossier: Dossier, made: Drafted, number: int) -> Export:
    memory = {}
    for direct in (False, True):
        index = sorted(entry.index for entry in made.entries if entry.kind == "operation" and entry.direct is direct)
        for name, lines in dossier.operations.loc[index].groupby("account"):
            memory[Scope("direct" if direct else "lines", str(name))] = line_prints(lines)
    for side in ("customer", "supplier"):
        index = sorted(entry.index for entry in made.entries if entry.kind == side)
        memory[Scope(side)] = invoice_prints(dossier.invoices.loc[index])  # type: ignore[arg-type]
    return Export(number, None, "fec", None, None, None, len(made.entries), 0, 0, "DZD", (), {}, made.letters, memory)


@settings(max_examples=80, deadline=None)
@given(dossiers(), _DAYS)
def test_entries_always_balance_and_letters_come_to_nothing(dossier: Dossier, closing: str) -> None:
    made = _drafted(dossier, date.fromisoformat(closing), ExportRegister())
    debit, credit = totals(made.entries)
    assert debit == credit
    letters: Counter[tuple[str, str, str]] = Counter()
    for entry in made.entries:
        assert sum(each.cents for each in entry.postings) == 0, entry
        assert len(entry.postings) > 1
        for each in entry.postings:
            if each.letter:
                letters[each.letter, each.account, each.auxiliary] += each.cents
    assert not any(letters.values())


@settings(max_examples=40, deadline=None)
@given(dossiers(), _DAYS)
def test_every_row_is_exported_or_listed_once_and_the_next_export_holds_the_rest(dossier: Dossier, closing: str) -> None:
    first = _drafted(dossier, date.fromisoformat(closing), ExportRegister())
    register = ExportRegister((_exported(dossier, first, 1),))
    again = _drafted(dossier, date.fromisoformat(closing), register)
    assert again.entries == ()
    assert again.known == len(first.entries)
    later = _drafted(dossier, date(2026, 12, 31), register)
    both = Counter((entry.kind != "operation", entry.index) for entry in (*first.entries, *later.entries))
    assert not both or max(both.values()) == 1
    told = {(entry.kind != "operation", entry.sheet, entry.row) for entry in later.entries}
    left = {(each.sheet, each.row) for each in later.skipped}
    done = {(entry.sheet, entry.row) for entry in first.entries}
    for _, row in dossier.operations.iterrows():
        place = (row["sheet"], row["row"])
        assert place in left or place in done or (False, *place) in told


@settings(max_examples=20, deadline=None)
@given(dossiers(), st.randoms(use_true_random=False))
def test_rows_that_move_are_not_exported_again(dossier: Dossier, chance: Any) -> None:
    first = _drafted(dossier, date(2026, 12, 31), ExportRegister())
    register = ExportRegister((_exported(dossier, first, 1),))
    order = list(range(len(dossier.operations)))
    chance.shuffle(order)
    moved = dossier.operations.iloc[order].reset_index(drop=True)
    moved["row"] = moved["row"] + 40
    object.__setattr__(dossier, "operations", moved)
    again = _drafted(dossier, date(2026, 12, 31), register)
    assert [entry for entry in again.entries if entry.kind == "operation"] == []
