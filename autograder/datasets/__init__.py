"""The images that course.toml names, found, cut to size and put beside an assignment's notebook."""
