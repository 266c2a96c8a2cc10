"""Mailboxes: many messages in a file or a folder, and the threads that they make."""
