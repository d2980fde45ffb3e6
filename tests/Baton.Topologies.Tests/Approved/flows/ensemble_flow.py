"""The topology `ensemble` (ensemble) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python ensemble_flow.py run --input-json '{"prompt": "..."}'
    python ensemble_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    aggregate_results,
    begin_execution,
    invoke_agent,
    save_execution,
)

TOPOLOGY = {
    "name": "ensemble",
    "description": "",
    "version": "1",
    "config": {
        "type": "ensemble",
        "aggregation_method": "synthesis",
        "failure_threshold": 0.5,
        "diversity_weight": 0.3,
    },
    "members": {},
}

AGENTS = {
    "ensemble_0": {
        "name": "ensemble_0",
        "description": "ensemble_0",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "ensemble_1": {
        "name": "ensemble_1",
        "description": "ensemble_1",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "ensemble_2": {
        "name": "ensemble_2",
        "description": "ensemble_2",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "aggregator": {
        "name": "aggregator",
        "description": "aggregator",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"merged\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
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


class EnsembleFlow(FlowSpec):
    """The topology ensemble."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.members = ["ensemble_0", "ensemble_1", "ensemble_2"]
        self.next(self.ask_member, foreach="members")

    @step
    def ask_member(self):
        """Asks the agent of one slot."""
        self.state = invoke_agent(self.input, self.state)
        self.next(self.aggregate)

    @step
    def aggregate(self, inputs):
        """Makes one answer of the members'."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="synthesis", step="aggregator")
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("ensemble", self.state)


if __name__ == "__main__":
    EnsembleFlow()
