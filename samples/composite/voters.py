"""Small classifiers of a message's mood: good, bad or neutral."""

GOOD = {"love", "great", "thank", "thanks", "good"}
BAD = {"broken", "broke", "angry", "bad", "awful"}


def by_words(input):
    words = {word.strip(".,!?").lower() for word in input.split()}
    score = len(words & GOOD) - len(words & BAD)
    return "good" if score > 0 else "bad" if score < 0 else "neutral"


def by_marks(input):
    if "again" in input.lower():
        raise ValueError("marks say nothing about what happens again")
    return "Good." if input.endswith("!") else "Neutral." if input.endswith("?") else "Bad."


def known_label(input):
    return input if input in ("good", "bad", "neutral") else "neutral"
