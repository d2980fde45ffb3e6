import json
import os
import unittest

from baton_worker.channel import Channel
from baton_worker.runs import Run


class Writes(Channel):
    """Remembers what was written at once."""

    def __init__(self):
        super().__init__(-1, os.open(os.devnull, os.O_WRONLY))
        self.all = []

    def send_now(self, data):
        self.all.append([json.loads(line)["type"] for line in data.splitlines()])

    send_later = send_now


class EventOrderTests(unittest.TestCase):
    def setUp(self):
        self.channel = Writes()

    def run_of(self, window):
        return Run(self.channel, {"run": 1}, window, None)

    def told(self):
        return [kind for write in self.channel.all for kind in write]

    def test_without_a_buffer_each_event_is_written_at_once(self):
        run = self.run_of(window=10)
        run.emit({"type": "first"})
        self.assertEqual(self.channel.all, [["first"]])
        run.finish({"type": "done"})
        self.assertEqual(self.channel.all, [["first"], ["done"]])

    def test_events_stay_in_order_when_baton_wants_no_more(self):
        run = self.run_of(window=2)
        for kind in ("first", "second", "queued", "later"):
            run.emit({"type": kind})
        self.assertTrue(run.is_behind)
        run.grant(1)
        self.assertEqual(self.told(), ["first", "second", "queued"])
        run.finish({"type": "done"})
        run.grant(5)
        self.assertFalse(run.is_behind)
        self.assertEqual(self.told(), ["first", "second", "queued", "later", "done"])

    def test_a_cancelled_call_ends_without_what_still_waits(self):
        run = self.run_of(window=1)
        run.emit({"type": "first"})
        run.emit({"type": "queued"})
        run.cancelled = True
        run.finish({"type": "done"})
        self.assertEqual(self.told(), ["first", "done"])

    def test_names_are_unique_and_counted_from_one(self):
        run = Run(self.channel, {"run": 1, "turn": 3}, 1, None)
        self.assertEqual([run.next_id(), run.next_id()], ["t3.1", "t3.2"])


if __name__ == "__main__":
    unittest.main()
