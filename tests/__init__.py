"""The tests: the same tree as the package, and what holds for the repository as a whole."""
