"""Well-known tools and services, and what each is mainly for: two of one function are an overlap to look at."""

from __future__ import annotations

from functools import cache

from addin.treasury.counterparties import normalise

_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "ads": ("META", "FACEBOOK", "FACEBK", "GOOGLE ADS", "TIKTOK", "LINKEDIN ADS", "SNAPCHAT", "TABOOLA", "CRITEO"),
    "design": ("ADOBE", "CANVA", "FIGMA", "SKETCH", "AFFINITY", "COREL"),
    "images": ("SHUTTERSTOCK", "ISTOCK", "GETTY IMAGES", "DEPOSITPHOTOS", "FREEPIK", "ENVATO", "ADOBE STOCK"),
    "social": ("HOOTSUITE", "BUFFER", "AGORAPULSE", "SWELLO", "SPROUT SOCIAL", "METRICOOL"),
    "seo": ("SEMRUSH", "AHREFS", "MOZ", "MAJESTIC", "SEOBSERVER"),
    "chat": ("SLACK", "MATTERMOST", "DISCORD"),
    "video": ("ZOOM", "WEBEX", "GOTOMEETING", "WHEREBY", "LIVESTORM", "TEAMS"),
    "office": ("GOOGLE WORKSPACE", "GSUITE", "MICROSOFT 365", "OFFICE 365", "ZOHO"),
    "storage": ("DROPBOX", "BOX COM", "PCLOUD", "WETRANSFER", "ICLOUD", "MEGA"),
    "notes": ("NOTION", "EVERNOTE", "ONENOTE", "CODA"),
    "projects": ("ASANA", "TRELLO", "MONDAY COM", "CLICKUP", "BASECAMP", "JIRA", "ATLASSIAN"),
    "mailing": ("MAILCHIMP", "BREVO", "SENDINBLUE", "MAILJET", "SENDGRID", "CAMPAIGN MONITOR"),
    "hosting": ("OVH", "AYRADE", "ICOSNET", "HOSTINGER", "GANDI", "IONOS", "AWS", "AMAZON WEB SERVICES", "DIGITALOCEAN",
                "HETZNER", "HEROKU"),
    "code": ("GITHUB", "GITLAB", "BITBUCKET"),
    "ai": ("OPENAI", "CHATGPT", "ANTHROPIC", "CLAUDE", "MIDJOURNEY", "MISTRAL"),
    "signature": ("DOCUSIGN", "YOUSIGN", "HELLOSIGN", "SIGNATURIT"),
    "accounting": ("PENNYLANE", "QUICKBOOKS", "XERO", "SAGE", "EBP", "TIIME", "INDY"),
    "crm": ("HUBSPOT", "PIPEDRIVE", "SALESFORCE", "SELLSY"),
    "mobile": ("DJEZZY", "OOREDOO", "MOBILIS"),
    "internet": ("ALGERIE TELECOM", "IDOOM"),
}  # fmt: skip
_INCLUDED: dict[str, tuple[str, ...]] = {
    "GOOGLE WORKSPACE": ("video", "storage"), "GSUITE": ("video", "storage"),
    "MICROSOFT 365": ("video", "storage", "chat", "notes"), "OFFICE 365": ("video", "storage", "chat", "notes"),
    "CANVA": ("images",), "ZOHO": ("mailing", "crm"), "HUBSPOT": ("mailing",), "CLICKUP": ("notes",),
}  # fmt: skip
"""What a suite holds besides what it is bought for."""


def included_in(party: str) -> tuple[str, ...]:
    """What a tool holds besides its main function.

    >>> included_in("Canva"), included_in("Zoom")
    (('images',), ())
    """
    words = f" {normalise(party)} "
    return next((functions for name, functions in _INCLUDED.items() if f" {name} " in words), ())


def function_of(party: str) -> str:
    """What a tool is mainly for, "" for one that is not known.

    >>> function_of("Zoom"), function_of("OVH SAS"), function_of("Boulangerie")
    ('video', 'hosting', '')
    """
    words = f" {normalise(party)} "
    return next((function for name, function in _by_length() if f" {name} " in words), "")


@cache
def _by_length() -> tuple[tuple[str, str], ...]:
    """Names with their function, the longest first: « Google Ads » before a shorter name."""
    return tuple(sorted(((name, function) for function, names in _FUNCTIONS.items() for name in names), key=lambda pair: -len(pair[0])))
