"""A table whose preview nobody confirmed holds people's numbers: it does not wait for the next one to come."""

from outbox.duties import every
from parks.exchange.keeping import forget_old


@every(minutes=30)
def forget_abandoned_tables():
    forget_old()
