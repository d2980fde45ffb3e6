"""The smallest asynchronous agent."""


async def run(input: str) -> str:
    return "fine, thank you"
