"""The least that carries an agent in Python over a pipe: a task for each line asked, a line for each piece and each answer.

    python3 over_a_pipe.py fast:run
"""

import asyncio
import importlib
import inspect
import json
import sys


def tell(**line) -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")
    sys.stdout.buffer.flush()


async def call(agent, id: str, text: str) -> None:
    tell(type="final", id=id, output=await agent(text))


async def stream(agent, id: str, text: str) -> None:
    async for piece in agent(text):
        tell(type="text", id=id, text=piece)
    tell(type="final", id=id)


async def step(agent, id: str, text: str) -> None:
    made, observation = agent(), text
    while isinstance(observation, str) or not observation["done"]:
        observation = await made.step(observation)
        tell(type="step", id=id, observation=observation)
    tell(type="final", id=id, output=observation["text"])


async def main(module: str, name: str) -> None:
    agent = getattr(importlib.import_module(module), name)
    answer = step if inspect.isclass(agent) else stream if inspect.isasyncgenfunction(agent) else call
    requests = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(requests), sys.stdin)
    async with asyncio.TaskGroup() as tasks:
        async for line in requests:
            asked = json.loads(line)
            tasks.create_task(answer(agent, asked["id"], asked["input"]))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1].split(":")))
