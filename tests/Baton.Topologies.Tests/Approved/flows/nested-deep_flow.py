"""The topology `nested-deep` (compound) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python nested_deep_flow.py run --input-json '{"prompt": "..."}'
    python nested_deep_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    aggregate_results,
    begin_execution,
    choose_next,
    invoke_agent,
    next_step,
    save_execution,
)

TOPOLOGY = {
    "name": "nested-deep",
    "description": "",
    "version": "1",
    "config": {
        "type": "compound",
        "sub_topologies": [
            {
                "name": "outer",
                "topology": {
                    "name": "outer",
                    "description": "",
                    "version": "1",
                    "config": {
                        "type": "compound",
                        "sub_topologies": [
                            {
                                "name": "inner",
                                "topology": {
                                    "name": "inner",
                                    "description": "",
                                    "version": "1",
                                    "config": {
                                        "type": "compound",
                                        "sub_topologies": [
                                            {
                                                "name": "core",
                                                "topology": {
                                                    "name": "core",
                                                    "description": "",
                                                    "version": "1",
                                                    "config": {
                                                        "type": "pipeline",
                                                        "stages": [],
                                                        "checkpoint_after": [],
                                                        "retry_failed_stages": True,
                                                        "max_stage_retries": 2,
                                                        "max_previous_stages": 20,
                                                    },
                                                    "members": {},
                                                },
                                                "input_mapping": {},
                                                "output_mapping": {},
                                            },
                                        ],
                                        "composition_type": "sequential",
                                    },
                                    "members": {},
                                },
                                "input_mapping": {},
                                "output_mapping": {},
                            },
                            {
                                "name": "all",
                                "topology": {
                                    "name": "all",
                                    "description": "",
                                    "version": "1",
                                    "config": {
                                        "type": "ensemble",
                                        "aggregation_method": "synthesis",
                                        "failure_threshold": 0.5,
                                        "diversity_weight": 0.3,
                                    },
                                    "members": {},
                                },
                                "input_mapping": {},
                                "output_mapping": {},
                            },
                        ],
                        "composition_type": "parallel",
                    },
                    "members": {},
                },
                "input_mapping": {},
                "output_mapping": {},
            },
            {
                "name": "last",
                "topology": {
                    "name": "last",
                    "description": "",
                    "version": "1",
                    "config": {
                        "type": "debate",
                        "max_rounds": 1,
                        "consensus_method": "unanimous",
                        "convergence_threshold": 0.8,
                        "allow_early_termination": True,
                    },
                    "members": {},
                },
                "input_mapping": {},
                "output_mapping": {},
            },
        ],
        "composition_type": "sequential",
    },
    "members": {},
}

AGENTS = {
    "outer/inner/core/parse": {
        "name": "outer-inner-core-parse",
        "description": "outer/inner/core/parse",
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
    "outer/inner/core/analyse": {
        "name": "outer-inner-core-analyse",
        "description": "outer/inner/core/analyse",
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
    "outer/inner/core/write": {
        "name": "outer-inner-core-write",
        "description": "outer/inner/core/write",
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
    "outer/all/x": {
        "name": "outer-all-x",
        "description": "outer/all/x",
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
    "outer/all/y": {
        "name": "outer-all-y",
        "description": "outer/all/y",
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
    "outer/all/aggregator": {
        "name": "outer-all-aggregator",
        "description": "outer/all/aggregator",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"both\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "last/proponent": {
        "name": "last-proponent",
        "description": "last/proponent",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"stance\\\": \\\"Yes\\\", \\\"argument\\\": \\\"a\\\", \\\"agreement\\\": 0.9}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "last/opponent": {
        "name": "last-opponent",
        "description": "last/opponent",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"{\\\"stance\\\": \\\"yes\\\", \\\"argument\\\": \\\"b\\\", \\\"agreement\\\": 0.9}\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "last/mediator": {
        "name": "last-mediator",
        "description": "last/mediator",
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


class NestedDeepFlow(FlowSpec):
    """The topology nested-deep."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.next(self.outer_inner_core_parse, self.outer_all_members)

    @step
    def outer_inner_core_parse(self):
        """outer/inner/core: Asks the agent `outer-inner-core-parse` as `parse`."""
        self.state = invoke_agent("outer/inner/core/parse", self.state)
        self.next(self.outer_inner_core_analyse)

    @step
    def outer_inner_core_analyse(self):
        """outer/inner/core: Asks the agent `outer-inner-core-analyse` as `analyse`."""
        self.state = invoke_agent("outer/inner/core/analyse", self.state)
        self.next(self.outer_inner_core_write)

    @step
    def outer_inner_core_write(self):
        """outer/inner/core: Asks the agent `outer-inner-core-write` as `write`."""
        self.state = invoke_agent("outer/inner/core/write", self.state)
        self.next(self.outer_join_parts)

    @step
    def outer_all_members(self):
        """Asks all members at once."""
        self.members = ["outer/all/x", "outer/all/y"]
        self.next(self.outer_all_ask_member, foreach="members")

    @step
    def outer_all_ask_member(self):
        """outer/all: Asks the agent of one slot."""
        self.state = invoke_agent(self.input, self.state)
        self.next(self.outer_all_aggregate)

    @step
    def outer_all_aggregate(self, inputs):
        """outer/all: Makes one answer of the members'."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="synthesis", step="outer/all/aggregator")
        self.next(self.outer_join_parts)

    @step
    def outer_join_parts(self, inputs):
        """outer: Takes the results of all parts."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="concat")
        self.next(self.last_opening_proponent)

    @step
    def last_opening_proponent(self):
        """last: Asks the agent `last-proponent` as `proponent`."""
        self.state = invoke_agent("last/opening/proponent", self.state)
        self.next(self.last_opening_opponent)

    @step
    def last_opening_opponent(self):
        """last: Asks the agent `last-opponent` as `opponent`."""
        self.state = invoke_agent("last/opening/opponent", self.state)
        self.route = choose_next(self.state, {"round": "last/round-"}, "agreed")
        self.next({"round": self.last_round, "agreed": self.end}, condition="route")

    @step
    def last_round(self):
        """last: Asks the next speaker; the two of each round speak in turn."""
        self.state = invoke_agent(next_step(self.state, "last/round-"), self.state)
        self.route = choose_next(self.state, {"round": "last/round-", "verdict": "last/verdict"}, "agreed")
        self.next({"round": self.last_round, "verdict": self.last_verdict, "agreed": self.end}, condition="route")

    @step
    def last_verdict(self):
        """last: Asks the agent `last-mediator` as `mediator`."""
        self.state = invoke_agent("last/verdict", self.state)
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("nested-deep", self.state)


if __name__ == "__main__":
    NestedDeepFlow()
