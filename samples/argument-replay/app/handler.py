"""The handler behind a chat widget: it is called with an event of the widget and with callbacks to answer through."""

import fluxloop

PRICES = {"delivery": "Delivery takes three days.", "return": "Send it back within 30 days."}


@fluxloop.record_call_args()
async def handle(item, user, send_message, send_error):
    text = item.content[0].text
    if not text.strip():
        await send_error("the message is empty")
        return
    await send_message(f"Hello {user['name']}! ")
    words = [word for word in PRICES if word in text.lower()]
    if item.attachments:
        await send_message(f"I see {len(item.attachments)} attachment(s). ")
    await send_message(" ".join(PRICES[word] for word in words) or "What is your order number?")
