"""Messages from values: what a user says in one call, as octets that every receiver reads."""
