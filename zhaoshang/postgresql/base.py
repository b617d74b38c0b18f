"""Django's PostgreSQL, which looks in a cheaper way whether the connection it has kept still is one."""

from select import POLLIN, poll
from time import monotonic

from django.db.backends.postgresql import base

QUIET = 5  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    looked_at = float("-inf")

    def is_usable(self):
        """Looked at before every request. A server that ended the session has left word of it, and between questions it
        says nothing else. After an error or a silence it is asked a question, as Django always does: what lies between
        may have forgotten the connection without a word.
        """
        before, self.looked_at = self.looked_at, monotonic()
        if self.connection is None or self.errors_occurred or self.looked_at - before > QUIET:
            return super().is_usable()
        if self.connection.closed:
            return False
        arrived = poll()
        arrived.register(self.connection.fileno(), POLLIN)
        return not arrived.poll(0)
