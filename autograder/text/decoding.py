"""Text of files that people edit, whatever mark of byte order their editor has put before it."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),  # Notepad, and Excel's CSV
    (codecs.BOM_UTF16_LE, "utf-16"),  # PowerShell's >, and Excel's Unicode text
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> str:
    """Return UTF-8, with or without a mark, or UTF-16 with one, as text whose lines end in `\\n`.

    Raises UnicodeDecodeError, which is a ValueError.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
