using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>A topology as the Python of a Metaflow flow.</summary>
/// <param name="environment">Where steps run.</param>
/// <param name="options">What they need there.</param>
internal sealed class FlowText(MetaflowEnvironment environment, MetaflowOptions options)
{
    private static readonly string[] _helpers =
    [
        "aggregate_results",
        "begin_execution",
        "choose_next",
        "choose_part",
        "determine_consensus",
        "invoke_agent",
        "invoke_rest",
        "next_step",
        "save_execution",
        "steps_like",
    ];

    /// <summary>Writes a flow.</summary>
    public string Of(Topology topology, IReadOnlyDictionary<string, AgentType> agents, TopologyRunConfig config)
    {
        FlowGraph graph = Draw(topology, agents);
        string name = FlowNames.Class(topology);
        StringBuilder body = new();
        foreach (FlowStep step in graph.Steps)
        {
            Write(body, step);
        }

        string steps = body.ToString();
        string file = FlowNames.File(topology);
        StringBuilder text = new();
        text.Append(
            $""""
            """The topology `{topology.Name}` ({TopologyJson.Word(topology.Type)}) as a Metaflow flow.

            Written by `baton agents topologies generate`; generate it again instead of changing it.

                python {file} run --input-json '{InputExample}'
                python {file} resume
            """

            from metaflow import FlowSpec, IncludeFile, Parameter, {Decorator("import ", "")}step

            from metaflow_helpers import (

            """".TrimEnd('\n')
        );
        text.Append('\n');
        foreach (string helper in _helpers.Where(helper => steps.Contains($"{helper}(", StringComparison.Ordinal)))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {helper},\n");
        }

        text.Append(")\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"TOPOLOGY = {PythonText.Of(ToNode(topology), "TOPOLOGY = ".Length)}\n\n"
        );
        text.Append(CultureInfo.InvariantCulture, $"AGENTS = {PythonText.Of(ToNode(agents), "AGENTS = ".Length)}\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"CONFIG = {PythonText.Of(ToNode(config), "CONFIG = ".Length)}\n\n\n"
        );
        text.Append(
            $""""
            class {name}(FlowSpec):
                """{Documentation(topology)}"""

                input_json = Parameter("input-json", default="{"{}"}", help="the input, a JSON object")
                execution = IncludeFile("execution", required=False, help="left to `baton`, which follows the run")


            """"
        );
        text.Append(steps.TrimEnd('\n'));
        text.Append(CultureInfo.InvariantCulture, $"\n\n\nif __name__ == \"__main__\":\n    {name}()\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private const string InputExample = """{"prompt": "..."}""";

    private static FlowGraph Draw(Topology topology, IReadOnlyDictionary<string, AgentType> agents)
    {
        FlowGraph graph = new();
        graph.Start.Do("self.state = begin_execution(TOPOLOGY, AGENTS, CONFIG, self.input_json, self.execution)");
        Team team = Team.Of(topology, agents, part: "", problems: []);
        OpenEnd end = new FlowPart(graph, Path: "", team).Draw(topology, new StepEnd(graph.Start));
        end.Then(graph.AddEnd().Do($"self.output = save_execution({PythonText.Of(topology.Name)}, self.state)"));
        return graph;
    }

    private void Write(StringBuilder text, FlowStep step)
    {
        text.Append(Decorator("    @", "\n"));
        text.Append("    @step\n");
        text.Append(CultureInfo.InvariantCulture, $"    def {step.Name}(self{(step.IsJoin ? ", inputs" : "")}):\n");
        text.Append(CultureInfo.InvariantCulture, $"        \"\"\"{Escape(step.Summary)}\"\"\"\n");
        foreach (string line in step.Lines.Concat(step.Transition is { } next ? [next] : []))
        {
            text.Append(CultureInfo.InvariantCulture, $"        {line}\n");
        }

        text.Append('\n');
    }

    // The decorator's name after `import `, or the decorator as it stands over a step.
    private string Decorator(string before, string after)
    {
        if (environment == MetaflowEnvironment.Local)
        {
            return "";
        }

        string word = TopologyJson.Word(environment);
        if (after.Length == 0)
        {
            return $"{word}, ";
        }

        List<string> settings = [];
        if (options.Image is { } image)
        {
            settings.Add($"image={PythonText.Of(image)}");
        }

        settings.Add(string.Create(CultureInfo.InvariantCulture, $"cpu={options.Cpu}"));
        settings.Add(string.Create(CultureInfo.InvariantCulture, $"memory={options.Memory}"));
        if (environment == MetaflowEnvironment.Kubernetes && options.Secrets.Count > 0)
        {
            settings.Add($"secrets={PythonText.List(options.Secrets)}");
        }

        return $"{before}{word}({string.Join(", ", settings)}){after}";
    }

    private static JsonNode? ToNode<T>(T value) => JsonSerializer.SerializeToNode(value, TopologyJson.Options);

    private static string Documentation(Topology topology) =>
        Escape(topology.Description.Length > 0 ? topology.Description : $"The topology {topology.Name}.");

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
