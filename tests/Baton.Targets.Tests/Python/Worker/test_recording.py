import dataclasses
import functools
import json
import multiprocessing
import os
import tempfile
import threading
import unittest
from unittest import mock

from baton_worker import recording
from baton_worker.recording import append, described, is_on, is_secret, marker, record_call, recording_file


@dataclasses.dataclass
class Item:
    text: str
    api_key: str
    tags: list


class Socket:
    async def send(self, text):
        """Sends."""


class Handler:
    def handle(self, data, send_message, on_error=None, *, retries=3):
        """Handles."""


def many(first, *rest, **more):
    """Takes anything."""


def slash(a, b, /, c):
    """Takes two by position."""


async def send_async(text):
    """Sends."""


def kwargs_of(function, *args, **kwargs):
    return described(function, args, kwargs, 0)["kwargs"]


def append_lines(path, name, count):
    for number in range(count):
        append(path, json.dumps({"name": name, "number": number, "pad": "x" * 9000}).encode() + b"\n")


class DescribedTests(unittest.TestCase):
    def test_a_call_is_one_object_with_its_target_and_arguments_by_name(self):
        line = described(Handler.handle, (Handler(), {"content": "hi"}, send_async), {"retries": 1}, 4)
        self.assertEqual(line["_version"], "1.0")
        self.assertEqual(line["target"], f"{__name__}:Handler.handle")
        self.assertEqual(line["iteration"], 4)
        self.assertEqual(
            line["kwargs"],
            {"data": {"content": "hi"}, "send_message": "<builtin:collector.send:async>", "retries": 1},
        )
        self.assertRegex(line["timestamp"], r"^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$")
        self.assertNotIn("args", line)

    def test_arguments_without_a_name_are_recorded_by_position(self):
        line = described(many, (1, 2, 3), {"x": 4}, 0)
        self.assertEqual((line["args"], line["kwargs"]), ([1, 2, 3], {"x": 4}))
        line = described(slash, (1, 2), {"c": 3}, 0)
        self.assertEqual((line["args"], line["kwargs"]), ([1, 2], {"c": 3}))
        line = described(many, ("only",), {"x": 4}, 0)
        self.assertEqual((line.get("args"), line["kwargs"]), (None, {"first": "only", "x": 4}))

    def test_secrets_are_masked_by_name_however_deep(self):
        item = Item("hi", "sk-123456", [{"X-Auth-Token": "t"}, {"max_tokens": 5}, {"password": None}])
        self.assertEqual(
            kwargs_of(many, item, session_token="abc", is_key=True),
            {
                "first": {
                    "text": "hi",
                    "api_key": "[redacted]",
                    "tags": [{"X-Auth-Token": "[redacted]"}, {"max_tokens": 5}, {"password": None}],
                },
                "session_token": "[redacted]",
                "is_key": True,
            },
        )

    def test_values_of_secret_variables_are_masked_wherever_they_stand(self):
        with mock.patch.dict(os.environ, {"SHOP_API_KEY": "sk-abcdef", "SHOP_URL": "http://shop", "TINY_KEY": "x"}):
            self.assertEqual(
                kwargs_of(many, "Bearer sk-abcdef at http://shop x"),
                {"first": "Bearer [redacted] at http://shop x"},
            )

    def test_what_cannot_be_written_down_gets_a_marker(self):
        recorded = kwargs_of(many, Socket(), reply=functools.partial(send_async), error=print, log=print, kind=Item)
        self.assertEqual(
            recorded,
            {
                "first": f"<repr:{__name__}.Socket>",
                "reply": "<builtin:collector.send:async>",
                "error": "<builtin:collector.error>",
                "log": "<repr:builtins.print>",
                "kind": f"<repr:{__name__}.Item>",
            },
        )

    def test_a_callable_is_known_by_its_own_name_where_its_parameters_says_nothing(self):
        self.assertEqual(marker(send_async, "f"), "<builtin:collector.send:async>")
        self.assertEqual(marker(Socket().send, "f"), "<builtin:collector.send:async>")
        self.assertEqual(marker(lambda text: None, "onError"), "<builtin:collector.error>")
        self.assertEqual(marker(len, "f"), "<repr:builtins.len>")

    def test_names_of_secrets(self):
        for name in ("api_key", "apiKey", "X-Auth-Token", "PASSWORD", "openaiApiKey", "credentials_file", "cookie"):
            self.assertTrue(is_secret(name), name)
        for name in ("max_tokens", "keyboard", "monkey_count", "text", "", "secretary"):
            self.assertFalse(is_secret(name), name)


class RecordingTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "deep", "down", "args.jsonl")
        recording._warned = False

    def lines(self):
        with open(self.path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def test_nothing_is_written_unless_recording_is_on(self):
        for value in ("", "0", "false", "off", "nonsense"):
            with mock.patch.dict(os.environ, {"BATON_RECORD_ARGS": value, "BATON_RECORDING_FILE": self.path}):
                record_call(many, (1,), {}, 0)
        self.assertFalse(os.path.exists(self.path))

    def test_either_prefix_turns_it_on_and_batons_wins(self):
        self.assertTrue(is_on({"FLUXLOOP_RECORD_ARGS": "true"}))
        self.assertTrue(is_on({"BATON_RECORD_ARGS": "1"}))
        self.assertFalse(is_on({"BATON_RECORD_ARGS": "false", "FLUXLOOP_RECORD_ARGS": "true"}))
        self.assertEqual(recording_file({"FLUXLOOP_RECORDING_FILE": "f", "BATON_RECORDING_FILE": "b"}), "b")
        self.assertEqual(recording_file({"FLUXLOOP_RECORDING_FILE": "f"}), "f")

    def test_calls_are_appended_to_a_file_that_only_the_user_can_read(self):
        with mock.patch.dict(os.environ, {"FLUXLOOP_RECORD_ARGS": "on", "FLUXLOOP_RECORDING_FILE": self.path}):
            record_call(many, ("ü\ud800",), {}, 0)
            record_call(many, ("b",), {}, 1)
        self.assertEqual([line["kwargs"]["first"] for line in self.lines()], ["ü\ufffd", "b"])
        if os.name == "posix":
            self.assertEqual(os.stat(self.path).st_mode & 0o777, 0o600)

    def test_threads_and_processes_append_whole_lines(self):
        context = multiprocessing.get_context("spawn")
        workers = [context.Process(target=append_lines, args=(self.path, f"p{at}", 50)) for at in range(3)]
        workers += [threading.Thread(target=append_lines, args=(self.path, f"t{at}", 50)) for at in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        seen = [(line["name"], line["number"]) for line in self.lines()]
        self.assertEqual(len(seen), 300)
        self.assertEqual(len(set(seen)), 300)

    def test_a_line_torn_by_a_killed_writer_stays_alone(self):
        append(self.path, b'{"half": ')
        append(self.path, b'{"whole": 1}\n')
        with open(self.path, "rb") as file:
            self.assertEqual(file.read(), b'{"half": \n{"whole": 1}\n')

    def test_whatever_goes_wrong_harms_no_call_and_is_told_once(self):
        os.makedirs(self.path)
        with mock.patch.dict(os.environ, {"BATON_RECORD_ARGS": "1", "BATON_RECORDING_FILE": self.path}):
            with mock.patch("sys.stderr") as stderr:
                record_call(many, (1,), {}, 0)
                record_call(many, (2,), {}, 0)
        said = "".join(call.args[0] for call in stderr.write.call_args_list)
        self.assertEqual(said.count("could not record the arguments of `many`"), 1)

    def test_arguments_without_end_are_not_recorded_in_part(self):
        with mock.patch.dict(os.environ, {"BATON_RECORD_ARGS": "1", "BATON_RECORDING_FILE": self.path}):
            with mock.patch("sys.stderr"):
                record_call(many, ([0] * 300_000,), {}, 0)
        self.assertFalse(os.path.exists(self.path))


if __name__ == "__main__":
    unittest.main()
