"""Read models of the chain, over several tables."""
