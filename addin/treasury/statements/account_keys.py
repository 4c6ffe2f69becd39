"""Whether two spellings are one account (RIB inside IBAN, account number inside RIB), and the accounts that a text names."""

from __future__ import annotations

import re

from addin.treasury.characters import plain
from addin.treasury.statements.account_numbers import NOISE, AccountNumber, check_rib

__all__ = ["AccountNumber", "account_key", "check_rib", "find_accounts", "possible_accounts", "same_account"]

_LAYOUTS = {
    "rib": (3, 5, 10, 2),
    "rip": (3, 5, 10, 2),
    "rib_fr": (5, 5, 11, 2),
    "DE": (8, 10),
    "NL": (4, 10),
    "TN": (2, 3, 13, 2),
    "MA": (3, 3, 16, 2),
}
_LEAST = 6  # characters of an account number that still tell an account
_SURE_TAIL = 8  # of the end of an unknown layout

_G = r"[ .\-/]?"
_ALONE, _ENDS = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_LABEL = (
    r"\b(?:RIB|RIP|IBAN|COMPTE|CPTE|ACCOUNT|CCP)\b[^0-9A-Z]*(?:(?:N|NO|NUM|NUM[EÉ]RO|NUMBER|COURANT|CH[EÈ]QUES?|BANCAIRE)\b[^0-9A-Z]*)*"
)
_WITH_KEY = (
    rf"{_ALONE}(?P<number>[A-Z]{{2}}[0-9]{{2}}(?: ?[A-Z0-9]){{11,30}}){_ENDS}",  # IBAN
    rf"{_ALONE}(?P<number>[0-9](?:{_G}[0-9]){{19}})(?![0-9])",  # Algerian RIB
    rf"{_ALONE}(?P<number>[0-9](?:{_G}[0-9]){{9}}(?:{_G}[A-Z0-9]){{11}}(?:{_G}[0-9]){{2}}){_ENDS}",  # French RIB
)
_WITHOUT_KEY = (
    rf"(?<![A-Za-z0-9*])(?P<number>(?:[0-9]{{4,6}}[ -]?)?(?:[0-9]{{0,2}}[*X•]{{2,12}}[ -]?){{1,4}}[0-9]{{4}}){_ENDS}",  # card
    r"\b(?:CCP|C\.C\.P\.?)\s*(?:N[°ºO]\s*)?[:=]?\s*(?P<number>[0-9](?: ?[0-9]){3,9}\s*(?:CL[EÉ]|/)\s*:?\s*[0-9]{2})(?![0-9])",
    rf"{_LABEL}(?P<number>[0-9](?:{_G}[0-9]){{5,23}}(?:[A-Z][0-9]*)?)(?![0-9A-Z]|[.,/][0-9])",
)
_SEARCHES = tuple(
    (re.compile(pattern, re.IGNORECASE if not with_key else re.NOFLAG), with_key)
    for patterns, with_key in ((_WITH_KEY, True), (_WITHOUT_KEY, False))
    for pattern in patterns
)
_DAY, _MONTH = r"(?:0[1-9]|[12][0-9]|3[01])", r"(?:0[1-9]|1[0-2])"
_COMPACT_DATE = re.compile(rf"(?:19|20)[0-9]{{2}}{_MONTH}(?:{_DAY}[0-9]{{0,6}})?|{_DAY}{_MONTH}(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})")


def account_key(text: str) -> str:
    """A comparable key of any account number: no spaces, no dashes, the RIB out of its IBAN; "" for a text without digits.

    >>> account_key("001-00012-3456789012-43") == account_key("DZ26 0010 0012 3456 7890 1243")
    True
    >>> account_key("FR14 2004 1010 0505 0001 3M02 606"), account_key("0123-456")
    ('20041010050500013M02606', '0123456')
    """
    return check_rib(text).key


def find_accounts(text: str) -> list[AccountNumber]:
    """The account numbers that stand in a line of text or a file name, in order, each once.

    Found by their key (RIB, RIP, IBAN), or by the word before them (« Compte n° », « RIB », « CCP ») whatever their key; a
    masked card by its stars. Bare digits without either are not an account: see `possible_accounts`.

    >>> [found.key for found in find_accounts("Relevé du compte n° 001 00012 3456789012 43 du 01/10/2026 au 31/10/2026")]
    ['00100012345678901243']
    >>> [found.key for found in find_accounts("CARTE 4970XXXXXXXX1234 le 12/10/2026")], find_accounts("TEL 0021321456789")
    (['4970********1234'], [])
    """
    written = " ".join(plain(text).replace("_", " ").split())
    found: dict[str, AccountNumber] = {}
    taken: list[tuple[int, int]] = []
    for pattern, needs_key in _SEARCHES:
        for match in pattern.finditer(written):
            start, end = match.span("number")
            if any(start < until and since < end for since, until in taken):
                continue
            account = _trimmed(match["number"], needs_key)
            if account is not None:
                taken.append((start, end))
                found.setdefault(account.key, account)
    order = {account.key: written.find(account.text) for account in found.values()}
    return sorted(found.values(), key=lambda account: order[account.key])


def possible_accounts(text: str) -> list[str]:
    """Runs of six digits or more that are neither a date nor part of an account already found; to compare with known accounts.

    >>> possible_accounts("export_0123456789_20261031.csv"), possible_accounts("releve_31102026_2026-10-31.csv")
    (['0123456789'], [])
    """
    sure = {account.key for account in find_accounts(text)}
    runs = re.findall(r"(?<![0-9])[0-9]{6,}(?![0-9])", plain(text))
    return [run for run in dict.fromkeys(runs) if not _COMPACT_DATE.fullmatch(run) and not any(run in key for key in sure)]


def same_account(one: str, other: str) -> bool:
    """True when two account numbers are one account: equal keys, or one is the account number inside the other.

    The account number stands inside the RIB, the RIB inside the IBAN; leading zeros do not count. Two masked cards are one
    when no visible digit contradicts and the last four are seen. Unsure is False.

    >>> same_account("3456789012", "001 00012 3456789012 43"), same_account("FR14 2004 1010 0505 0001 3M02 606", "0500013M026")
    (True, True)
    >>> same_account("00456789012", "001 00012 3456789012 43"), same_account("4970 **** **** 1234", "**** 1234")
    (False, True)
    """
    first, second = check_rib(one), check_rib(other)
    if not first.key or not second.key:
        return False
    if first.key == second.key:
        return True
    if "card" in (first.kind, second.kind):
        return {first.kind, second.kind} <= {"card", "number"} and _same_card(first.key, second.key)
    return _is_part_of(first, second) or _is_part_of(second, first)


def _trimmed(number: str, needs_key: bool) -> AccountNumber | None:
    """The account in a run of letters and digits; words after an IBAN are cut until its key holds."""
    account = check_rib(number)
    if not needs_key:
        return account if account.key and not _COMPACT_DATE.fullmatch(account.key) else None
    while not account.holds and " " in number and number[:1].isalpha():
        number = number.rpartition(" ")[0]
        account = check_rib(number)
    return account if account.holds else None


def _is_part_of(small: AccountNumber, large: AccountNumber) -> bool:
    """The smaller one is the account number (with or without what stands around it) of the larger one."""
    wanted = small.key.lstrip("0")
    if len(small.key) >= len(large.key) or len(wanted) < _LEAST or small.kind != "number":
        return False
    body = large.key[4:] if large.kind == "iban" else large.key
    layout = _LAYOUTS.get(large.kind) or (_LAYOUTS.get(large.key[:2]) if large.kind == "iban" else None)
    if layout is None:
        return len(wanted) >= _SURE_TAIL and (body.endswith(wanted) or body[:-2].endswith(wanted))
    ends = [sum(layout[:at]) for at in range(len(layout) + 1)]
    account = next(at for at, length in enumerate(layout) if length == max(layout))
    parts = {body[ends[start] : ends[end]].lstrip("0") for start in range(account + 1) for end in range(account + 1, len(ends))}
    bank, _, own = small.text.partition("/")  # MT940: bank/account, neither filled up with zeros
    return wanted in parts or (bool(own) and body.startswith(NOISE.sub("", bank)) and NOISE.sub("", own).lstrip("0") in parts)


def _same_card(one: str, other: str) -> bool:
    shown = [key.replace("*", "") for key in (one, other)]
    if (
        not all(re.fullmatch(r"[0-9*]+", key) for key in (one, other))
        or min(map(len, shown)) < 4
        or one[-4:] != other[-4:]
        or "*" in one[-4:]
    ):
        return False
    return all("*" in pair or pair[0] == pair[1] for pair in zip(reversed(one), reversed(other), strict=False))
