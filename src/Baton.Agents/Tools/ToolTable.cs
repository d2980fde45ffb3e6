using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>What an agent may call, by name.</summary>
internal sealed class ToolTable
{
    private readonly Dictionary<string, ToolEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<AITool> _declared = [];
    private readonly List<Agent> _agents = [];

    private ToolTable() { }

    /// <summary>What the model is told, in the order it was given.</summary>
    public IReadOnlyList<AITool> Declared => _declared;

    /// <summary>The agents among the tools.</summary>
    public IReadOnlyList<Agent> Agents => _agents;

    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Lists an agent's tools and handoffs, and everything that is wrong with them.</summary>
    public static ToolTable Create(Agent agent, List<string> problems)
    {
        ToolTable table = new();
        foreach (AITool tool in agent.Tools)
        {
            switch (tool)
            {
                case AIFunction function:
                    table.Add(function, problems);
                    break;
                case AIFunctionDeclaration declaration:
                    problems.Add(
                        $"The tool `{declaration.Name}` is only a declaration that nothing can call; give an AIFunction"
                    );
                    break;
                case null:
                    problems.Add("One of the tools is null");
                    break;
                default:
                    table._declared.Add(tool);
                    break;
            }
        }

        foreach (Agent next in agent.Handoffs)
        {
            HandoffTool tool = new(next);
            table.Enter(new ToolEntry(tool) { Handoff = next }, problems);
        }

        return table;
    }

    public ToolEntry? Find(string name) => _entries.GetValueOrDefault(name);

    private void Add(AIFunction function, List<string> problems)
    {
        try
        {
            AIFunction callable = ContextFunction.Wrap(function);
            if (function.GetService<AgentTool>() is { } nested)
            {
                _agents.Add(nested.Agent);
            }

            Enter(
                new ToolEntry(callable)
                {
                    RequiresApproval = function.GetService<ApprovalRequiredAIFunction>() is not null,
                },
                problems
            );
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            problems.Add($"The schema of the tool `{function.Name}` cannot be built: {error.Message}");
        }
    }

    private void Enter(ToolEntry entry, List<string> problems)
    {
        string name = entry.Function.Name;
        if (!ToolName.IsValid(name))
        {
            problems.Add(
                $"The tool name `{name}` is not one that models accept; use 1 to 64 letters, digits, `_` or `-`"
            );
        }
        else if (entry.Function.JsonSchema.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            problems.Add($"The schema of the tool `{name}` is not a JSON object");
        }
        else if (!_entries.TryAdd(name, entry))
        {
            problems.Add($"Two tools are named `{name}`; rename one");
        }
        else
        {
            _declared.Add(entry.Function);
        }
    }
}
