"""Who saw, exported and changed what is about people: written down once, read by auditors, edited by nobody.

    note(Entry.Action.VIEW, inquiry, request=request)

What an entry says names a thing by its number, never a person's data: it outlives them.
"""
