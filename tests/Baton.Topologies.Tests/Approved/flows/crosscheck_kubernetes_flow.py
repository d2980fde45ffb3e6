"""The topology `crosscheck` (crosscheck) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python crosscheck_flow.py run --input-json '{"prompt": "..."}'
    python crosscheck_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, kubernetes, step

from metaflow_helpers import (
    begin_execution,
    determine_consensus,
    invoke_agent,
    save_execution,
)

TOPOLOGY = {
    "name": "crosscheck",
    "description": "",
    "version": "1",
    "config": {
        "type": "crosscheck",
        "checker_specializations": [],
        "consensus_method": "majority",
        "require_unanimous_for_approval": False,
    },
    "members": {},
}

AGENTS = {
    "primary": {
        "name": "primary",
        "description": "primary",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"42\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "checker_a": {
        "name": "checker_a",
        "description": "checker_a",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"approved\\\": true, \\\"confidence\\\": 0.9}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "checker_b": {
        "name": "checker_b",
        "description": "checker_b",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"approved\\\": false, \\\"issues\\\": [\\\"why?\\\"]}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "checker_c": {
        "name": "checker_c",
        "description": "checker_c",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"approved\\\": true, \\\"confidence\\\": 0.9}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
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


class CrosscheckFlow(FlowSpec):
    """The topology crosscheck."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @kubernetes(image="ours/baton:1", cpu=0.5, memory=2048, secrets=["model-keys", "baton-db"])
    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.next(self.primary_step)

    @kubernetes(image="ours/baton:1", cpu=0.5, memory=2048, secrets=["model-keys", "baton-db"])
    @step
    def primary_step(self):
        """Asks the agent `primary`."""
        self.state = invoke_agent("primary", self.state)
        self.primary = self.state
        self.checkers = ["checker_a", "checker_b", "checker_c"]
        self.next(self.check, foreach="checkers")

    @kubernetes(image="ours/baton:1", cpu=0.5, memory=2048, secrets=["model-keys", "baton-db"])
    @step
    def check(self):
        """Asks one checker."""
        self.state = invoke_agent(self.input, self.state)
        self.next(self.consensus)

    @kubernetes(image="ours/baton:1", cpu=0.5, memory=2048, secrets=["model-keys", "baton-db"])
    @step
    def consensus(self, inputs):
        """Decides whether the answer is approved."""
        validations = [branch.state for branch in inputs]
        self.state = determine_consensus(inputs[0].primary, validations, method="majority")
        self.next(self.end)

    @kubernetes(image="ours/baton:1", cpu=0.5, memory=2048, secrets=["model-keys", "baton-db"])
    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("crosscheck", self.state)


if __name__ == "__main__":
    CrosscheckFlow()
