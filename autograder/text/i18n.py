"""What students read, in the language of their course: sentences that know how they were said.

A check speaks English, by `said`; how the sentence was put together stays with it. So a verdict
can be shown in any language that has a catalogue, and whoever shows it chooses (design/0008).
"""

import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, Self

from autograder.text.sanitize import plain

Direction = Literal["ltr", "rtl"]

CATALOGUES = Path(__file__).parent.parent / "locale"
DOMAIN = "autograder"
CHECKS_DOMAIN = "checks"  # of what one assignment's checks say, in a folder among them
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# Between these two characters text runs from left to right, whatever is around it.
ISOLATE, END = "\u2066", "\u2069"
MOST_VALUE = 2_000  # characters of one value in a sentence


class Said(str):
    """An English text that knows its `recipe`: plain data from which it is said otherwise.

    A recipe holds `text`, the English with names in braces, and their `values`, which are text,
    whole numbers or recipes; or `parts`, recipes of what stands in a row, and what is `between`;
    or `quote`, which is the same in every language.
    """

    recipe: Mapping[str, Any]

    def __new__(cls, english: str, recipe: Mapping[str, Any]) -> Self:
        """Make the text; to be said by the functions below."""
        made = super().__new__(cls, english)
        made.recipe = recipe
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, Any]]:  # type: ignore[override]
        return str(self), self.recipe


def said(text: str, /, **values: str | int) -> Said:
    """Say a whole English sentence or term, `values` filled into its braces.

    The text stands in the call itself, where it is looked for when catalogues are made.
    """
    if not values:
        return as_said(text)
    return Said(text.format(**values), {"text": text, "values": _plain_values(values)})


def said_many(one: str, many: str, number: int, /, **values: str | int) -> Said:
    """Say the one or the other of two English sentences, as their {number} wants it."""
    values = {"number": number, **values}
    english = (one if number == 1 else many).format(**values)
    return Said(english, {"text": one, "many": many, "values": _plain_values(values)})


def as_said(text: str) -> Said:
    """Take a text for a sentence that a catalogue may hold, such as the title of a check.

    What has been said already knows more of itself, and stays as it is.
    """
    return text if isinstance(text, Said) else Said(text, {"text": text})


def quoted(text: str) -> Said:
    """Take text that is in no language of ours: numbers, code, what a student's code has said."""
    return Said(text, {"quote": text})


def listed(parts: Iterable[str], between: str = " ") -> str:
    """Put sentences in a row, without empty ones; plain text if one of them is.

    So a reader gets all of it in one language.
    """
    kept = [part for part in parts if part]
    english = between.join(kept).strip()
    recipes = [recipe_of(part) for part in kept]
    if None in recipes:
        return english
    return Said(english, {"parts": recipes, "between": between})


def capitalised(text: str) -> str:
    """Begin a sentence with a capital letter, in scripts that have some."""
    english = text[:1].upper() + text[1:]
    recipe = recipe_of(text)
    return english if recipe is None else Said(english, {**recipe, "capital": True})


def recipe_of(text: str) -> Mapping[str, Any] | None:
    """Return how a text was put together, None of one that nobody can translate."""
    return text.recipe if isinstance(text, Said) else None


def restored(english: str, recipe: Mapping[str, Any] | None) -> str:
    """Return a text again that was kept as its English and its recipe."""
    return english if recipe is None else Said(english, recipe)


def _plain_values(values: Mapping[str, str | int]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: str | int) -> Any:
    if isinstance(value, Said):
        return value.recipe
    return str(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Told:
    """A text as it is shown, and the language and direction that it turned out to have."""

    text: str
    code: str
    direction: Direction


class _Untranslated(Exception):
    """No catalogue holds this text."""


class _Nothing(gettext.NullTranslations):
    """Where catalogues end: gettext itself would give the English back without a word."""

    def gettext(self, message: str) -> str:
        raise _Untranslated(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise _Untranslated(msgid1)


@dataclass(frozen=True)
class Language:
    """A language that findings are shown in; without a catalogue it is English."""

    code: str
    _catalogue: gettext.NullTranslations = field(repr=False, compare=False)
    sha256: str = field(default="", repr=False)

    @property
    def direction(self) -> Direction:
        """Say where its lines begin."""
        return direction_of(self.code)

    def tell(self, text: str) -> Told:
        """Say a text in this language, or in English when a piece of it has no translation.

        From right to left, names, numbers and code within it are isolated by ISOLATE and END.
        """
        recipe = recipe_of(text)
        if recipe is not None:
            try:
                return Told(self._text(recipe), self.code, self.direction)
            except _Untranslated:
                pass  # English is there in any case
        return Told(str(text), "en", "ltr")

    def word(self, text: str) -> str:
        """Say a text where there is no place for marks: in source code, or in an attribute."""
        return bare(self.tell(text).text)

    def _text(self, recipe: Mapping[str, Any]) -> str:
        if "quote" in recipe:
            return self._value(recipe["quote"])
        if "parts" in recipe:
            text = str(recipe["between"]).join(self._text(part) for part in recipe["parts"])
        else:
            text = self._sentence(recipe)
        return text[:1].upper() + text[1:] if recipe.get("capital") else text

    def _sentence(self, recipe: Mapping[str, Any]) -> str:
        text, values = recipe["text"], recipe.get("values", {})
        if not text:
            raise _Untranslated(text)  # a catalogue keeps notes of its own there
        if "many" in recipe:
            found = self._catalogue.ngettext(text, recipe["many"], values["number"])
        else:
            found = self._catalogue.gettext(text)
        if not values:
            return found
        return found.format(**{name: self._value(value) for name, value in values.items()})

    def _value(self, value: Any) -> str:
        if isinstance(value, Mapping):
            return self._text(value)
        # A student's code may have said it: a stray mark would turn the rest of the line round.
        shown = plain(str(value), MOST_VALUE)
        return f"{ISOLATE}{shown}{END}" if self.direction == "rtl" else shown


ENGLISH = Language("en", _Nothing())


@cache
def language_of(code: str, folders: tuple[Path, ...] = ()) -> Language:
    """Return the language of a code such as "he" or "pt-BR", English where it has no catalogue.

    Args: `folders`, of assignments' own catalogues, which are asked before this package's.
    """
    places = [(folder, CHECKS_DOMAIN) for folder in folders] + [(CATALOGUES, DOMAIN)]
    paths = [path for place in places if (path := _catalogue_of(code, *place))]
    if not paths:
        return ENGLISH
    digest = sha256(code.encode())
    chain: gettext.NullTranslations = _Nothing()
    for path in reversed(paths):
        content = path.read_bytes()
        catalogue = gettext.GNUTranslations(BytesIO(content))
        catalogue.add_fallback(chain)
        chain = catalogue
        digest.update(b"\0" + content)
    return Language(code, chain, digest.hexdigest())


def _catalogue_of(code: str, folder: Path, domain: str) -> Path | None:
    """Return the catalogue of a language in a folder, None where it has none."""
    # gettext's own search takes "cz" for Czech, and a page would say so.
    names = (code.replace("-", "_"), code.partition("-")[0])
    paths = (folder / name / "LC_MESSAGES" / f"{domain}.mo" for name in names)
    return next((path for path in paths if path.is_file()), None)


def bare(text: str) -> str:
    """Return a text without the marks that isolate parts of it."""
    return text.replace(ISOLATE, "").replace(END, "")


def direction_of(code: str) -> Direction:
    """Say where the lines of a language begin."""
    return "rtl" if code.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def languages(folders: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """Return the codes of the languages that findings can be shown in, English among them."""
    found = {*CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    for folder in folders:
        found |= {*folder.glob(f"*/LC_MESSAGES/{CHECKS_DOMAIN}.mo")}
    return tuple(sorted({ENGLISH.code, *(path.parts[-3].replace("_", "-") for path in found)}))
