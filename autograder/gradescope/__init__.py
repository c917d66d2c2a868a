"""Gradescope: the zip that it takes (`autograder gradescope`), and what is run of it there."""
