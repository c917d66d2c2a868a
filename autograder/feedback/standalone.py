"""A page of its own for what is shown inside notebooks elsewhere."""

from pathlib import Path

from markupsafe import Markup

from autograder.errors import SubmissionError
from autograder.text.i18n import ENGLISH, Language, Told, bare

_STYLE = Markup(
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "section{margin-bottom:2.5rem}img{height:auto}"
    "@media print{section{break-inside:avoid}details{display:none}}"
)
# Nothing on it is loaded from anywhere or run, whatever a student's code may have said.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_PAGE = Markup(
    '<!doctype html><html lang="{language.code}" dir="{language.direction}"><head>'
    '<meta charset="utf-8"><title>{heading}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">'
    "<style>{style}</style></head><body><main><h1{other}>{heading}</h1>"
    "{body}</main></body></html>"
)


def page(title: str, body: Markup, language: Language = ENGLISH) -> Markup:
    """Return a whole HTML document, on light or dark as the reader's screen is, and for print."""
    told = language.tell(title)
    return _PAGE.format(
        language=language,
        heading=bare(told.text),
        policy=_POLICY,
        style=_STYLE,
        other=other_language(told, language),
        body=body,
    )


def other_language(told: Told, language: Language) -> Markup:
    """Return the attributes of a text that is not in the language around it."""
    if told.code == language.code:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(told.code, told.direction)


def write_page(place: Path, title: str, body: Markup, language: Language = ENGLISH) -> None:
    """Write such a document; raises SubmissionError when there is no place for it."""
    try:
        place.write_text(page(title, body, language), encoding="utf-8")
    except OSError as error:
        raise SubmissionError(f"{place} cannot be written: {error.strerror}.") from error
