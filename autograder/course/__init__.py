"""A course as its folder has it: course.toml, checks, hidden solutions, known submissions."""
