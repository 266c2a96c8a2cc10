"""What a reader sees of HTML."""
