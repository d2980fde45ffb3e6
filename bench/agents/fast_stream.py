"""An asynchronous agent that streams ten chunks, and the bare loop that is its floor."""

import asyncio
import sys
import time


async def run(input: str):
    for _ in range(10):
        yield "fine, thank you "


async def floor(runs: int, concurrency: int) -> None:
    left = iter(range(runs))

    async def loop() -> None:
        for _ in left:
            "".join([piece async for piece in run("how are you?")])

    await asyncio.gather(*(loop() for _ in range(concurrency)))


if __name__ == "__main__":
    started = time.perf_counter()
    asyncio.run(floor(int(sys.argv[1]), int(sys.argv[2])))
    print(f"{time.perf_counter() - started:.3f}")
