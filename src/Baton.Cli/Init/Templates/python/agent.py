"""A small shop assistant that needs nothing but Python. Put your own agent in its place."""

import re

ORDERS = {
    "1042": {"status": "on its way", "carrier": "Postwagon", "tracking": "PW-77-1042"},
    "1043": {"status": "delivered", "carrier": "Postwagon", "tracking": "PW-77-1043"},
}


def find_order(messages):
    """The order that was named last in the conversation, if any."""
    for message in reversed(messages):
        number = re.search(r"\b\d{4}\b", message["content"])
        if number and number.group() in ORDERS:
            return number.group()
    return None


def run(input, messages, persona=None):
    """Takes what the user says and returns the answer. Baton fills the parameters by their names."""
    text = input.lower()
    order = find_order(messages + [{"role": "user", "content": input}])
    if "hours" in text:
        return "We are here from 9 to 17 on weekdays."
    if order is None:
        return "Which order is it? The number has four digits."
    if "money" in text or "refund" in text:
        return f"I have asked for a refund of order {order}; it takes three days."
    if "arrive" in text:
        return f"Order {order} arrives within two days."
    if "address" in text:
        return f"The address of order {order} can be changed until it leaves our house."
    facts = ORDERS[order]
    if persona and persona.startswith("expert"):
        return f"{order}: {facts['status']}, {facts['carrier']} {facts['tracking']}"
    return f"Your order {order} is {facts['status']}."
