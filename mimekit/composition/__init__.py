"""Messages on their way out: composed, linted; and the replies that come back."""
