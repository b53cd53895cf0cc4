"""The demonstration: a believable year of an invented network, played through the services themselves."""
