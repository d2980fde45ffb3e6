import json
import os
import random
import unittest

from baton_worker.channel import Channel, LineBuffer, decode, encode


class LineBufferTests(unittest.TestCase):
    def test_lines_are_the_same_however_the_bytes_are_chunked(self):
        chance = random.Random(7)
        for _ in range(300):
            lines = [os.urandom(chance.randrange(40)).replace(b"\n", b"") for _ in range(chance.randrange(8))]
            data = b"".join(line + b"\n" for line in lines) + b"rest"
            buffer, read = LineBuffer(), []
            while data:
                cut = chance.randrange(len(data)) + 1
                read += buffer.feed(data[:cut])
                data = data[cut:]
            self.assertEqual(read, lines)
            self.assertEqual(buffer.feed(b"\n"), [b"rest"])


class EncodingTests(unittest.TestCase):
    def test_a_message_is_one_line_of_valid_utf8(self):
        for text in ("plain", "line\nbreak", "\x00", "é😀", "\ud800", "a\udc00\ud800b", "\ud83d\ude00"):
            line = encode({"type": "text", "text": text})
            self.assertEqual(line.count(b"\n"), 1)
            self.assertEqual(json.loads(line.decode("utf-8"))["type"], "text")
        self.assertEqual(json.loads(encode({"t": "\ud83d\ude00"}))["t"], "😀")

    def test_many_messages_are_read_at_once(self):
        self.assertEqual(decode([b'{"a":1}', b'{"b":"\xc3\xa9"}']), [{"a": 1}, {"b": "é"}])


class ChannelTests(unittest.TestCase):
    def test_what_was_read_before_comes_first_and_the_end_ends_it(self):
        reading, writing = os.pipe()
        os.write(writing, b'1}\n{"b":2}\n{"cut')
        os.close(writing)
        messages = [message for batch in Channel(reading, -1, b'{"a":').batches() for message in batch]
        os.close(reading)
        self.assertEqual(messages, [{"a": 1}, {"b": 2}])

    def test_sending_to_nobody_is_no_error(self):
        reading, writing = os.pipe()
        os.close(reading)
        channel = Channel(-1, writing)
        channel.send({"a": 1})
        channel.send({"a": 2})
        os.close(writing)


if __name__ == "__main__":
    unittest.main()
