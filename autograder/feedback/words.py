"""The fixed words of pages of notebooks, in the language of the course."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from autograder.text.i18n import ENGLISH, Language, as_said, said


@dataclass(frozen=True)
class Words:
    """How a page says its words; what has no translation is English, and says so.

    In templates `html` and `text` are called `said` and `word`, and are looked for by these names
    when catalogues are made.
    """

    language: Language = ENGLISH

    def html(self, text: str, /, **values: object) -> Markup:
        """Say a sentence within HTML; of `values`, only what is Markup is not escaped."""
        told = self.language.tell(as_said(text))
        shown = {name: self._value(value) for name, value in values.items()}
        sentence = escape(told.text).format(**shown)
        if told.code == self.language.code:
            return sentence
        return Markup('<span lang="{}" dir="{}">{}</span>').format(
            told.code, told.direction, sentence
        )

    def text(self, text: str, /, **values: str) -> str:
        """Say a sentence where there can be no HTML, as in an attribute."""
        return self.language.word(said(text, **values))

    def _value(self, value: object) -> Markup:
        if isinstance(value, Markup) or self.language.direction == "ltr":
            return escape(value)
        # a name may be in any script, and must not turn the words around it
        return Markup("<bdi>{}</bdi>").format(value)
