"""nbgrader's settings for this course: `nbgrader autograde` and formgrader grade by our verdicts.

What can be set stands in course.toml; settings of nbgrader's own, such as a late policy, go below.
"""

from pathlib import Path

from autograder.gradebook import configure

c = get_config()  # noqa: F821
configure(c, Path(__file__).parent)
