"""What the demo's articles can be about, a file per kind of subject."""

from . import building, news, pricing, production, renting, starting, supporting

TOPICS = [
    topic
    for subject in (news, production, supporting, building, pricing, starting, renting)
    for topic in subject.TOPICS
]
