"""The grader graded: every known submission, and which check rejects which."""
