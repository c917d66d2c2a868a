"""What lets a process that grades start sooner; called before large libraries are imported."""

import gc
import sys

# Libraries make a million objects while they are imported, and no garbage.
OBJECTS_UNTIL_COLLECTION = 100_000


def start_quickly() -> None:
    """Collect garbage seldom, and leave out what nothing here needs, in this process for good."""
    gc.set_threshold(OBJECTS_UNTIL_COLLECTION, 20, 20)
    # jsonschema, by way of nbformat, would compile the grammar of internet addresses for a second
    # and more. No notebook's schema asks for one, and without the library jsonschema goes on.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
