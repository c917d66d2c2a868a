"""A page of its own for what is shown inside notebooks elsewhere."""

from html import escape
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.text.i18n import ENGLISH, Language, bare

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "section{margin-bottom:2.5rem}img{height:auto}"
    "@media print{section{break-inside:avoid}details{display:none}}"
)
# Nothing on it is loaded from anywhere or run, whatever a student's code may have said.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page(title: str, body: str, language: Language = ENGLISH) -> str:
    """Give a whole HTML document, on light or dark as the reader's screen is, and for print."""
    told = language.tell(title)
    heading = escape(bare(told.text))
    other = "" if told.code == language.code else f' lang="{told.code}" dir="{told.direction}"'
    return (
        f'<!doctype html><html lang="{language.code}" dir="{language.direction}"><head>'
        f'<meta charset="utf-8"><title>{heading}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<style>{_STYLE}</style></head><body><main><h1{other}>{heading}</h1>"
        f"{body}</main></body></html>"
    )


def write_page(place: Path, title: str, body: str, language: Language = ENGLISH) -> None:
    """Write such a document; raises SubmissionError when there is no place for it."""
    try:
        place.write_text(page(title, body, language), encoding="utf-8")
    except OSError as error:
        raise SubmissionError(f"{place} cannot be written: {error.strerror}.") from error
