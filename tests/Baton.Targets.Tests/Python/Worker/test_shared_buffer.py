import os
import random
import signal
import struct
import sys
import threading
import time
import unittest

from baton_worker import channel as channels
from baton_worker import shared_buffer
from baton_worker.channel import Channel
from baton_worker.shared_buffer import HEADER, SIZE, TOKEN, make

WATCHED = (channels.__file__, shared_buffer.__file__)


def rest(path, received):
    """What Baton reads after the worker's end, as docs/formats/python-worker.md says."""
    with open(path, "rb") as memory:
        data = memory.read()
    written, told = struct.unpack_from("<QQ", data, TOKEN)
    return data[HEADER + received - written : HEADER + told - written] if written <= received < told else b""


@unittest.skipUnless(hasattr(os, "memfd_create"), "this system has no memory files")
class SharedBufferTests(unittest.TestCase):
    def setUp(self):
        self.reading, self.writing = os.pipe()
        os.set_blocking(self.reading, False)
        self.rounds = []
        self.buffer = make()
        self.channel = Channel(-1, self.writing)
        self.channel.gather(self.buffer, self.rounds.append)
        self.received = b""
        self.arrive()
        self.assertEqual(self.received, b'{"type":"buffering"}\n')
        self.received = b""

    def tearDown(self):
        with self.channel.lock:
            self.channel._outgoing = -1
        os.close(self.writing)
        os.close(self.reading)

    def arrive(self):
        try:
            while True:
                data = os.read(self.reading, 1 << 20)
                if not data:
                    return
                self.received += data
        except BlockingIOError:
            return

    def hold(self, data):
        with self.channel.lock:
            self.channel.send_later(data)

    def write(self, data):
        with self.channel.lock:
            self.channel.send_now(data)

    def test_held_messages_go_out_together_when_the_round_is_over(self):
        self.hold(b"1\n")
        self.hold(b"2\n")
        self.arrive()
        self.assertEqual((self.received, len(self.rounds)), (b"", 1))
        self.rounds[0]()
        self.arrive()
        self.assertEqual(self.received, b"1\n2\n")
        self.hold(b"3\n")
        self.assertEqual(len(self.rounds), 2)

    def test_what_is_written_at_once_goes_behind_what_is_held(self):
        self.hold(b"1\n")
        self.write(b"2\n")
        self.arrive()
        self.assertEqual(self.received, b"1\n2\n")

    def test_what_does_not_fit_is_written_at_once(self):
        large = b"x" * SIZE + b"\n"
        self.hold(b"1\n")
        writing = threading.Thread(target=self.hold, args=(large,))
        writing.start()
        while writing.is_alive():
            self.arrive()
        self.arrive()
        self.assertEqual(self.received, b"1\n" + large)

    def test_a_blocked_event_loop_holds_nothing_back_for_long(self):
        threading.Thread(target=self.channel.write_late, daemon=True).start()
        self.hold(b"1\n")
        until = time.monotonic() + 10
        while not self.received and time.monotonic() < until:
            time.sleep(0.005)
            self.arrive()
        self.assertEqual(self.received, b"1\n")

    def test_nothing_is_lost_or_told_twice_wherever_the_worker_is_killed(self):
        """At each line of the code, what has arrived and what stands in memory are what was told by then."""
        chance = random.Random(11)
        path = self.buffer.place["path"]
        told, telling = b"", b""
        places = 0

        def check():
            with self.channel.lock:
                self.arrive()
                whole = self.received + rest(path, len(self.received))
            self.assertTrue((told + telling).startswith(whole), "something was told twice or out of order")
            self.assertTrue(whole.startswith(told), "something is lost")

        def trace(frame, event, argument):
            nonlocal places
            if frame.f_code.co_filename not in WATCHED:
                return None
            sys.settrace(None)
            places += 1
            check()
            sys.settrace(trace)
            return trace

        for _ in range(300):
            telling = os.urandom(chance.choice((3, 30, 300, 20_000))).replace(b"\n", b".") + b"\n"
            action = chance.choice((self.hold, self.hold, self.hold, self.write))
            sys.settrace(trace)
            try:
                action(telling)
            finally:
                sys.settrace(None)
            told, telling = told + telling, b""
            check()
            if self.rounds and chance.random() < 0.2:
                sys.settrace(trace)
                try:
                    self.rounds.pop()()
                finally:
                    sys.settrace(None)
                check()
        self.assertGreater(places, 1000)

    def test_what_a_handler_sends_in_the_middle_of_sending_goes_out_behind(self):
        inner = {b"1\n": b"2\n", b"3\n": b"4\n"}
        add = self.buffer.add

        def interrupted(data):
            if data in inner:
                self.hold(inner[data])
                self.write(b"now " + inner[data])
            return add(data)

        self.buffer.add = interrupted
        self.hold(b"1\n")
        self.write(b"3\n")
        self.arrive()
        self.assertEqual(self.received, b"1\n2\nnow 2\n3\n4\nnow 4\n")

    @unittest.skipIf(sys.version_info < (3, 10), "handlers run between any two instructions")
    def test_a_handler_that_raises_tears_and_doubles_nothing(self):
        class Raised(Exception):
            pass

        is_armed = False

        def raising(number, frame):
            nonlocal is_armed
            if is_armed:
                is_armed = False
                raise Raised

        def keep_sending():
            nonlocal is_armed, sent
            is_armed = True
            while time.monotonic() < until:
                sent += 1
                self.hold(b"%08d\n" % sent)
                if sent % 5 == 0:
                    self.channel._write_scheduled()
                if sent % 50 == 0:
                    self.arrive()
            is_armed = False

        former = signal.signal(signal.SIGALRM, raising)
        sent, raised, until = 0, 0, time.monotonic() + 1.5
        signal.setitimer(signal.ITIMER_REAL, 0.0007, 0.0003)
        while time.monotonic() < until:
            try:
                keep_sending()
            except Raised:
                raised += 1
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
        self.channel.stop_gathering()
        self.arrive()
        numbers = [int(line) for line in self.received.splitlines()]
        self.assertEqual(numbers, sorted(set(numbers)), "a message came twice or out of order")
        self.assertGreater(raised, 20)
        self.assertGreater(len(numbers), sent - 2 * raised)


if __name__ == "__main__":
    unittest.main()
