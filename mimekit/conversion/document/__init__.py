"""A whole message as one document: its parts in sections, and a writer for each type."""
