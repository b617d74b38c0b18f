from outbox.duties import every

from . import autosaving, presence


@every(minutes=24 * 60)
def prune_the_desk():
    """What was typed and never saved, and who had a screen open long ago."""
    autosaving.prune()
    presence.prune()
