"""What is built from a whole table and used for every text: once an edition of its topic, kept by the process."""

from functools import wraps
from threading import Lock

from publishing.changes import edition


def once_an_edition(topic):
    """For a function without arguments: asked again only after something of `topic` has changed (one query to know)."""

    def keeping(build):
        kept, one_at_a_time = {}, Lock()

        @wraps(build)
        def answer():
            current = edition(topic)
            with one_at_a_time:
                if kept.get("edition") != current:
                    kept.update(answer=build(), edition=current)
                return kept["answer"]

        return answer

    return keeping
