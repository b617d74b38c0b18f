"""Telling staff of an inquiry: mail to who has it, the group robots about what nobody has.

A notice says number, topic, district and deadline, and leads to the screen; nothing of who sent the inquiry. It is
promised with what it is about and composed when it goes out, of the row as it is then: what is closed, merged or
somebody else's by that time is told to nobody.
"""
