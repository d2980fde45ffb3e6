"""The same agent as in the workers, for `baton queue worker`: nothing in it knows of queues."""

COLOURS = {"sky": "blue", "grass": "green", "snow": "white"}


async def run(message):
    found = [colour for thing, colour in COLOURS.items() if thing in message.lower()]
    if not found:
        raise LookupError(f"no colour is known for: {message}")
    for word in ("It ", "is ", found[0] + "."):
        yield {"delta": word}
