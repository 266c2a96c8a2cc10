"""Messages on their way out, and the replies that come back."""
