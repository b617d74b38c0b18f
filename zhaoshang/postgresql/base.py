"""Django's PostgreSQL, which looks in a cheaper way whether the connection it has kept still is one."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self):
        """Asked before every request. A server that ended the session has left word of it, and between questions it
        says nothing else; only after an error is it asked a question, as Django always does.
        """
        if self.connection is None or self.errors_occurred:
            return super().is_usable()
        if self.connection.closed:
            return False
        arrived = poll()
        arrived.register(self.connection.fileno(), POLLIN)
        return not arrived.poll(0)
