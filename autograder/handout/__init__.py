"""From handouts and solutions to nbgrader's source and release, and what must not be in them."""
