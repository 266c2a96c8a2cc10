"""The message tree: light handles over rows of spans."""
