"""The topology `pipeline` (pipeline) as a Metaflow flow.

Written by `baton agents topologies generate`; generate it again instead of changing it.

    python pipeline_flow.py run --input-json '{"prompt": "..."}'
    python pipeline_flow.py resume
"""

from metaflow import FlowSpec, IncludeFile, Parameter, step

from metaflow_helpers import (
    begin_execution,
    invoke_agent,
    save_execution,
)

TOPOLOGY = {
    "name": "pipeline",
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
}

AGENTS = {
    "parse": {
        "name": "parse",
        "description": "parse",
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
    "analyse": {
        "name": "analyse",
        "description": "analyse",
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
    "write": {
        "name": "write",
        "description": "write",
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


class PipelineFlow(FlowSpec):
    """The topology pipeline."""

    input_json = Parameter("input-json", default="{}", help="the input, a JSON object")
    execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")

    @step
    def start(self):
        """Begins the execution."""
        self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)
        self.next(self.parse)

    @step
    def parse(self):
        """Asks the agent `parse`."""
        self.state = invoke_agent("parse", self.state)
        self.next(self.analyse)

    @step
    def analyse(self):
        """Asks the agent `analyse`."""
        self.state = invoke_agent("analyse", self.state)
        self.next(self.write)

    @step
    def write(self):
        """Asks the agent `write`."""
        self.state = invoke_agent("write", self.state)
        self.next(self.end)

    @step
    def end(self):
        """Keeps the execution and its output."""
        self.output = save_execution("pipeline", self.state)


if __name__ == "__main__":
    PipelineFlow()
