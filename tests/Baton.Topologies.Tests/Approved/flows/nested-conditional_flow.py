"""The topology `nested-conditional` (compound) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python nested_conditional_flow.py run --input-json '{"prompt": "..."}'
    python nested_conditional_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    aggregate_results,
    begin_execution,
    choose_part,
    determine_consensus,
    invoke_agent,
    invoke_rest,
    save_execution,
    steps_like,
)

TOPOLOGY = {
    "name": "nested-conditional",
    "description": "",
    "version": "1",
    "config": {
        "type": "compound",
        "sub_topologies": [
            {
                "name": "look",
                "topology": {
                    "name": "look",
                    "description": "",
                    "version": "1",
                    "config": {
                        "type": "crosscheck",
                        "checker_specializations": [],
                        "consensus_method": "majority",
                        "require_unanimous_for_approval": False,
                    },
                    "members": {},
                },
                "input_mapping": {},
                "output_mapping": {},
            },
            {
                "name": "mend",
                "topology": {
                    "name": "mend",
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
                "when": {"path": "approved", "equals": "false"},
            },
            {
                "name": "ship",
                "topology": {
                    "name": "ship",
                    "description": "",
                    "version": "1",
                    "config": {
                        "type": "chain",
                        "authority_levels": [],
                        "escalation_threshold": 0.5,
                        "max_delegation_depth": 3,
                    },
                    "members": {},
                },
                "input_mapping": {},
                "output_mapping": {},
                "when": {"path": "approved", "equals": "true"},
            },
        ],
        "composition_type": "conditional",
    },
    "members": {},
}

AGENTS = {
    "look/primary": {
        "name": "look-primary",
        "description": "look/primary",
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
    "look/checker_1": {
        "name": "look-checker_1",
        "description": "look/checker_1",
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
    "mend/parse": {
        "name": "mend-parse",
        "description": "mend/parse",
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
    "mend/analyse": {
        "name": "mend-analyse",
        "description": "mend/analyse",
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
    "mend/write": {
        "name": "mend-write",
        "description": "mend/write",
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
    "ship/commander": {
        "name": "ship-commander",
        "description": "ship/commander",
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
    "ship/lieutenant_a": {
        "name": "ship-lieutenant_a",
        "description": "ship/lieutenant_a",
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
    "ship/lieutenant_b": {
        "name": "ship-lieutenant_b",
        "description": "ship/lieutenant_b",
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
    "ship/worker_1": {
        "name": "ship-worker_1",
        "description": "ship/worker_1",
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
    "ship/worker_2": {
        "name": "ship-worker_2",
        "description": "ship/worker_2",
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


class NestedConditionalFlow(FlowSpec):
    """The topology nested-conditional."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.route = choose_part(self.state, {"look": "look/", "mend": "mend/", "ship": "ship/"}, "look")
        self.next({"look": self.look_primary, "mend": self.mend_parse, "ship": self.ship_commander_plan}, condition="route")

    @step
    def look_primary(self):
        """look: Asks the agent `look-primary` as `primary`."""
        self.state = invoke_agent("look/primary", self.state)
        self.primary = self.state
        self.checkers = ["look/checker_1"]
        self.next(self.look_check, foreach="checkers")

    @step
    def look_check(self):
        """look: Asks one checker."""
        self.state = invoke_agent(self.input, self.state)
        self.next(self.look_consensus)

    @step
    def look_consensus(self, inputs):
        """look: Decides whether the answer is approved."""
        validations = [branch.state for branch in inputs]
        self.state = determine_consensus(inputs[0].primary, validations, method="majority")
        self.next(self.after_look)

    @step
    def after_look(self):
        """Chooses the next part."""
        self.route = choose_part(self.state, {"mend": "mend/", "ship": "ship/"}, "done")
        self.next({"mend": self.mend_parse, "ship": self.ship_commander_plan, "done": self.end}, condition="route")

    @step
    def mend_parse(self):
        """mend: Asks the agent `mend-parse` as `parse`."""
        self.state = invoke_agent("mend/parse", self.state)
        self.next(self.mend_analyse)

    @step
    def mend_analyse(self):
        """mend: Asks the agent `mend-analyse` as `analyse`."""
        self.state = invoke_agent("mend/analyse", self.state)
        self.next(self.mend_write)

    @step
    def mend_write(self):
        """mend: Asks the agent `mend-write` as `write`."""
        self.state = invoke_agent("mend/write", self.state)
        self.next(self.end)

    @step
    def ship_commander_plan(self):
        """ship: Asks the agent `ship-commander` as `commander` to divide the work."""
        self.state = invoke_agent("ship/plan", self.state)
        self.tasks = steps_like(self.state, "ship/task-*/plan")
        self.next(self.ship_lieutenant_plan, foreach="tasks")

    @step
    def ship_lieutenant_plan(self):
        """ship: Asks one `lieutenant` to divide its task."""
        self.state = invoke_agent(self.input, self.state)
        self.tasks = steps_like(self.state, "task-*/answer", beside=self.input)
        self.next(self.ship_worker, foreach="tasks")

    @step
    def ship_worker(self):
        """ship: Asks one `worker`; an unsure answer is looked at one level up."""
        self.state = invoke_agent(self.input, self.state)
        self.state = invoke_rest(self.input, self.state)
        self.next(self.ship_worker_results)

    @step
    def ship_worker_results(self, inputs):
        """ship: Takes the results of the level `worker`."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="concat")
        self.next(self.ship_lieutenant_results)

    @step
    def ship_lieutenant_results(self, inputs):
        """ship: Takes the results of the level `lieutenant`."""
        results = [branch.state for branch in inputs]
        self.state = aggregate_results(results, method="concat")
        self.next(self.ship_synthesis)

    @step
    def ship_synthesis(self):
        """ship: Asks the agent `ship-commander` as `commander`."""
        self.state = invoke_agent("ship/synthesis", self.state)
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("nested-conditional", self.state)


if __name__ == "__main__":
    NestedConditionalFlow()
