"""Small change of the example: three cards, the cash box, and the transfers that feed them so that none runs dry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from addin.sheets.example.days import LAST, months, working, working_before
from addin.sheets.example.movements import BEA, BNA, CARDS, CASH, CCP, CIB, CPA, EDAHABIA, VISA, Book, Movement, transfer
from addin.sheets.example.planted import CAMPAIGN, MISSING_RECEIPTS, PEAK_DAYS, PEAK_EUROS
from addin.treasury.classification.classes import ADS, INVESTMENT, OVERHEADS, SOFTWARE, TRAVEL, UNSORTED

CARD_RATE = {"EUR": 15_100, "USD": 13_000}  # centimes for one unit, as the card statement counts
# tool, day of the month, currency, price in cents of it
SUBSCRIPTIONS = (
    ("ADOBE", 3, "USD", 5_999), ("CANVA", 5, "EUR", 1_200), ("FIGMA", 6, "USD", 4_500), ("SLACK", 7, "USD", 3_500),
    ("GOOGLE WORKSPACE", 1, "EUR", 4_680), ("SEMRUSH", 9, "USD", 12_995),
    ("HOOTSUITE", 11, "USD", 9_900), ("SHUTTERSTOCK", 13, "EUR", 4_900),
    ("ZOOM", 14, "USD", 1_499), ("NOTION", 16, "USD", 4_800), ("MAILCHIMP", 19, "USD", 4_500), ("OVH", 20, "EUR", 2_400),
    ("GITHUB", 22, "USD", 2_100), ("DROPBOX", 24, "EUR", 1_800), ("OPENAI", 26, "USD", 2_000),
)  # fmt: skip
_CAMPAIGN_DAYS = (date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 21))
_CAMPAIGN_EUROS = 400
_BUYING = (("TPE BUREAU VALLEE", OVERHEADS, 1_500, 6_500), ("TPE JUMIA PRO", OVERHEADS, 2_000, 7_500), ("TPE ARDIS", OVERHEADS, 900, 4_200))
_VISITING = (("TPE RESTAURANT", TRAVEL, 1_800, 5_500), ("TPE YASSIR", TRAVEL, 450, 1_600), ("TPE PARKING AEROPORT", TRAVEL, 300, 900))
_HOTELS = ("TPE HOTEL SABRI", "TPE HOTEL CIRTA", "TPE HOTEL EL RIADH")
_CASH_SPENDING = (
    ("TAXI", TRAVEL, 300, 1_400), ("CAFE ET EAU BUREAU", OVERHEADS, 500, 2_200),
    ("FOURNITURES BUREAU", OVERHEADS, 400, 3_800), ("COURSIER YALIDINE", OVERHEADS, 400, 1_200),
    ("PARKING", TRAVEL, 100, 400), ("PHOTOCOPIES", OVERHEADS, 150, 900), ("PRODUITS ENTRETIEN", OVERHEADS, 600, 2_600),
    ("REPAS EQUIPE", OVERHEADS, 1_500, 4_500),
    ("PETIT MATERIEL", OVERHEADS, 800, 3_900),
)  # fmt: skip
_CASH_LINES = 31
_RENT_MONTHS = ((2025, 7, 18_790), (2026, 1, 18_812), (2026, 7, 18_834))
_LAST_CHEQUE = 18_840


def book_cards(book: Book, rng: Random) -> None:
    """Purchases by card: subscriptions and ads on the Visa, purchases on the CIB, missions on the Edahabia."""
    for year, month in months():
        for tool, day, currency, price in SUBSCRIPTIONS:
            _foreign(book, date(year, month, day), tool, currency, price, SOFTWARE)
        project = CAMPAIGN if (year, month) >= (2026, 9) else ""
        _foreign(book, date(year, month, 4), "META", "EUR", 29_000, ADS, project)
        for card, lines in ((CIB, 8), (EDAHABIA, 8)):
            for _ in range(lines):
                _card(book, _any_day(rng, year, month), card, "TPE NAFTAL", 380_000, OVERHEADS)
        for _ in range(9):
            _small(book, rng, year, month, CIB, _BUYING)
        for _ in range(12):
            _small(book, rng, year, month, EDAHABIA, _VISITING)
        _card(book, date(year, month, rng.randint(8, 20)), EDAHABIA, _HOTELS[rng.randint(0, 2)], rng.randint(300, 420) * 10_000, TRAVEL)
        if (year, month) != (2026, 10):  # that one is among the missing receipts
            _card(book, date(year, month, rng.randint(3, 25)), EDAHABIA, "TPE AIR ALGERIE", 3_860_000, TRAVEL)
    for peak in PEAK_DAYS:
        _foreign(book, peak, "META", "EUR", PEAK_EUROS * 100, ADS)
    for spent in _CAMPAIGN_DAYS:
        _foreign(book, spent, "TIKTOK", "EUR", _CAMPAIGN_EUROS * 100, ADS, CAMPAIGN)
    for bought, card, label, cents in MISSING_RECEIPTS:
        category = TRAVEL if card == EDAHABIA else INVESTMENT if "CONDOR" in label else OVERHEADS
        book.add(Movement(bought, card, label, -cents, category, label.removeprefix("TPE ").title()))


def book_cash(book: Book, rng: Random) -> None:
    """Small cash expenses, on working days and Saturdays."""
    for year, month in months():
        for _ in range(_CASH_LINES):
            label, category, low, high = _CASH_SPENDING[rng.randint(0, len(_CASH_SPENDING) - 1)]
            day = _any_day(rng, year, month)
            day = day + timedelta(days=1) if day.weekday() == 4 else day  # closed on Friday
            book.add(Movement(day, CASH, label, -rng.randint(low // 10, high // 10) * 1_000, category))


def feed_accounts(book: Book, openings: dict[str, int], euro_rate: Callable[[date], int]) -> None:
    """Add the transfers between own accounts: each account is fed before its month, and the cash box never goes below zero.

    Args:
        openings: account → opening balance, its own minor units.
        euro_rate: bank rate of a day, in hundredths of a centime for one euro.
    """
    for i, (year, month) in enumerate(months()):
        first = date(year, month, 1)
        end = min(LAST, date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1))
        eve = working_before(first - timedelta(days=1)) if i else working(first)
        _feed_visa(book, openings, euro_rate, i, first)
        for card, source in ((CIB, BNA), (EDAHABIA, CCP)):
            if missing := _missing(book, openings, card, first, end, floor=1_000_000, step=1_000_000):
                label = f"RECHARGE CARTE {card.upper()}"
                book.add(*transfer(eve, eve, source, card, missing, label, label))
        if missing := _missing(book, openings, CCP, first, end, floor=5_000_000, step=30_000_000):
            book.add(*transfer(eve, eve, BNA, CCP, missing, "VIR INTERNE CCP", "VIR INTERNE BNA"))
        day = working(date(year, month, 24))
        if day <= LAST:
            book.add(*transfer(day, working(day + timedelta(days=1)), CPA, BNA, 70_000_000, "VIR INTERNE BNA", "VIR INTERNE CPA"))
    _feed_cash(book, openings)


def _feed_visa(book: Book, openings: dict[str, int], euro_rate: Callable[[date], int], i: int, first: date) -> None:
    """Every third month, on a Sunday, euros of the foreign-currency account go to the card, at the bank's rate of the day."""
    if i % 3:
        return
    end = min(LAST, first + timedelta(days=92))
    sunday = first + timedelta(days=6 - first.weekday())
    missing = _missing(book, openings, VISA, first, end, floor=4_000_000, step=100)
    if missing:
        rate = euro_rate(sunday)
        euros = -(-missing * 100 // (rate * 50)) * 50
        dinars = euros * rate  # hundredths of a centime × euros
        book.add(*_euro_transfer(sunday, euros * 100, -(-dinars // 100)))


def _euro_transfer(day: date, euro_cents: int, dinar_cents: int) -> Sequence[Movement]:
    out, _ = transfer(day, day, BEA, VISA, euro_cents, "VIR INTERNE CARTE VISA", "")
    _, into = transfer(day, day, BEA, VISA, dinar_cents, "", "RECHARGE CARTE VISA")
    return out, into


def _missing(book: Book, openings: dict[str, int], account: str, first: date, end: date, *, floor: int, step: int) -> int:
    """What must come in by `first` so that the balance stays above `floor` until `end`, rounded up to `step`."""
    balance = openings[account] + book.balance(account, first - timedelta(days=1))
    lowest, running = balance, balance
    for line in book.of(account):
        if first <= line.day <= end:
            running += line.cents
            lowest = min(lowest, running)
    return -(-(floor - lowest) // step) * step if lowest < floor else 0


def _feed_cash(book: Book, openings: dict[str, int]) -> None:
    """Cash drawn by cheque when the box runs low, cash brought to the bank when it holds too much."""
    drawn: dict[date, int] = {}
    for day in (working(date(year, month, 1 + 7 * k)) for year, month in months() for k in range(4)):
        balance = openings[CASH] + book.balance(CASH, day - timedelta(days=1)) + sum(drawn.values())
        soon = sum(line.cents for line in book.of(CASH) if day <= line.day <= day + timedelta(days=14) and line.cents < 0)
        if balance + soon < 500_000:
            drawn[day] = 10_000_000
        elif balance > 17_000_000:
            book.add(*transfer(day, day, CASH, BNA, 15_000_000, "VERS ESP BNA AG604", "VERS ESP AG604"))
    for (day, cents), number in zip(drawn.items(), _cheques(list(drawn)), strict=True):
        book.add(*transfer(day, day, BNA, CASH, cents, f"RET ESP CHQ{number:07d}", f"ALIM CAISSE CHQ{number:07d}"))


def _cheques(days: Sequence[date]) -> list[int]:
    """Cheque numbers that grow with time and leave room for the rent cheques."""
    numbers: list[int] = []
    bounds = [(date(year, month, 6), number) for year, month, number in _RENT_MONTHS]
    for i, day in enumerate(days):
        limit = next((number for at, number in bounds if day < at), _LAST_CHEQUE + 1)
        upper = next((at for at, _ in bounds if day < at), LAST)
        later = sum(1 for other in days[i + 1 :] if other < upper)
        numbers.append(limit - 1 - later)
    return numbers


def _any_day(rng: Random, year: int, month: int) -> date:
    return date(year, month, rng.randint(1, 28 if month == 2 else 30))


def _small(book: Book, rng: Random, year: int, month: int, card: str, choices: Sequence[tuple[str, str, int, int]]) -> None:
    label, category, low, high = choices[rng.randint(0, len(choices) - 1)]
    day = _any_day(rng, year, month)
    is_unsorted = day > date(2026, 10, 24)
    _card(book, day, card, label, rng.randint(low // 10, high // 10) * 1_000, UNSORTED if is_unsorted else category)


def _foreign(book: Book, day: date, tool: str, currency: str, price: int, category: str, project: str = "") -> None:
    whole, cents = divmod(price, 100)
    text = f"{currency}{whole}" + (f",{cents:02d}" if cents else "")
    _card(book, day, VISA, f"VISA {tool} {text}", price * CARD_RATE[currency] // 100, category, project)


def _card(book: Book, day: date, card: str, label: str, cents: int, category: str, project: str = "") -> None:
    assert card in CARDS
    name = label.split(" ", 1)[1].split(" EUR")[0].split(" USD")[0]
    receipt = f"{day:%Y-%m-%d}_{name.lower().replace(' ', '-')}_{cents // 100}.pdf"
    book.add(Movement(day, card, label, -cents, category, name.title(), project=project, receipt=receipt))
