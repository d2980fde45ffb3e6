using System.Text.Json;
using Baton.Configuration;
using Baton.Topologies.Capabilities.StructuredOutput;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Capabilities;

/// <summary>Says what is wrong with what an agent can do, before anything runs.</summary>
/// <param name="capabilities">The capabilities that act.</param>
/// <param name="tools">The tools that agents may name; <see langword="null"/> where they are not known yet.</param>
/// <param name="canAsk">Whether people can be asked.</param>
internal sealed class CapabilityCheck(CapabilityRegistry capabilities, ToolRegistry? tools, bool canAsk)
{
    /// <summary>Why nobody can be asked.</summary>
    public const string NobodyToAsk =
        "a person is to be asked, and the execution could not go on after it paused: that needs `checkpoint_enabled`";

    /// <summary>A sentence for each thing.</summary>
    public IEnumerable<string> Problems(AgentType agent)
    {
        List<string> problems = [];
        IReadOnlyList<Capability> equipped = capabilities.Equip(agent, problems);
        if (!canAsk && equipped.FirstOrDefault(capability => capability.AsksPeople) is { } asking)
        {
            problems.Add($"{asking.Name}: {NobodyToAsk}");
        }

        CheckTools(agent, problems);
        if (agent.Config.OutputFormat.Schema is { } schema)
        {
            problems.AddRange(
                SchemaWords
                    .Problems(JsonSerializer.SerializeToElement(schema))
                    .Select(problem => $"output_format: {problem}")
            );
        }

        return problems;
    }

    private void CheckTools(AgentType agent, List<string> problems)
    {
        IReadOnlyList<string> named = agent.Config.Tools;
        if (named.Count > 0 && agent.Config.Target is not null)
        {
            problems.Add("`tools` are for models; a target has tools of its own");
            return;
        }

        if (named.Distinct(StringComparer.Ordinal).Count() < named.Count)
        {
            problems.Add("`tools` names one twice");
        }

        if (tools is null)
        {
            return;
        }

        foreach (string tool in named)
        {
            if (ToolRegistry.IsServer(tool))
            {
                if (tools.Servers is null)
                {
                    problems.Add($"`tools` has `{tool}`, and this runner connects to no tool servers");
                }
            }
            else if (tools.Find(tool) is null)
            {
                string known =
                    tools.Names.Count == 0 ? "there are none" : $"there are {string.Join(", ", tools.Names)}";
                problems.Add($"there is no tool `{tool}`; {known}{Suggestion.Hint(tool, tools.Names)}");
            }
        }
    }
}
