"""Forms of the chain: they parse and check; a service acts."""
