import copy
import json
import pickle
import unittest

from baton_worker.recorded import RecordedObject, Unrecorded


class RecordedObjectTests(unittest.TestCase):
    def test_keys_are_attributes_too(self):
        item = RecordedObject(text="a", nested=RecordedObject(x=1))
        self.assertEqual((item.text, item["text"], item.nested.x), ("a", "a", 1))
        item.text = "b"
        item["more"] = 2
        del item.nested
        self.assertEqual(dict(item), {"text": "b", "more": 2})
        self.assertFalse(hasattr(item, "nested"))
        self.assertEqual(getattr(item, "nested", None), None)

    def test_what_is_missing_is_told_with_what_is_there(self):
        with self.assertRaisesRegex(AttributeError, "no `txt`; it has text, id"):
            RecordedObject(text="a", id=1).txt

    def test_methods_of_dicts_stay_methods(self):
        item = RecordedObject(items=[1], get=2)
        self.assertEqual(list(item.items()), [("items", [1]), ("get", 2)])
        self.assertEqual(item["get"], 2)

    def test_it_is_copied_pickled_and_written_like_a_dict(self):
        item = RecordedObject(text="a", nested=RecordedObject(x=[1]))
        for same in (copy.deepcopy(item), pickle.loads(pickle.dumps(item)), RecordedObject(json.loads(json.dumps(item)))):
            self.assertEqual(same, item)
            self.assertEqual(same.text, "a")


class UnrecordedTests(unittest.TestCase):
    def test_it_may_be_passed_on_and_printed(self):
        value = Unrecorded("app.Db", "db")
        self.assertEqual(repr([value]), "[<not recorded: app.Db>]")
        self.assertTrue(value)
        self.assertEqual(copy.copy({"x": value})["x"], value)

    def test_every_use_names_the_value_and_the_way_out(self):
        value = Unrecorded("app.Db", "item.db")
        uses = (lambda: value.find("x"), lambda: value("x"), lambda: value["x"], lambda: setattr(value, "x", 1))
        for use in uses:
            with self.assertRaisesRegex(RuntimeError, r"`item\.db` could not be recorded \(app\.Db\).*callable_providers"):
                use()


if __name__ == "__main__":
    unittest.main()
