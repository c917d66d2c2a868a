"""One spelling for names: Unicode has several for one and the same, and disks and files differ."""

import unicodedata


def one_spelling(name: str) -> str:
    """Return a name in the one form of Unicode (NFC) that it has wherever students are named."""
    return unicodedata.normalize("NFC", name)
