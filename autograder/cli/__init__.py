"""The command line: its app, what each command runs, and what it prints."""
