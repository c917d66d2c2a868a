"""Submissions and exams to verdicts: one exercise, one student, a class; where they are kept."""
