"""The help desk of a shop. It answers by rules, so that it runs without a model."""

import fluxloop

ORDERS = {"#7": {"state": "on its way", "total": "54.04"}}


@fluxloop.tool()
def find_order(order):
    return ORDERS[order]


@fluxloop.tool()
def cancel_order(order):
    ORDERS[order]
    return {"order": order, "state": "cancelled"}


@fluxloop.agent()
def run(input):
    text = input.lower()
    if "a) " in text:
        return "B"
    if "where" in text:
        return f"Order #7 is {find_order(order='#7')['state']}."
    if "cancel" in text:
        total = find_order(order="#7")["total"]
        return f"Shall I cancel order #7? You get {total} back."
    if text.startswith("yes"):
        cancel_order(order="#7")
        return "Order #7 is cancelled."
    return "Hello! What can I do for you?"
