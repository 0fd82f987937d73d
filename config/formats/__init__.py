"""How dates are written and read where Django's own way for a language is not the way of the Netherlands."""
