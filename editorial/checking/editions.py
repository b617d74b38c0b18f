"""What is built from a whole table and used for every text: once an edition of its topic, kept by the process."""

from functools import wraps
from threading import Lock

from django.core.cache import caches

from publishing.changes import edition


def once_an_edition(topic):
    """For a function without arguments: asked again only after something of `topic` has changed (one query to know).

    The answer is held as it is, since a cache would pickle it; a note of its edition lies in the cache of answers,
    and goes with them.
    """

    def keeping(build):
        kept, one_at_a_time = {}, Lock()
        note = f"built:{build.__module__}.{build.__qualname__}"

        @wraps(build)
        def answer():
            current = edition(topic)
            with one_at_a_time:
                if "answer" not in kept or caches["answers"].get(note) != current:
                    kept["answer"] = build()
                    caches["answers"].set(note, current, None)
                return kept["answer"]

        return answer

    return keeping
