"""Media types of parts by their octets, and conversion from one type to another."""
