"""From a media type to another: handlers, the registry that knows them, and what they give."""
