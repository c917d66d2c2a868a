"""What we plug into nbgrader: its converters grade by our verdicts and keep its gradebook."""

from autograder.gradebook.record import RecordVerdict
from autograder.gradebook.redact import Redact
from autograder.gradebook.restore import Rebuild
from autograder.gradebook.scores import SaveAtOnce
from autograder.runs.settings import configure

__all__ = ["Rebuild", "RecordVerdict", "Redact", "SaveAtOnce", "configure"]
