"""The example is an agency that could exist: its balances follow, its days are plausible, its planted findings are there."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest

from addin.hosts.render import side_workbook
from addin.sheets.example import CLOSING_CASH_CENTS, PLANTED, example_sheets
from addin.sheets.example.days import FIRST, LAST, is_working, months, payday
from addin.sheets.holidays import holidays
from addin.sheets.model import Block, Sheet, TableBlock, Value
from addin.sheets.template import TABS
from addin.treasury.amounts import parse_amount

BANKS = ("BNA", "CPA", "BEA devises")
Record = dict[str, Value]


@cache
def _sheets() -> dict[str, Sheet]:
    return {sheet.title: sheet for sheet in example_sheets()}


def _records(title: str) -> list[Record]:
    """The lines under the headings of a tab, heading → value."""
    (_, _, block), *_ = _sheets()[title].placed()
    if isinstance(block, TableBlock):
        return [dict(zip((column.title for column in block.columns), row, strict=True)) for row in block.rows]
    rows = [[cell.value for cell in row.cells] for row in block.rows]
    start = next(i for i, row in enumerate(rows) if len(row) >= 5)
    return [dict(zip((str(cell) for cell in rows[start]), row, strict=True)) for row in rows[start + 1 :]]


def _decimal(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and value:
        parsed = parse_amount(value, ",")
        assert isinstance(parsed, Decimal)
        return parsed
    return Decimal(0)


def _movements(title: str) -> list[tuple[date, str, Decimal, Record]]:
    """(day, label, signed amount, whole line) of each dated line of an account tab."""
    found = []
    for record in _records(title):
        day = next(iter(record.values()))
        if isinstance(day, str) and day:
            day = date(int(day[6:]), int(day[3:5]), int(day[:2]))
        if not isinstance(day, date):
            continue
        label = next(str(value) for heading, value in record.items() if heading.startswith(("Libellé", "Nature")))
        signed = [value for heading, value in record.items() if heading == "Montant"]
        paid = sum((_decimal(value) for heading, value in record.items() if heading.startswith(("Débit", "Sortie"))), Decimal(0))
        received = sum((_decimal(value) for heading, value in record.items() if heading.startswith(("Crédit", "Entrée"))), Decimal(0))
        found.append((day, label, _decimal(signed[0]) if signed else received - paid, record))
    return found


@cache
def _by_account() -> dict[str, list[tuple[date, str, Decimal, Record]]]:
    lines: dict[str, list[tuple[date, str, Decimal, Record]]] = defaultdict(list)
    for title in ("BNA", "CPA", "CCP", "Caisse", "BEA devises", "Opérations", "Saisie"):
        for movement in _movements(title):
            lines[str(movement[3].get("Compte") or title)].append(movement)
    return lines


def _openings() -> dict[str, Decimal]:
    return {str(record["Compte"]): _decimal(record["Solde initial"]) for record in _records("Comptes")}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_workbook() -> None:
    package = side_workbook(example_sheets())
    assert package == side_workbook(example_sheets(2026))
    assert package != side_workbook(example_sheets(7))


def test_every_tab_of_the_template_is_there_and_filled() -> None:
    titles = list(_sheets())
    assert titles[:6] == ["Mode d'emploi", "BNA", "CPA", "CCP", "Caisse", "BEA devises"]
    assert titles[6:] == [*(tab.title for tab in TABS), "Contrôles"]
    assert all(_records(tab.title) for tab in TABS)


def test_it_holds_eighteen_months_and_about_2500_operations_up_to_the_closing_saturday() -> None:
    days = [day for lines in _by_account().values() for day, *_ in lines]
    assert 2_350 <= len(days) <= 2_650
    assert min(days) >= FIRST
    assert max(days) <= LAST
    assert LAST.weekday() == 5
    assert {(day.year, day.month) for day in days} == set(months())
    assert len(months()) == 18


def test_every_running_balance_follows_to_the_centime() -> None:
    for title in ("BNA", "Caisse", "BEA devises"):
        balance = _openings()[title]
        lines = _movements(title)
        assert len(lines) > 20
        for _, label, amount, record in lines:
            balance += amount
            printed = next(value for heading, value in record.items() if heading.startswith("Solde"))
            assert _decimal(printed) == balance, (title, label)


def test_the_total_line_of_bna_is_the_sum_of_its_movements() -> None:
    total = next(record for record in _records("BNA") if str(record["Libellé"]).startswith("TOTAL"))
    amounts = [amount for _, _, amount, _ in _movements("BNA")]
    assert _decimal(total["Débit"]) == -sum(amount for amount in amounts if amount < 0)
    assert _decimal(total["Crédit"]) == sum(amount for amount in amounts if amount > 0)


def test_all_accounts_together_hold_the_closing_cash() -> None:
    rates = {(record["Date"], record["Devise"]): _decimal(record["Cours"]) for record in _records("Cours")}
    last_rate = rates[max(day for day, code in rates if code == "EUR" and isinstance(day, date)), "EUR"]
    total = Decimal(0)
    for account, opening in _openings().items():
        balance = opening + sum(amount for _, _, amount, _ in _by_account()[account])
        total += balance * last_rate if account == "BEA devises" else balance
    assert round(total, 2) == Decimal(CLOSING_CASH_CENTS).scaleb(-2)


@pytest.mark.parametrize("seed", [2026, 1, 7])
def test_no_account_ever_goes_below_zero(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = {sheet.title: sheet for sheet in example_sheets(seed)}
    monkeypatch.setitem(globals(), "_sheets", lambda: sheets)
    _by_account.cache_clear()
    try:
        for account, opening in _openings().items():
            balance = opening
            for _, _, amount, _ in sorted(_by_account()[account], key=lambda line: (line[0], line[2] < 0)):
                balance += amount
                assert balance >= 0, account
    finally:
        _by_account.cache_clear()


def test_banks_book_on_working_days_only() -> None:
    for title in BANKS:
        assert [day for day, *_ in _by_account()[title] if not is_working(day)] == []


def test_cards_and_ccp_move_on_fridays_and_saturdays_too() -> None:
    days = {day.weekday() for account in ("CIB", "Edahabia", "Visa", "CCP") for day, *_ in _by_account()[account]}
    assert {4, 5} <= days


def test_salaries_are_one_grouped_line_a_month_paid_before_the_aid() -> None:
    paid = [(day, amount) for day, label, amount, _ in _by_account()["BNA"] if label.startswith("VIR SALAIRES")]
    assert [day for day, _ in paid] == [payday(*month) for month in months()]
    assert {amount for _, amount in paid} == {Decimal("-730000.00")}
    feasts = [day for day, label, _ in holidays(2025, 2026) if str(label).startswith("Aïd") and isinstance(day, date)]
    for feast in feasts:
        before = [day for day, _ in paid if feast - timedelta(days=20) <= day < feast]
        assert before or feast < FIRST + timedelta(days=45), feast


def test_monthly_amounts_are_those_of_the_agency() -> None:
    bna = _by_account()["BNA"]
    count = Counter(label.split(" ")[0] if label.startswith("G50") else label for _, label, _, _ in bna)
    assert count["G50"] == 18
    amounts = {label.split("/")[0][:8] + str(amount) for _, label, amount, _ in bna if label.startswith("CNAS")}
    assert all(text.endswith("-336000.00") for text in amounts)
    assert {amount for _, label, amount, _ in bna if label == "VIR PIXELREGIE"} == {Decimal("-416500.00")}
    assert Counter(amount for _, label, amount, _ in bna if label.startswith("G50")) == {
        Decimal("-515000.00"): 14,
        Decimal("-791000.00"): 4,
    }
    issued: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for record in _records("Factures clients"):
        day = record["Date facture"]
        if record["Devise"] is None and isinstance(day, date) and day >= FIRST:
            issued[day.year, day.month] += _decimal(record["Montant HT"])
    assert list(issued) == months()
    assert set(issued.values()) == {Decimal("2800000.00")}


def test_both_legs_of_a_dinar_transfer_are_there() -> None:
    legs: Counter[Decimal] = Counter()
    for account, lines in _by_account().items():
        for _, _, amount, record in lines:
            category = record.get("Catégorie", record.get("Rubrique"))
            if category == "Virement interne" and account not in ("BEA devises", "Visa"):
                legs[abs(amount)] += 1 if amount > 0 else -1
    assert legs
    assert set(legs.values()) == {0}


def test_euros_that_go_to_the_card_arrive_at_the_rate_of_the_day() -> None:
    rates = {record["Date"]: _decimal(record["Cours"]) for record in _records("Cours") if record["Devise"] == "EUR"}
    sent = {day: -amount for day, label, amount, _ in _by_account()["BEA devises"] if label == "VIR INTERNE CARTE VISA"}
    received = {day: amount for day, label, amount, _ in _by_account()["Visa"] if label == "RECHARGE CARTE VISA"}
    assert len(sent) == 6
    assert sent.keys() == received.keys()
    assert all(abs(sent[day] * rates[day] - received[day]) <= Decimal("0.01") for day in sent)


def test_there_are_twelve_customers_and_the_wilaya_pays_at_four_months() -> None:
    invoices = _records("Factures clients")
    assert len({record["Client"] for record in invoices}) == 12
    delays = [
        (record["Date de règlement"] - record["Date facture"]).days
        for record in invoices
        if str(record["Client"]).startswith("Wilaya")
        and isinstance(record["Date de règlement"], date)
        and isinstance(record["Date facture"], date)
    ]
    assert delays
    assert all(118 <= delay <= 135 for delay in delays)


def test_invoice_numbers_follow_without_gap() -> None:
    for year in ("25", "26"):
        numbers = [
            int(str(record["N° facture"])[2:5]) for record in _records("Factures clients") if str(record["N° facture"]).endswith(year)
        ]
        assert numbers[-1] > 100
        assert set(range(numbers[-1] - 90, numbers[-1] + 1)) <= set(numbers)
    (novatec,) = [record for record in _records("Factures clients") if record["N° facture"] == "FA112/26"]
    assert (novatec["Client"], novatec["Montant TTC"]) == ("Novatec", Decimal("1190000.00"))
    assert any(label == "VIR RECU NOVATEC FA112/26" for _, label, _, _ in _by_account()["BNA"])


def test_the_labels_of_the_agency_are_all_met() -> None:
    seen = {label for lines in _by_account().values() for _, label, _, _ in lines}
    expected = (
        "REM CHQ 4471902", "IMPAYE CHQ 4471902", "VIR TRESOR WILAYA", "VERS ESP AG604", "APPORT ASSOCIE", "VIR SALAIRES 10/26",
        "CNAS DAC 09/26", "G50 09/26",
        "CASNOS GERANT", "CHQ 0018834", "VIR PIXELREGIE", "VISA META EUR290", "VISA ADOBE USD59,99", "VISA CANVA EUR12",
        "EFFET 002917", "ECH PRET 14/36",
        "VIR INFODIS FA881", "SADEG", "SEAAL", "IDOOM FIBRE", "DJEZZY FLOTTE", "TPE NAFTAL", "TPE AIR ALGERIE",
        "RET ESP CHQ0018840", "VIR INTERNE CCP",
        "VIR CABINET", "COM VIR+TVA", "FRAIS TENUE T3", "AGIOS T3",
    )  # fmt: skip
    assert [label for label in expected if label not in seen] == []


# ------------------------------------------------------------------------------------------------ planted findings
def _planted(kind: str) -> list[tuple[str, str, tuple[date, ...], Decimal]]:
    return [(each.sheet, each.label, each.days, Decimal(each.cents).scaleb(-2)) for each in PLANTED if each.kind == kind]


@pytest.mark.parametrize("kind", ["ad_peak", "double_payment", "unusual_supplier", "times_100", "bounced_cheque", "missing_receipt"])
def test_planted_lines_stand_where_they_are_said_to_stand(kind: str) -> None:
    planted = _planted(kind)
    assert planted
    for sheet, label, days, amount in planted:
        lines = [(day, found) for day, text, found, _ in _movements(sheet) if label in text]
        assert [(day, amount) for day in days] == [line for line in lines if line[0] in days and line[1] == amount], label


def test_the_double_payment_is_the_only_twin_of_its_invoice() -> None:
    labels = Counter(label for _, label, _, _ in _by_account()["BNA"] if label.startswith("VIR INFODIS"))
    assert [label for label, count in labels.items() if count > 1] == ["VIR INFODIS FA881"]


def test_the_unusual_supplier_is_met_once_and_the_hundredfold_is_a_hundred_usual_bills() -> None:
    assert sum("SAHEL NEGOCE" in label for _, label, _, _ in _by_account()["BNA"]) == 1
    water = Counter(amount for _, label, amount, _ in _by_account()["CCP"] if label == "SEAAL")
    assert water == {Decimal("-3214.20"): 17, Decimal("-321420.00"): 1}


def test_three_subscriptions_run_every_month_and_are_recorded_as_unused() -> None:
    planted = _planted("unused_subscription")
    assert len(planted) == 3
    for _, label, _, _ in planted:
        assert len({(day.year, day.month) for day, text, _, _ in _by_account()["Visa"] if text.startswith(label)}) == 18


def test_the_campaign_breaches_its_cap_in_october_only() -> None:
    ((_, campaign, (first, last), cap),) = _planted("cap_breached")
    (record,) = [record for record in _records("Plafonds") if record["Poste"] == campaign]
    assert record["Montant"] == cap
    spent: dict[int, Decimal] = defaultdict(Decimal)
    for account in ("BNA", "Visa"):
        for day, _, amount, line in _by_account()[account]:
            if line.get("Projet") == campaign:
                spent[day.month] -= amount
    assert spent[first.month] > cap > spent[9] > 0
    assert last == LAST


def test_novatec_is_34_days_late_and_nothing_in_the_banks_pays_it() -> None:
    ((sheet, customer, (due,), amount),) = _planted("late_customer")
    (invoice,) = [record for record in _records(sheet) if record["Client"] == customer and record["Échéance"] == due]
    assert (LAST - due).days == 34
    assert invoice["Montant TTC"] == amount
    assert invoice["État"] is None
    assert not any(str(invoice["N° facture"]) in label for _, label, _, _ in _by_account()["BNA"])


def test_missing_receipts_are_the_only_card_purchases_without_one() -> None:
    without = [(day, label) for day, label, amount, record in _movements("Opérations") if amount < 0 and not record["Justificatif"]]
    assert sorted(without) == sorted((days[0], label) for _, label, days, _ in _planted("missing_receipt"))
    asked = [record for record in _records("Justificatifs") if record["Statut"] == "À demander"]
    assert len(asked) == len(without)


def test_the_undebited_cheque_is_in_the_schedule_and_not_in_the_bank() -> None:
    ((sheet, number, (day,), amount),) = _planted("undebited_cheque")
    (record,) = [record for record in _records(sheet) if record["Référence"] == number]
    assert (record["Date"], record["Montant"], record["Type"], record["Sens"]) == (day, -amount, "Chèque émis", "Payer")
    assert not any(number in label for lines in _by_account().values() for _, label, _, _ in lines)


def test_the_wide_blocks_are_statements_with_junk_above_and_every_other_tab_a_table() -> None:
    kinds = {title: [type(block) for _, _, block in sheet.placed()] for title, sheet in _sheets().items()}
    plain = [title for title, found in kinds.items() if Block in found]
    assert plain == ["Mode d'emploi", "BNA", "CPA", "CCP", "Caisse", "BEA devises", "Contrôles"]
