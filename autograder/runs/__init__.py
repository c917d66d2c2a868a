"""A run: one course, device, sandbox and nbgrader's settings, opened once and passed along."""
