"""Catalogues of translations: `python tools/translations.py` after any change of words.

Finds what the package says (`said`, `said_many`, and in templates `word`), and what the checks of
each assignment say, also in plain text: titles, slips, and what is `wrong`. Brings every .po up to
date and compiles it: those of the package in autograder/locale, those of an assignment in its
checks/locale. What is new there is empty and is shown in English until somebody translates it.
`python tools/translations.py fr` begins a language.
"""

import ast
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from autograder.checking.declared import sentences
from autograder.text.i18n import CHECKS_DOMAIN, DOMAIN

ROOT = Path(__file__).parent.parent
# What gettext needs to know; babel would add dates, which change at every run.
HEADER = """\
# {note}
msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""
NOTE = "Translations of dgm-autograder. Text between U+2066 and U+2069 runs from left to right."
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
KEYWORDS = {"said": None, "said_many": (1, 2)}
TEMPLATE_KEYWORDS = {"said": None, "word": None}


@dataclass(frozen=True)
class Domain:
    """One set of catalogues: which sources speak, and the folder and name of their catalogues."""

    sources: Path
    folder: Path
    name: str

    @property
    def are_checks(self) -> bool:
        """Say whether the sources are checks, whose titles and slips are sentences, too."""
        return self.name == CHECKS_DOMAIN


def domains(root: Path = ROOT) -> list[Domain]:
    """Return the package's catalogues, and those of each assignment."""
    package = root / "autograder"
    folders = sorted((root / "assignments").glob("*/checks"))
    return [
        Domain(package, package / "locale", DOMAIN),
        *(Domain(folder, folder / "locale", CHECKS_DOMAIN) for folder in folders),
    ]


def messages(domain: Domain) -> Catalog:
    """Return all that some sources say, with the places where they do."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(domain.sources.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        with path.open("rb") as file:
            options = {"encoding": "utf-8"}
            for _, text, _, _ in extract("python", file, keywords=KEYWORDS, options=options):
                catalog.add(text, locations=[(name, 0)])
        if domain.are_checks:
            for text in sentences(ast.parse(path.read_text(encoding="utf-8"))):
                catalog.add(text, locations=[(name, 0)])
    for path in sorted(domain.sources.rglob("*.html.j2")):
        with path.open("rb") as file:
            found = extract("jinja2", file, TEMPLATE_KEYWORDS, options={"silent": "false"})
            for _, text, _, _ in found:
                catalog.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return catalog


def catalogues(domain: Domain) -> dict[Path, Catalog]:
    """Return every .po there is of a domain, as it stands."""
    found = sorted(domain.folder.glob(f"*/LC_MESSAGES/{domain.name}.po"))
    return {path: read(path) for path in found}


def read(path: Path) -> Catalog:
    """Return one catalogue; its folder names the language."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parts[-3])
    catalog.creation_date = catalog.revision_date = EPOCH
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as people translate it."""
    out = BytesIO()
    write_po(out, catalog, width=100, omit_header=True, include_lineno=False, ignore_obsolete=True)
    plural = catalog.plural_forms
    return HEADER.format(note=NOTE, code=catalog.locale, plural=plural).encode() + out.getvalue()


def update(path: Path, found: Catalog) -> None:
    """Bring a catalogue up to date with what is said, and compile it."""
    catalog = read(path)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path.write_bytes(written(catalog))
    path.with_suffix(".mo").write_bytes(compiled(read(path)))
    empty = [message.id for message in catalog if message.id and not message.string]
    print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(empty)} not translated")


def main(new: list[str]) -> None:
    """Begin the languages that are named, and bring all up to date."""
    for domain in domains():
        for code in new:
            folder = code.replace("-", "_")
            path = domain.folder / folder / "LC_MESSAGES" / f"{domain.name}.po"
            if not path.exists():
                path.parent.mkdir(parents=True)
                path.write_bytes(written(Catalog(locale=folder)))
        found = messages(domain)
        for path in catalogues(domain):
            update(path, found)


if __name__ == "__main__":
    main(sys.argv[1:])
