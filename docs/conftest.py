"""What of this folder is no page, and is tested by itself: tests/test_example_plugin.py."""

collect_ignore = ["examples"]
