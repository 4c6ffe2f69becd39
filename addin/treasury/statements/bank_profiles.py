"""The profiles that come with the product: a few lines for each bank (profils fournis).

No real export of an Algerian bank is public; theirs are made from usage (day first, decimal comma, dinars) and marked
`to_confirm`. Their columns are found by their headings, like those of any file.
"""

from __future__ import annotations

from addin.treasury.statements.profiles import GENERIC, Profile


def _algerian(name: str, bank: str, marks: tuple[str, ...], samples: tuple[str, ...]) -> Profile:
    return Profile(name, bank, date_order="dmy", currency="DZD", to_confirm=True, samples=samples, marks=marks)


BANK_PROFILES: tuple[Profile, ...] = (
    GENERIC,
    Profile(
        "La Banque Postale",
        "La Banque Postale",
        columns={"booked_on": "Date", "label": "Libellé", "amount": "Montant(EUROS)"},
        date_order="dmy",
        decimal=",",
        samples=("ACHAT CB COMMERCE", "VIREMENT DE", "PRELEVEMENT DE", "CHEQUE N°"),
    ),
    _algerian(
        "BNA",
        "Banque nationale d'Algérie",
        ("bna", "banque nationale d algerie"),
        ("VIREMENT RECU", "CHEQUE COMPENSE", "COMMISSION DE TENUE DE COMPTE"),
    ),
    _algerian("CPA", "Crédit populaire d'Algérie", ("cpa", "credit populaire d algerie"), ("VIR RECU", "RETRAIT CHEQUE", "FRAIS VIREMENT")),
    _algerian("BEA", "Banque extérieure d'Algérie", ("bea", "banque exterieure d algerie"), ("VIREMENT", "VERSEMENT ESPECES", "AGIOS")),
    _algerian(
        "BADR",
        "Banque de l'agriculture et du développement rural",
        ("badr", "banque de l agriculture et du developpement rural"),
        ("VIREMENT RECU", "REMISE DE CHEQUE", "COMMISSION"),
    ),
    _algerian(
        "BDL",
        "Banque de développement local",
        ("bdl", "banque de developpement local"),
        ("VIREMENT EMIS", "REMISE CHEQUE", "FRAIS DE GESTION"),
    ),
    _algerian(
        "AGB",
        "Gulf Bank Algeria",
        ("agb", "algeria gulf bank", "gulf bank algeria", "gulf bank algerie"),
        ("VIREMENT SWIFT", "PAIEMENT CIB"),
    ),
    _algerian(
        "Algérie Poste (CCP)",
        "Algérie Poste",
        ("algerie poste", "ccp algerie", "centre de cheques postaux", "baridimob"),
        ("VERSEMENT", "RETRAIT GAB", "VIREMENT CCP", "PAIEMENT EDAHABIA"),
    ),
)
"""Name them with « --profil »; those with marks or headings are recognised."""
