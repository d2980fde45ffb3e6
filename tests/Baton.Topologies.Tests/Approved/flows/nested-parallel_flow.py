"""The topology `nested-parallel` (compound) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python nested_parallel_flow.py run --input-json '{"prompt": "..."}'
    python nested_parallel_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    aggregate_results,
    begin_execution,
    choose_next,
    invoke_agent,
    next_step,
    save_execution,
    steps_like,
)

TOPOLOGY = {
    "name": "nested-parallel",
    "description": "",
    "version": "1",
    "config": {
        "type": "compound",
        "sub_topologies": [
            {
                "name": "talk",
                "topology": {
                    "name": "talk",
                    "description": "",
                    "version": "1",
                    "config": {
                        "type": "debate",
                        "max_rounds": 1,
                        "consensus_method": "mediator",
                        "convergence_threshold": 0.8,
                        "allow_early_termination": True,
                    },
                    "members": {},
                },
                "input_mapping": {},
                "output_mapping": {},
            },
            {
                "name": "work",
                "topology": {
                    "name": "work",
                    "description": "",
                    "version": "1",
                    "config": {
                        "type": "delegation",
                        "routing_strategy": "capability_match",
                        "load_balance": True,
                    },
                    "members": {},
                },
                "input_mapping": {},
                "output_mapping": {},
            },
            {
                "name": "vote",
                "topology": {
                    "name": "vote",
                    "description": "",
                    "version": "1",
                    "config": {
                        "type": "ensemble",
                        "aggregation_method": "vote",
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
}

AGENTS = {
    "talk/proponent": {
        "name": "talk-proponent",
        "description": "talk/proponent",
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
    "talk/opponent": {
        "name": "talk-opponent",
        "description": "talk/opponent",
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
    "talk/mediator": {
        "name": "talk-mediator",
        "description": "talk/mediator",
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
    "work/coordinator": {
        "name": "work-coordinator",
        "description": "work/coordinator",
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
    "work/maths": {
        "name": "work-maths",
        "description": "work/maths",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"work/maths did it\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": ["sums"],
            "tools": [],
            "output_format": "text",
        },
    },
    "work/letters": {
        "name": "work-letters",
        "description": "work/letters",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"work/letters did it\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": ["prose"],
            "tools": [],
            "output_format": "text",
        },
    },
    "vote/x": {
        "name": "vote-x",
        "description": "vote/x",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"yes\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
            "max_retries": 0,
            "timeout_seconds": 300,
            "max_tool_calls": 10,
            "capabilities": [],
            "tools": [],
            "output_format": "text",
        },
    },
    "vote/y": {
        "name": "vote-y",
        "description": "vote/y",
        "role": "specialist",
        "version": "1",
        "config": {
            "model": "anthropic:claude-sonnet-4-0",
            "temperature": 0.7,
            "max_tokens": 4096,
            "system_prompt": "{\"say\":\"yes\",\"steps\":{},\"fail_first\":0,\"hang_first\":0}",
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


class NestedParallelFlow(FlowSpec):
    """The topology nested-parallel."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.next(self.talk_opening_proponent, self.work_plan, self.vote_members)

    @step
    def talk_opening_proponent(self):
        """talk: Asks the agent `talk-proponent` as `proponent`."""
        self.state = invoke_agent("talk/opening/proponent", self.state)
        self.next(self.talk_opening_opponent)

    @step
    def talk_opening_opponent(self):
        """talk: Asks the agent `talk-opponent` as `opponent`."""
        self.state = invoke_agent("talk/opening/opponent", self.state)
        self.route = choose_next(self.state, {"round": "talk/round-", "verdict": "talk/verdict"}, "verdict")
        self.next({"round": self.talk_round, "verdict": self.talk_verdict}, condition="route")

    @step
    def talk_round(self):
        """talk: Asks the next speaker; the two of each round speak in turn."""
        self.state = invoke_agent(next_step(self.state, "talk/round-"), self.state)
        self.route = choose_next(self.state, {"round": "talk/round-", "verdict": "talk/verdict"}, "verdict")
        self.next({"round": self.talk_round, "verdict": self.talk_verdict}, condition="route")

    @step
    def talk_verdict(self):
        """talk: Asks the agent `talk-mediator` as `mediator`."""
        self.state = invoke_agent("talk/verdict", self.state)
        self.next(self.join_parts)

    @step
    def work_plan(self):
        """work: Asks the agent `work-coordinator` as `coordinator`."""
        self.state = invoke_agent("work/plan", self.state)
        self.subtasks = steps_like(self.state, "work/subtask-*")
        self.next(self.work_subtask, foreach="subtasks")

    @step
    def work_subtask(self):
        """work: Asks the specialist of one part of the work."""
        self.state = invoke_agent(self.input, self.state)
        self.next(self.work_merge)

    @step
    def work_merge(self, inputs):
        """work: Asks the agent `work-coordinator` as `coordinator` to merge the results."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="synthesis", step="work/merge")
        self.next(self.join_parts)

    @step
    def vote_members(self):
        """Asks all members at once."""
        self.members = ["vote/x", "vote/y"]
        self.next(self.vote_ask_member, foreach="members")

    @step
    def vote_ask_member(self):
        """vote: Asks the agent of one slot."""
        self.state = invoke_agent(self.input, self.state)
        self.next(self.vote_aggregate)

    @step
    def vote_aggregate(self, inputs):
        """vote: Makes one answer of the members'."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="vote")
        self.next(self.join_parts)

    @step
    def join_parts(self, inputs):
        """Takes the results of all parts."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="concat")
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("nested-parallel", self.state)


if __name__ == "__main__":
    NestedParallelFlow()
