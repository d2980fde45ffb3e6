"""The topology `compound` (compound) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python compound_flow.py run --input-json '{"prompt": "..."}'
    python compound_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    begin_execution,
    determine_consensus,
    invoke_agent,
    save_execution,
)

TOPOLOGY = {
    "name": "compound",
    "description": "",
    "version": "1",
    "config": {
        "type": "compound",
        "sub_topologies": [
            {
                "name": "draft",
                "topology": {
                    "name": "draft",
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
            {
                "name": "check",
                "topology": {
                    "name": "check",
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
        ],
        "composition_type": "sequential",
    },
    "members": {},
}

AGENTS = {
    "draft/parse": {
        "name": "draft-parse",
        "description": "draft/parse",
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
    "draft/analyse": {
        "name": "draft-analyse",
        "description": "draft/analyse",
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
    "draft/write": {
        "name": "draft-write",
        "description": "draft/write",
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
    "check/primary": {
        "name": "check-primary",
        "description": "check/primary",
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
    "check/checker_1": {
        "name": "check-checker_1",
        "description": "check/checker_1",
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


class CompoundFlow(FlowSpec):
    """The topology compound."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.next(self.draft_parse)

    @step
    def draft_parse(self):
        """draft: Asks the agent `draft-parse` as `parse`."""
        self.state = invoke_agent("draft/parse", self.state)
        self.next(self.draft_analyse)

    @step
    def draft_analyse(self):
        """draft: Asks the agent `draft-analyse` as `analyse`."""
        self.state = invoke_agent("draft/analyse", self.state)
        self.next(self.draft_write)

    @step
    def draft_write(self):
        """draft: Asks the agent `draft-write` as `write`."""
        self.state = invoke_agent("draft/write", self.state)
        self.next(self.check_primary)

    @step
    def check_primary(self):
        """check: Asks the agent `check-primary` as `primary`."""
        self.state = invoke_agent("check/primary", self.state)
        self.primary = self.state
        self.checkers = ["check/checker_1"]
        self.next(self.check_check, foreach="checkers")

    @step
    def check_check(self):
        """check: Asks one checker."""
        self.state = invoke_agent(self.input, self.state)
        self.next(self.check_consensus)

    @step
    def check_consensus(self, inputs):
        """check: Decides whether the answer is approved."""
        validations = [branch.state for branch in inputs]
        self.state = determine_consensus(inputs[0].primary, validations, method="majority")
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("compound", self.state)


if __name__ == "__main__":
    CompoundFlow()
