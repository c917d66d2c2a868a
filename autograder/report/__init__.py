"""What a class has come to, for those who grade: one page, a table, and data."""
