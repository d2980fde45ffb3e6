using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>How a model says that another agent should take over. The run carries it out, not the call.</summary>
internal sealed class HandoffTool(Agent next) : AIFunction
{
    private static readonly JsonElement Schema = JsonDocument
        .Parse("""{"type":"object","properties":{}}""")
        .RootElement;

    public override string Name { get; } = ToolName.From($"transfer_to_{next.Name}");

    public override string Description { get; } =
        $"Hand the conversation over to `{next.Name}`, who answers from then on. {next.Purpose}";

    public override JsonElement JsonSchema => Schema;

    protected override ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    ) => new($"{next.Name} takes over.");
}
