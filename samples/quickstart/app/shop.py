"""The shop's back office, played by dictionaries. Each function is a tool the agent may call."""

import fluxloop

ORDERS = {
    "1042": {"status": "on its way", "carrier": "Postwagon", "tracking": "PW-77-1042", "total": 39.0},
    "1043": {"status": "delivered", "carrier": "Postwagon", "tracking": "PW-77-1043", "total": 120.0},
    "1044": {"status": "being packed", "carrier": None, "tracking": None, "total": 15.5},
}

ARTICLES = {
    "return": "You can send anything back within 30 days; we pay the postage.",
    "warranty": "Everything has a warranty of two years.",
    "hours": "People answer here from 9 to 17 on weekdays.",
    "password": "Choose 'Forgot password' on the sign-in page; the link works for one hour.",
}


@fluxloop.tool()
def look_up_order(number):
    """The order's facts, or None when there is no such order."""
    return ORDERS.get(number)


@fluxloop.tool()
def search_help(text):
    """The help article that fits the text, or None."""
    for word, article in ARTICLES.items():
        if word in text:
            return article
    return None


@fluxloop.tool()
def refund(number, amount):
    """Starts a refund. Large ones are left to people."""
    if amount > 100:
        raise PermissionError(f"refunds over 100 need a person; order {number} is {amount:.2f}")
    return {"order": number, "amount": amount, "days": 3}
