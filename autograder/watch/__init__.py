"""`autograder watch`: what arrives in nbgrader's exchange is graded, and its feedback goes back."""
