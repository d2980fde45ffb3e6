"""The topology `chain` (chain) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python chain_flow.py run --input-json '{"prompt": "..."}'
    python chain_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    aggregate_results,
    begin_execution,
    invoke_agent,
    invoke_rest,
    save_execution,
    steps_like,
)

TOPOLOGY = {
    "name": "chain",
    "description": "",
    "version": "1",
    "config": {
        "type": "chain",
        "authority_levels": [],
        "escalation_threshold": 0.5,
        "max_delegation_depth": 3,
    },
    "members": {},
}

AGENTS = {
    "commander": {
        "name": "commander",
        "description": "commander",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"steps\":{\"plan\":\"{\\\"tasks\\\": [{\\\"task\\\": \\\"one\\\"}, {\\\"task\\\": \\\"two\\\"}]}\",\"synthesis\":\"all done\"},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "lieutenant_a": {
        "name": "lieutenant_a",
        "description": "lieutenant_a",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"steps\":{\"plan\":\"{\\\"tasks\\\": [{\\\"task\\\": \\\"one\\\"}, {\\\"task\\\": \\\"two\\\"}]}\",\"escalation\":\"surely\"},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "lieutenant_b": {
        "name": "lieutenant_b",
        "description": "lieutenant_b",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"steps\":{\"plan\":\"{\\\"tasks\\\": [{\\\"task\\\": \\\"one\\\"}, {\\\"task\\\": \\\"two\\\"}]}\",\"escalation\":\"surely\"},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "worker_1": {
        "name": "worker_1",
        "description": "worker_1",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"done\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "worker_2": {
        "name": "worker_2",
        "description": "worker_2",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"answer\\\": \\\"perhaps\\\", \\\"confidence\\\": 0.2}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
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


class ChainFlow(FlowSpec):
    """The topology chain."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.next(self.commander_plan)

    @step
    def commander_plan(self):
        """Asks the agent `commander` to divide the work."""
        self.state = invoke_agent("plan", self.state)
        self.tasks = steps_like(self.state, "task-*/plan")
        self.next(self.lieutenant_plan, foreach="tasks")

    @step
    def lieutenant_plan(self):
        """Asks one `lieutenant` to divide its task."""
        self.state = invoke_agent(self.input, self.state)
        self.tasks = steps_like(self.state, "task-*/answer", beside=self.input)
        self.next(self.worker, foreach="tasks")

    @step
    def worker(self):
        """Asks one `worker`; an unsure answer is looked at one level up."""
        self.state = invoke_agent(self.input, self.state)
        self.state = invoke_rest(self.input, self.state)
        self.next(self.worker_results)

    @step
    def worker_results(self, inputs):
        """Takes the results of the level `worker`."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="concat")
        self.next(self.lieutenant_results)

    @step
    def lieutenant_results(self, inputs):
        """Takes the results of the level `lieutenant`."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="concat")
        self.next(self.synthesis)

    @step
    def synthesis(self):
        """Asks the agent `commander`."""
        self.state = invoke_agent("synthesis", self.state)
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("chain", self.state)


if __name__ == "__main__":
    ChainFlow()
