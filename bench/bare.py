"""The settings of the bench without any middleware: what the server and Django alone cost."""

from .settings import *  # noqa: F403

MIDDLEWARE = []
