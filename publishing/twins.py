"""Shallow copies of objects whose state is their `__dict__`, which copy.copy() finds out by many calls."""


def twin(thing):
    """As copy.copy() makes it; of a query of Django's without its exception for a converter, which is never asked of one."""
    other = object.__new__(type(thing))
    other.__dict__.update(thing.__dict__)
    return other
