"""An asynchronous agent that streams ten chunks."""


async def run(input: str):
    for _ in range(10):
        yield "fine, thank you "
