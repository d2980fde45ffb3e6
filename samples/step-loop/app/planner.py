"""A trip planner that works in steps: it looks one thing up, sees the result, decides what is next, until it knows all."""

import fluxloop

TRAINS = {"lisbon": 48.0, "vienna": 61.5}
HOTELS = {"lisbon": 80.0, "vienna": 95.0}


@fluxloop.tool()
def look_up(what, city):
    """The price of a train to the city or of a night in it."""
    return {"train": TRAINS, "hotel": HOTELS}[what][city]


class Planner:
    """One for each conversation: what it found out in one turn it still knows in the next."""

    def __init__(self, currency):
        self.currency = currency
        self.found = {}
        self.city = None

    def step(self, observation):
        """`observation` is what the user said, then what the step before returned."""
        if isinstance(observation, str):
            return self.understand(observation)
        missing = [what for what in ("train", "hotel") if what not in self.found]
        if missing:
            self.found[missing[0]] = look_up(missing[0], self.city)
            return {"found": dict(self.found)}
        total = sum(self.found.values())
        return {"answer": f"A night in {self.city.title()} costs {total:.2f} {self.currency} with the train.", "done": True}

    def understand(self, text):
        named = [city for city in TRAINS if city in text.lower()]
        if named and named[0] != self.city:
            self.city, self.found = named[0], {}
        if self.city is None:
            return {"answer": "Where to? I know Lisbon and Vienna.", "done": True}
        return {"city": self.city}


def make(currency):
    """Makes the planner of a conversation; a real one would get its model client and its keys here."""
    return Planner(currency)
