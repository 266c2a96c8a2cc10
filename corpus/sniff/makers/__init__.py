"""One module for each family of files; ``files()`` gives them by name."""
