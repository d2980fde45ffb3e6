"""The topology `delegation` (delegation) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python delegation_flow.py run --input-json '{"prompt": "..."}'
    python delegation_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    aggregate_results,
    begin_execution,
    invoke_agent,
    save_execution,
    steps_like,
)

TOPOLOGY = {
    "name": "delegation",
    "description": "",
    "version": "1",
    "config": {"type": "delegation", "routing_strategy": "capability_match", "load_balance": True},
    "members": {},
}

AGENTS = {
    "coordinator": {
        "name": "coordinator",
        "description": "coordinator",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"steps\":{\"plan\":\"{\\\"subtasks\\\": [{\\\"task\\\": \\\"add\\\", \\\"capabilities\\\": [\\\"sums\\\"]}, {\\\"task\\\": \\\"tell\\\", \\\"capabilities\\\": [\\\"prose\\\"]}]}\",\"merge\":\"added and told\"},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "maths": {
        "name": "maths",
        "description": "maths",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"maths did it\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": ["sums"],
            "tools": [],
            "output_format": "text",
        },
    },
    "letters": {
        "name": "letters",
        "description": "letters",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"letters did it\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": ["prose"],
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


class DelegationFlow(FlowSpec):
    """The topology delegation."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.next(self.plan)

    @step
    def plan(self):
        """Asks the agent `coordinator`."""
        self.state = invoke_agent("plan", self.state)
        self.subtasks = steps_like(self.state, "subtask-*")
        self.next(self.subtask, foreach="subtasks")

    @step
    def subtask(self):
        """Asks the specialist of one part of the work."""
        self.state = invoke_agent(self.input, self.state)
        self.next(self.merge)

    @step
    def merge(self, inputs):
        """Asks the agent `coordinator` to merge the results."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="synthesis", step="merge")
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("delegation", self.state)


if __name__ == "__main__":
    DelegationFlow()
