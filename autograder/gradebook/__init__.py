"""What we plug into nbgrader: its converters grade by our verdicts and keep its gradebook."""

from autograder.gradebook.rebuild import Rebuild
from autograder.gradebook.record import RecordVerdict
from autograder.gradebook.scores import SaveAtOnce
from autograder.gradebook.settings import configure
from autograder.gradebook.withhold import Withhold

__all__ = ["Rebuild", "RecordVerdict", "SaveAtOnce", "Withhold", "configure"]
