"""The topology `debate` (debate) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python debate_flow.py run --input-json '{"prompt": "..."}'
    python debate_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    begin_execution,
    choose_next,
    invoke_agent,
    next_step,
    save_execution,
)

TOPOLOGY = {
    "name": "debate",
    "description": "",
    "version": "1",
    "config": {
        "type": "debate",
        "max_rounds": 2,
        "consensus_method": "mediator",
        "convergence_threshold": 0.8,
        "allow_early_termination": True,
    },
    "members": {},
}

AGENTS = {
    "proponent": {
        "name": "proponent",
        "description": "proponent",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"stance\\\": \\\"for\\\", \\\"argument\\\": \\\"It is so.\\\", \\\"agreement\\\": 0.1}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "opponent": {
        "name": "opponent",
        "description": "opponent",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"stance\\\": \\\"against\\\", \\\"argument\\\": \\\"It is not.\\\", \\\"agreement\\\": 0.2}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "mediator": {
        "name": "mediator",
        "description": "mediator",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"winner\\\": \\\"draw\\\", \\\"verdict\\\": \\\"Both have a point\\\", \\\"confidence\\\": 0.7}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
}

CONFIG = {
    "timeout_seconds": 3600,
    "checkpoint_enabled": True,
    "retry_on_failure": True,
    "max_retries": 3,
    "log_level": "INFO",
    "trace_enabled": True,
    "metrics_enabled": True,
}


class DebateFlow(FlowSpec):
    """The topology debate."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.next(self.opening_proponent)

    @step
    def opening_proponent(self):
        """Asks the agent `proponent`."""
        self.state = invoke_agent("opening/proponent", self.state)
        self.next(self.opening_opponent)

    @step
    def opening_opponent(self):
        """Asks the agent `opponent`."""
        self.state = invoke_agent("opening/opponent", self.state)
        self.route = choose_next(self.state, {"round": "round-", "verdict": "verdict"}, "verdict")
        self.next({"round": self.round, "verdict": self.verdict}, condition="route")

    @step
    def round(self):
        """Asks the next speaker; the two of each round speak in turn."""
        self.state = invoke_agent(next_step(self.state, "round-"), self.state)
        self.route = choose_next(self.state, {"round": "round-", "verdict": "verdict"}, "verdict")
        self.next({"round": self.round, "verdict": self.verdict}, condition="route")

    @step
    def verdict(self):
        """Asks the agent `mediator`."""
        self.state = invoke_agent("verdict", self.state)
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("debate", self.state)


if __name__ == "__main__":
    DebateFlow()
