"""Django's SQLite, which keeps a connection as long as the file it opened is the one that stands there.

To put a file there by hand, stop the site first, as for `restore`: the -wal beside it belongs to the former one. This
only sees to it that nobody goes on writing into a file that is no more.
"""

import os

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    file = None

    def get_new_connection(self, parameters):
        self.file = self.file_now()  # before it is opened: one put there meanwhile is met by the next request
        return super().get_new_connection(parameters)

    def is_usable(self):
        """Looked at before every request."""
        return self.file == self.file_now() and super().is_usable()

    def file_now(self):
        """What tells it from others; None of none, and of a database in memory."""
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino
