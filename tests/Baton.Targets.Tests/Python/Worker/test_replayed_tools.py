import unittest
from types import SimpleNamespace

from baton_worker.replayed_tools import KEY, RecordedFailure, recorded_result


def run(*results, turn=1):
    return SimpleNamespace(message={"metadata": {KEY: list(results)}}, turn=turn, played=set())


def call(name, arguments, result=None, error=None, turn=1):
    return {"turn": turn, "name": name, "arguments": arguments, "result": result, "error": error}


class RecordedResultTests(unittest.TestCase):
    def test_the_same_call_gets_the_recorded_result(self):
        replayed = run(call("find", {"q": "x"}, {"table": 7}))
        self.assertEqual(recorded_result(replayed, "find", {"q": "x"}), ({"table": 7},))

    def test_repeated_calls_get_their_results_in_order_and_then_none(self):
        replayed = run(call("next", {}, 1), call("next", {}, None), call("next", None, 3))
        found = [recorded_result(replayed, "next", {}) for _ in range(4)]
        self.assertEqual(found, [(1,), (None,), (3,), None])

    def test_another_name_argument_or_turn_is_another_call(self):
        replayed = run(call("find", {"q": "x"}, 1), call("find", {"q": "y"}, 2, turn=2))
        self.assertIsNone(recorded_result(replayed, "look", {"q": "x"}))
        self.assertIsNone(recorded_result(replayed, "find", {"q": "z"}))
        self.assertIsNone(recorded_result(replayed, "find", {"q": "y"}))

    def test_a_recorded_failure_is_raised_again(self):
        with self.assertRaisesRegex(RecordedFailure, "no table left"):
            recorded_result(run(call("find", {}, error="no table left")), "find", {})

    def test_without_a_recording_tools_are_called(self):
        for message in ({}, {"metadata": None}, {"metadata": {}}, {"metadata": {KEY: "odd"}}, {"metadata": {KEY: [1]}}):
            replayed = SimpleNamespace(message=message, turn=1, played=set())
            self.assertIsNone(recorded_result(replayed, "find", {}))
        self.assertIsNone(recorded_result(None, "find", {}))


if __name__ == "__main__":
    unittest.main()
