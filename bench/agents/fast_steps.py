"""An asynchronous agent that is done after ten steps, and the bare loop that is its floor."""

import asyncio
import sys
import time


class Agent:
    def __init__(self) -> None:
        self.steps = 0

    async def step(self, observation):
        self.steps += 1
        return {"text": "fine, thank you", "done": self.steps == 10}


async def floor(runs: int, concurrency: int) -> None:
    left = iter(range(runs))

    async def loop() -> None:
        for _ in left:
            agent, observation = Agent(), "how are you?"
            while isinstance(observation, str) or not observation["done"]:
                observation = await agent.step(observation)

    await asyncio.gather(*(loop() for _ in range(concurrency)))


if __name__ == "__main__":
    started = time.perf_counter()
    asyncio.run(floor(int(sys.argv[1]), int(sys.argv[2])))
    print(f"{time.perf_counter() - started:.3f}")
