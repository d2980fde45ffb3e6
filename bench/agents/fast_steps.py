"""An asynchronous agent that is done after ten steps."""


class Agent:
    def __init__(self) -> None:
        self.steps = 0

    async def step(self, observation):
        self.steps += 1
        return {"text": "fine, thank you", "done": self.steps == 10}
