"""A support agent. Rules stand where a model would, so that the sample needs no network and repeats exactly."""

import re

import fluxloop

from app import shop


@fluxloop.agent()
def run(input_text, conversation_state, persona=None):
    """Answers one message. What it learns about the order is kept for the next turn."""
    memory = conversation_state["context"]
    number = re.search(r"\b\d{4}\b", input_text)
    if number:
        memory["order"] = number.group()

    text = input_text.lower()
    article = shop.search_help(text)
    if article:
        return article
    if "order" not in memory:
        return "I can help with an order. What is its four-digit number?"
    order = shop.look_up_order(memory["order"])
    if order is None:
        return f"There is no order {memory['order']}. Could you check the number?"
    if "refund" in text or "money back" in text:
        return start_refund(memory["order"], order)
    return tell_status(memory["order"], order, precise=persona == "expert_user")


def start_refund(number, order):
    try:
        started = shop.refund(number, order["total"])
    except PermissionError:
        return f"The refund of order {number} needs a colleague's approval; I have passed it on."
    return f"The refund of {started['amount']:.2f} for order {number} takes {started['days']} days."


def tell_status(number, order, precise):
    if precise and order["tracking"]:
        return f"{number}: {order['status']}, {order['carrier']} {order['tracking']}"
    return f"Your order {number} is {order['status']}."
