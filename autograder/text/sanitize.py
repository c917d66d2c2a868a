"""Text that strangers wrote → text that can only be read, wherever it is shown."""

import re

# A terminal's commands: CSI, which moves and colours, and OSC, which sets titles and clipboards.
_COMMANDS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")

CUT = " … (cut)"


def plain(text: str, most: int) -> str:
    """Return at most so many characters of text without control, bidi or half characters.

    Lines and tabs stay; of a line that was overwritten, as progress bars do, the last state.
    """
    clipped = text[: 2 * most]  # before any work on it; commands may take up the other half
    lines = _COMMANDS.sub("", clipped).split("\n")
    last = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    shown = "".join(c for c in last if c in "\n\t" or c.isprintable())
    if len(shown) <= most and len(clipped) == len(text):
        return shown
    return shown[:most] + CUT


def plain_ends(text: str, most: int) -> str:
    """Return both ends of a text likewise: a traceback says first where and last what."""
    if len(text) <= most:
        return plain(text, most)
    return plain(text[: most // 2], most) + CUT + " … " + plain(text[-(most // 2) :], most)
