"""A help desk in two versions, so that there is something to compare. Needs nothing but Python."""

import os
import re

ORDERS = {"1042": "on its way", "1043": "delivered", "1044": "being packed", "1045": "on its way"}
VERSION = os.environ.get("DESK", "old")


def run(input):
    number = re.search(r"\b\d{4}\b", input)
    order = number.group() if number and number.group() in ORDERS else None
    if order is None:
        return "Which order is it? The number has four digits."
    text = input.lower()
    if "money" in text or "refund" in text:
        # What the new version gets wrong: it talks about refunds instead of making one.
        return "You find our terms on the website." if VERSION == "new" else f"I have asked for a refund of order {order}."
    if "address" in text:
        return f"The address of order {order} can be changed until it leaves our house."
    return f"{'Your order' if VERSION == 'new' else 'Order'} {order} is {ORDERS[order]}."
