import dataclasses
import datetime
import decimal
import enum
import json
import unittest
import uuid
from collections import OrderedDict, deque, namedtuple
from types import SimpleNamespace

from baton_worker import paths
from baton_worker.plain import MAX_NODES, observed, plain
from baton_worker.shapes import item_text, returned_text

Point = namedtuple("Point", "x y")


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Reply:
    text: str
    parts: list


class Hostile:
    @property
    def __dict__(self):
        raise RuntimeError("no")


class PlainTests(unittest.TestCase):
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
