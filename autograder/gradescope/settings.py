"""What a zip says of itself to the image that is made of it, and where things stand there."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.errors import CourseError

FILE = "settings.json"
COURSE = "course"  # the folder of the cut course, in the zip
SOURCE = Path("/autograder/source")  # where Gradescope unpacks the zip
HOME = Path("/opt/dgm")  # where setup.sh puts Python's environment, and the roots


@dataclass(frozen=True)
class Settings:
    """Which assignment is graded, and the hash of all that its verdicts rest on."""

    assignment: str
    course_sha256: str

    def to_json(self) -> str:
        """Return it as a file's text."""
        return json.dumps(asdict(self), indent=1) + "\n"


def settings_in(source: Path) -> Settings:
    """Read the settings in an unpacked zip; raises CourseError when they are not there."""
    try:
        return Settings(**json.loads((source / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CourseError(
            f"{source / FILE} cannot be read ({error}). Make the zip again by autograder "
            f"gradescope, and upload it as it is."
        ) from error
