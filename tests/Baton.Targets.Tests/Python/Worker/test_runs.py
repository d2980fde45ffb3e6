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

    def write(self, data):
        self.all.append([json.loads(line)["type"] for line in data.splitlines()])


class HeldEventTests(unittest.TestCase):
    def setUp(self):
        self.channel = Writes()

    def run_of(self, window):
        return Run(self.channel, {"run": 1}, window, None)

    def test_a_held_event_goes_out_with_the_next_one(self):
        run = self.run_of(window=10)
        run.emit({"type": "first"}, hold=True)
        self.assertEqual(self.channel.all, [])
        run.emit({"type": "second"})
        self.assertEqual(self.channel.all, [["first", "second"]])

    def test_a_held_event_goes_out_with_the_outcome(self):
        for cancelled in (False, True):
            self.channel.all.clear()
            run = self.run_of(window=10)
            run.emit({"type": "last"}, hold=True)
            run.cancelled = cancelled
            run.finish({"type": "done"})
            self.assertEqual(self.channel.all, [["last", "done"]])

    def test_an_event_is_not_held_when_baton_wants_no_next_one(self):
        run = self.run_of(window=1)
        run.emit({"type": "last"}, hold=True)
        self.assertEqual(self.channel.all, [["last"]])

    def test_events_stay_in_order_when_baton_wants_no_more(self):
        run = self.run_of(window=2)
        run.emit({"type": "held"}, hold=True)
        run.emit({"type": "second"}, hold=True)
        run.emit({"type": "queued"}, hold=True)
        run.emit({"type": "later"})
        run.grant(1)
        run.finish({"type": "done"})
        run.grant(5)
        self.assertEqual([kind for write in self.channel.all for kind in write], ["held", "second", "queued", "later", "done"])


if __name__ == "__main__":
    unittest.main()
