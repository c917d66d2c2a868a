"""LaTeX formulas → MathML, which browsers draw by themselves: no script, no font from elsewhere."""

import unicodedata
from functools import lru_cache

from bs4 import BeautifulSoup, Tag
from latex2mathml.converter import convert

LONGEST = 4000  # characters; a longer one is nobody's formula

_LEAVES = "math mrow mi mn mo ms mtext mspace mstyle mpadded mphantom menclose none"
_NODES = "mfrac msqrt mroot mover munder munderover msub msup msubsup mmultiscripts mprescripts"
_TAGS = frozenset(f"{_LEAVES} {_NODES} mtable mtr mtd".split())
# None of them names a place to go to or to load from.
_OF_SIGNS = "stretchy fence form separator accent accentunder largeop movablelimits symmetric"
_OF_SIZE = "mathsize minsize maxsize lspace rspace width height depth voffset linethickness"
_OF_TABLES = "columnalign columnspacing rowspacing columnlines rowlines rowalign notation"
_ATTRIBUTES = frozenset(
    f"display displaystyle scriptlevel mathvariant {_OF_SIGNS} {_OF_SIZE} {_OF_TABLES}".split()
)
_ALPHABETS = {
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "fraktur": "FRAKTUR",
    "script": "SCRIPT",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
_SCRIPTS = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_THIN = "0.167em"


@lru_cache(maxsize=4096)
def mathml(latex: str, *, block: bool) -> str:
    """Return a formula as one MathML element, or '' for what cannot be told as one.

    Args: `latex`, without its dollars; `block`, whether it stands on lines of its own.
    """
    if len(latex) > LONGEST:
        return ""
    try:
        text = convert(latex, display="block" if block else "inline")
    except Exception:  # students' text, and the converter raises whatever it trips over
        return ""
    soup = BeautifulSoup(text, "html.parser")
    math = soup.find("math")
    if not isinstance(math, Tag) or any(tag.name not in _TAGS for tag in soup.find_all(True)):
        return ""
    for tag in soup.find_all(True):
        tag.attrs = {k: v for k, v in tag.attrs.items() if k in _ATTRIBUTES}
    for tag in math.select("mi[mathvariant], mn[mathvariant], mo[mathvariant]"):
        _choose_letters(tag)
    for tag in math.find_all(["mi", "mo"]):
        _set_apart(tag, soup)
    math["alttext"] = latex.strip()
    return str(math)


def _choose_letters(tag: Tag) -> None:
    """Name a letter's alphabet by its character: browsers know no mathvariant but `normal`."""
    alphabet = _ALPHABETS.get(str(tag["mathvariant"]))
    if alphabet:
        tag.string = "".join(_letter(char, alphabet) for char in tag.get_text())
        del tag["mathvariant"]


def _letter(char: str, alphabet: str) -> str:
    """Return a letter or digit of a mathematical alphabet, or itself where that has none."""
    name = unicodedata.name(char, "").replace("LATIN ", "").replace("GREEK ", "")
    name = name.replace(" LETTER", "")
    # A few letters were in Unicode before the others, under names of their own.
    older = name.replace("CAPITAL", "BLACK-LETTER CAPITAL")
    names = [f"MATHEMATICAL {alphabet} {name}", f"{alphabet} {name}"]
    for known in [*names, older] if alphabet == "FRAKTUR" else names:
        try:
            return unicodedata.lookup(known)
        except KeyError:
            continue
    return char


def _set_apart(tag: Tag, soup: BeautifulSoup) -> None:
    """Put a thin space behind `log`, as TeX does, unless a bracket or a sign follows."""
    if len(tag.get_text()) < 2 or not tag.get_text().isalpha():
        return
    whole = tag
    while isinstance(whole.parent, Tag) and whole.parent.name in _SCRIPTS:
        if whole.find_previous_sibling() is not None:
            return  # it is an index itself
        whole = whole.parent
    after = whole.find_next_sibling()
    if after is not None and after.name not in ("mo", "mspace", "mtext"):
        whole.insert_after(soup.new_tag("mspace", attrs={"width": _THIN}))
