"""Statements printed as PDF: read by the place of the words, accepted only when the balances prove the reading."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from addin.hosts import pdf_words
from addin.hosts.pdf_statement import read_pdf
from addin.messages import TresoError
from addin.treasury.statements.model import StatementFile
from addin.treasury.statements.printed_lines import Page, Word, lines_of, with_numbers_joined
from addin.treasury.statements.printed_table import printed_table
from addin.treasury.statements.tables import read_table
from tests.statements.laws import keeps_laws
from tests.statements.pdf_writer import pdf_of
from tests.statements.printed_statements import ENTRIES, OPENING, Entry, bna, ccp, cpa

pytest.importorskip("pdfplumber", reason="the extra « pdf » is not installed")
DATA = Path(__file__).resolve().parent / "data"


def read(data: bytes, file: str = "relevé.pdf") -> StatementFile:
    return read_pdf(data, file, profiles=())


def refusal(data: bytes) -> str:
    with pytest.raises(TresoError) as refused:
        read(data)
    return refused.value.code


def test_a_page_with_debit_credit_and_balance_is_read_to_the_centime() -> None:
    found = read(bna())
    (statement,) = found.statements
    assert statement.lines["amount_cents"].tolist() == [entry.cents for entry in ENTRIES]
    assert [f"{day:%d/%m/%Y}" for day in statement.lines["booked_on"]] == [entry.day for entry in ENTRIES]
    assert [f"{day:%d/%m/%Y}" for day in statement.lines["value_date"]] == [entry.value for entry in ENTRIES]
    assert statement.opening is not None
    assert statement.opening.cents == OPENING
    assert statement.closing is not None
    assert statement.closing.cents == OPENING + sum(entry.cents for entry in ENTRIES)
    assert statement.account.number == "001 00604 0300012345 54"
    assert (statement.currency, found.format) == ("DZD", "PDF")


def test_the_further_lines_of_a_label_belong_to_their_operation() -> None:
    labels = read(bna()).statements[0].lines["label"].tolist()
    assert labels == [" ".join(entry.label) for entry in ENTRIES]


def test_headings_on_two_lines_and_no_running_balance_are_read() -> None:
    (statement,) = read(cpa()).statements
    assert statement.lines["amount_cents"].tolist() == [entry.cents for entry in ENTRIES]
    assert statement.lines["value_date"].notna().all()
    assert statement.lines["balance_cents"].isna().all()


def test_pages_go_on_from_each_other_without_their_heads_feet_and_carried_balances() -> None:
    found = read(ccp())
    (statement,) = found.statements
    assert len(statement.lines) == 90
    assert not statement.lines["label"].str.contains("REPORT|Document|ALGERIE POSTE").any()
    assert found.left_out["repeated"] == 7
    assert statement.account.number == "0023456789 clé 88"


@pytest.mark.parametrize("data", [bna(), cpa(), ccp()], ids=["bna", "cpa", "ccp"])
def test_every_line_of_text_is_counted_once(data: bytes) -> None:
    count = len(lines_of(pdf_words.words_of(data, "x.pdf")))
    keeps_laws(lambda: read(data), exactly=count)


@pytest.mark.parametrize("data", [bna(wrong=100), cpa(wrong=-1), ccp(missing=40), ccp(missing=0), ccp(missing=89)])
def test_a_reading_that_the_balances_do_not_prove_is_refused(data: bytes) -> None:
    assert refusal(data) == "PDF_NOT_PROVEN"


def test_a_statement_that_ends_without_a_closing_balance_is_read_and_this_is_said() -> None:
    found = read(ccp(has_end=False))
    assert len(found.statements[0].lines) == 90
    assert [code for code, _ in found.findings if code.startswith("PDF")] == ["PDF_ENDS_OPEN"]
    assert [code for code, _ in read(ccp()).findings if code.startswith("PDF")] == []


def test_a_line_that_cannot_be_read_excuses_no_gap() -> None:
    damaged = ccp(has_end=False).replace(b"(07/09/2026)", b"(0x/09/2026)")
    assert refusal(damaged) == "PDF_NOT_PROVEN"


def test_a_statement_without_any_balance_is_refused() -> None:
    headings = [(40.0, 40.0, "Date"), (120.0, 40.0, "Libellé"), (-400.0, 40.0, "Débit"), (-500.0, 40.0, "Crédit")]
    first = [(40.0, 60.0, "04/10/2026"), (120.0, 60.0, "VIR RECU X"), (-500.0, 60.0, "12,00")]
    second = [(40.0, 74.0, "25/10/2026"), (120.0, 74.0, "CHQ 1"), (-400.0, 74.0, "3,00")]
    assert refusal(pdf_of([[*headings, *first, *second]])) == "PDF_NOT_PROVEN"


def test_large_amounts_and_narrow_columns_are_kept_apart() -> None:
    large = tuple(replace(entry, cents=entry.cents * 997 + 7) for entry in ENTRIES)
    (statement,) = read(bna(large, opening=200_000_000_000)).statements
    assert statement.lines["amount_cents"].tolist() == [entry.cents for entry in large]


def test_a_label_that_looks_like_a_date_or_an_amount_stays_a_label() -> None:
    entries = (Entry("04/10/2026", "04/10/2026", ("VIR DU 03/10/2026 1 200,00", "SOLDE FACTURE 12 345"), 100), *ENTRIES)
    (statement,) = read(cpa(entries)).statements
    assert statement.lines["label"].iloc[0] == "VIR DU 03/10/2026 1 200,00 SOLDE FACTURE 12 345"


def test_a_document_made_by_libreoffice_with_arabic_headings_is_read() -> None:
    (statement,) = read((DATA / "releve_arabe.pdf").read_bytes()).statements
    assert len(statement.lines) == 6
    assert int(statement.lines["amount_cents"].sum()) == 12_345_600 - 8_000_050


def test_a_scanned_page_is_refused() -> None:
    assert refusal(pdf_of([[]])) == "PDF_WITHOUT_TEXT"


def test_a_letter_without_a_table_is_refused() -> None:
    assert refusal(pdf_of([[(40, 40, "Madame, Monsieur,"), (40, 60, "votre carte arrive le 04/10/2026.")]])) == "STATEMENT_NO_TABLE"


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\nxx\n%%EOF", bna()[:900]], ids=["head", "junk", "cut"])
def test_a_damaged_document_is_refused(data: bytes) -> None:
    assert refusal(data) in ("STATEMENT_TRUNCATED", "PDF_WITHOUT_TEXT", "STATEMENT_NO_TABLE", "PDF_NOT_PROVEN")


def test_a_document_under_a_password_is_refused() -> None:
    assert refusal((DATA / "releve_protege.pdf").read_bytes()) == "STATEMENT_ENCRYPTED"


def test_too_many_pages_are_refused() -> None:
    assert refusal(pdf_of([[]] * (pdf_words.MOST_PAGES + 1))) == "PDF_ABNORMAL"


def test_a_document_that_takes_too_long_is_ended_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_words, "_TIMEOUT_SECONDS", 0.01)
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    assert refusal(ccp()) == "PDF_ABNORMAL"
    assert [process.poll() is not None for process in started] == [True]


def test_without_pdfplumber_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_words, "find_spec", lambda name: None)
    assert refusal(bna()) == "PDF_SUPPORT_MISSING"


def test_the_groups_of_a_number_are_one_word_and_those_of_two_columns_are_not() -> None:
    words = [
        Word(0, 5, 0, 8, "1"),
        Word(8, 20, 0, 8, "234"),
        Word(23, 45, 0, 8, "567,89"),
        Word(90, 102, 0, 8, "234"),
        Word(105, 127, 0, 8, "100,00"),
    ]
    assert [word.text for word in with_numbers_joined(words)] == ["1 234 567,89", "234 100,00"]


@pytest.mark.parametrize("seed", range(40))
def test_words_moved_lost_or_changed_never_give_a_wrong_amount(seed: int) -> None:
    """The pure part on damaged pages: accepted readings are right, because the balances prove them."""
    chance = random.Random(seed)
    pages = pdf_words_of_ccp()
    damaged = []
    for page in pages:
        words = []
        for word in page.words:
            what = chance.random()
            if what < 0.004:
                continue
            if what < 0.008:
                word = word._replace(text=word.text[::-1])
            elif what < 0.02:
                shift = chance.uniform(-30, 30)
                word = word._replace(x0=word.x0 + shift, x1=word.x1 + shift)
            words.append(word)
        damaged.append(Page(page.number, tuple(words)))
    lines = lines_of(damaged)
    table = printed_table(lines)
    assert len(table.numbers) + sum(table.left_out.values()) == len(lines)
    assert Counter(table.numbers).most_common(1)[0][1] == 1
    keeps_laws(lambda: read_table(table.rows, "x.pdf", format="PDF", profiles=(), first_line=table.numbers))


_CCP: list[Page] = []


def pdf_words_of_ccp() -> list[Page]:
    if not _CCP:
        _CCP.extend(pdf_words.words_of(ccp(), "ccp.pdf"))
    return _CCP
