"""How often a public page was read: a number a page and day, of nobody in particular."""
