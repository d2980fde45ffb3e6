import dataclasses
import datetime
import decimal
import enum
import json
import random
import unittest
import uuid
from collections import OrderedDict, deque, namedtuple
from types import SimpleNamespace

from baton_worker import paths
from baton_worker.plain import MAX_NODES, MAX_OBSERVED, Copy, observed, plain
from baton_worker.shapes import item_text, returned_text

Point = namedtuple("Point", "x y")


class Colour(enum.Enum):
    RED = "red"


class Word(str, enum.Enum):
    YES = "yes"


@dataclasses.dataclass
class Reply:
    text: str
    parts: list


class Hostile:
    @property
    def __dict__(self):
        raise RuntimeError("no")


def anything(dice, depth=0):
    """A value of any kind the worker may meet, of a few levels."""
    kinds = [
        lambda: "".join(dice.choice('a"\\\x01\n\u20ac\U0001f600') for _ in range(dice.randrange(200))),
        lambda: dice.choice([None, True, 0, -(2**63), 10**400, 1.7976931348623157e308, 5e-324]),
        lambda: dice.choice([Colour.RED, Word.YES, b"\xff" * 99, b"\x01" * 99, decimal.Decimal("1e400"), uuid.UUID(int=1)]),
        lambda: dice.choice([ValueError("\x01" * 500), json.dumps, Hostile(), datetime.datetime.max, {1, 2}]),
    ]
    if depth < 4:
        kinds += [
            lambda: [anything(dice, depth + 1) for _ in range(dice.randrange(5))],
            lambda: {anything(dice, 4) if dice.random() < 0.2 else "k\x02": anything(dice, depth + 1) for _ in range(3)},
            lambda: Reply("\x7f", [anything(dice, depth + 1)]),
        ]
    try:
        return dice.choice(kinds)()
    except TypeError:  # a key that cannot be one
        return {}


class PlainTests(unittest.TestCase):
    def test_the_bound_of_a_copys_length_is_never_too_low(self):
        for seed in range(2000):
            copier = Copy()
            copy = copier.of(anything(random.Random(seed)), 0)
            self.assertLessEqual(len(json.dumps(copy, ensure_ascii=False)), copier.at_most, seed)

    def test_what_is_too_long_is_cut_wherever_its_length_comes_from(self):
        length = MAX_OBSERVED + 1
        for value in ("x" * length, ["x" * length], {"x" * length: 1}, list(range(length)), b"x" * length, [Reply("x" * length, [])]):
            self.assertTrue(observed(value)["truncated"])
        short = "\x01" * (MAX_OBSERVED // 6 - 10)
        self.assertEqual(observed([short]), [short])
        self.assertEqual(observed("x" * MAX_OBSERVED), "x" * MAX_OBSERVED)

    def test_keys_that_are_text_with_a_name_stay_that_text(self):
        self.assertEqual(json.dumps(plain({Word.YES: 1})), '{"yes": 1}')

    def test_every_value_becomes_json(self):
        values = {
            "bool": True,
            "nan": float("nan"),
            "infinite": -float("inf"),
            "huge": 10**5000,
            "date": datetime.datetime(2026, 1, 2, 3, 4, 5),
            "span": datetime.timedelta(seconds=1.5),
            "decimal": decimal.Decimal("1.20"),
            "id": uuid.UUID(int=1),
            "enum": Colour.RED,
            "bytes": b"\xff",
            "set": {3, 1, 2},
            "tuple": (1, Point(1, 2)),
            "deque": deque([1]),
            "reply": Reply("x", [1]),
            "error": ValueError("bad"),
            "function": json.dumps,
            "generator": (x for x in ()),
            "hostile": Hostile(),
            1: "number key",
            ("a", 1): "tuple key",
        }
        copy = json.loads(json.dumps(plain(values), allow_nan=False))
        self.assertEqual(copy["nan"], "NaN")
        self.assertEqual(copy["infinite"], "-Infinity")
        self.assertEqual(copy["date"], "2026-01-02T03:04:05")
        self.assertEqual(copy["decimal"], "1.20")
        self.assertEqual(copy["enum"], "red")
        self.assertEqual(copy["bytes"], {"base64": "/w=="})
        self.assertEqual(copy["set"], [1, 2, 3])
        self.assertEqual(copy["tuple"], [1, {"x": 1, "y": 2}])
        self.assertEqual(copy["reply"], {"text": "x", "parts": [1]})
        self.assertEqual(copy["error"], "ValueError: bad")
        self.assertEqual(copy["1"], "number key")
        self.assertEqual(copy["('a', 1)"], "tuple key")

    def test_cycles_depth_and_size_are_bounded(self):
        cycle = {"list": []}
        cycle["list"] += [cycle, cycle]
        self.assertEqual(plain(cycle), {"list": ["…", "…"]})
        deep = []
        for _ in range(5000):
            deep = [deep]
        self.assertLess(len(json.dumps(plain(deep))), 200)
        self.assertLess(len(plain(list(range(MAX_NODES * 2)))), MAX_NODES + 2)

    def test_a_large_fact_is_told_by_its_beginning(self):
        self.assertEqual(observed("x" * 300_000)["characters"], 300_000)
        self.assertEqual(observed({"a": 1}), {"a": 1})


class PathTests(unittest.TestCase):
    DATA = {
        "choices": [{"delta": {"content": "a"}}],
        "item": {"content": [{"text": "b"}, {"text": "c"}]},
        "b.c": {"it's": "d"},
        "0": "zero",
        "object": SimpleNamespace(inner=OrderedDict(x="e")),
    }

    def test_paths_find_what_they_name(self):
        for path, expected in (
            ("choices[0].delta.content", "a"),
            ("$.choices[0].delta.content", "a"),
            ("item.content.0.text", "b"),
            ("item.content[-1].text", "c"),
            ("item.content[*].text", ["b", "c"]),
            ('["b.c"]["it\'s"]', "d"),
            ("$['b.c']['it\\'s']", "d"),
            ("0", "zero"),
            ("object.inner.x", "e"),
            ("$", self.DATA),
        ):
            self.assertEqual(paths.find(self.DATA, paths.parse(path)), expected, path)

    def test_what_is_not_there_is_missing(self):
        for path in ("nothing", "choices[1]", "choices[-2]", "choices.x", "item[0]", "b.c", "choices[0].delta.content.x"):
            self.assertIs(paths.find(self.DATA, paths.parse(path)), paths.MISSING, path)

    def test_what_is_no_path_is_refused_with_its_place(self):
        for path in ("", "a..b", "a.", "a[", "a[x]", "a['b", "a]b[0]c", ".a", "[0]x"):
            with self.assertRaises(paths.PathError, msg=path):
                paths.parse(path)


class ShapeTests(unittest.TestCase):
    def test_unknown_shapes_have_no_text(self):
        for value in (None, {}, {"a": 1}, [], [1], object(), {"content": []}, {"choices": []}, {"output": {"a": 1}}):
            self.assertIsNone(returned_text(value), repr(value))

    def test_methods_are_no_fields(self):
        class Response:
            content = "body"

            def text(self):
                return "no"

        self.assertEqual(returned_text(Response()), "body")

    def test_events_without_text_are_left_out(self):
        for item in (None, {}, 1, {"type": "ping"}, {"delta": None}, {"delta": {"tool_calls": []}}, {"choices": []}):
            self.assertIsNone(item_text(item), repr(item))


if __name__ == "__main__":
    unittest.main()
