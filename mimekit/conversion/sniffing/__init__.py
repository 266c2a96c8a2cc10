"""What octets are, whatever they are called: signatures, closer looks, libmagic, names."""
