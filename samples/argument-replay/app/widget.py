"""Stands in for the widget's server: makes the event a browser would cause and calls the handler with it."""

from app.handler import handle


class Part:
    def __init__(self, text):
        self.type = "input_text"
        self.text = text


class Event:
    def __init__(self, text):
        self.id = "evt_1"
        self.content = [Part(text)]
        self.attachments = [{"name": "receipt.pdf", "size": 48211}]


async def run(input):
    said = []

    async def send_message(text):
        said.append(text)

    async def send_error(text):
        raise RuntimeError(text)

    user = {"name": "Ann", "plan": "gold", "session_token": "tok-5f0c2a"}
    await handle(Event(input), user, send_message, send_error)
    return "".join(said)
