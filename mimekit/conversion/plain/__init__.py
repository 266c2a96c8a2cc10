"""Plain text taken apart as its writer meant it, for Markdown and HTML."""
