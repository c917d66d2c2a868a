"""What a check is and how it is asked: Student, transport to their code, what comes of it."""
