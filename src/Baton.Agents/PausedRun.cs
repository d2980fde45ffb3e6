using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Agents.Running;
using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>
/// A run that waits for decisions about calls of tools. It can be kept as JSON and go on in another process, with
/// <see cref="Runner.ResumeAsync"/> and an agent of the same make. Immutable.
/// </summary>
/// <remarks>The JSON holds the conversation, and so whatever was said in it.</remarks>
public sealed record PausedRun
{
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Json = CreateOptions();

    /// <summary>The format of the JSON: 1.</summary>
    [JsonInclude]
    internal int Version { get; init; } = FormatVersion;

    /// <summary>The run's identifier; it keeps it.</summary>
    public required string RunId { get; init; }

    /// <summary>The agent that made the calls: the first one, or one it handed over to.</summary>
    public required string AgentName { get; init; }

    /// <summary>The calls to decide about, in the model's order; at least one.</summary>
    public required IReadOnlyList<PendingApproval> Approvals { get; init; }

    /// <summary>How many turns have begun.</summary>
    public int TurnCount { get; init; }

    /// <summary>The time the run took until it paused.</summary>
    public TimeSpan ElapsedTime { get; init; }

    /// <summary>What was spent until then.</summary>
    public Usage Usage { get; init; } = Usage.Unknown;

    /// <summary>The conversation before the answer that made the calls.</summary>
    public required IReadOnlyList<ChatMessage> History { get; init; }

    /// <summary>The run's variables.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = RunConfig.NoMetadata;

    /// <summary>The answer that made the calls.</summary>
    public required ChatMessage Answer { get; init; }

    /// <summary>The calls of that answer that needed no decision, carried out.</summary>
    [JsonInclude]
    internal IReadOnlyList<ToolCallRecord> FinishedCalls { get; init; } = [];

    /// <summary>The calls of earlier turns.</summary>
    [JsonInclude]
    internal IReadOnlyList<ToolCallRecord> ToolCalls { get; init; } = [];

    /// <summary>How much of the history the session has already.</summary>
    [JsonInclude]
    internal int KnownMessages { get; init; }

    /// <summary>The last thing the model had said in words.</summary>
    [JsonInclude]
    internal string? LastText { get; init; }

    /// <summary>Reads a paused run.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave.</param>
    /// <exception cref="AgentException">The text is something else, or of a later version.</exception>
    public static PausedRun FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            CheckVersion(document.RootElement);
            PausedRun? paused = document.RootElement.Deserialize<PausedRun>(Json);
            return paused?.IsWhole == true
                ? paused
                : throw new AgentException("This is not a paused run: parts of it are missing");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            throw new AgentException($"This is not a paused run: {error.Message}", error);
        }
    }

    /// <summary>The run as JSON, in one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    internal static PausedRun Of(
        RunState run,
        ChatMessage answer,
        IReadOnlyList<FunctionCallContent> calls,
        IReadOnlyList<ToolOutcome?> outcomes
    ) =>
        new()
        {
            RunId = run.Context.RunId,
            AgentName = run.Agent.Agent.Name,
            Approvals =
            [
                .. calls
                    .Where((_, index) => outcomes[index] is null)
                    .Select(call => new PendingApproval(
                        call.CallId,
                        call.Name,
                        Tools.ToolJson.Element(call.Arguments)
                    )),
            ],
            TurnCount = run.Context.TurnCount,
            ElapsedTime = run.Context.ElapsedTime,
            Usage = run.Ledger.Total,
            History = [.. run.Messages],
            Variables = run.Context.HasVariables
                ? new Dictionary<string, object?>(run.Context.Variables, StringComparer.Ordinal)
                : RunConfig.NoMetadata,
            Answer = answer,
            FinishedCalls = [.. outcomes.OfType<ToolOutcome>().Select(outcome => outcome.ToRecord())],
            ToolCalls = [.. run.ToolCalls],
            KnownMessages = run.KnownMessages,
            LastText = run.LastText,
        };

    // A later version may look different everywhere else.
    private static void CheckVersion(JsonElement json)
    {
        if (
            json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("version", out JsonElement version)
            && version.ValueKind == JsonValueKind.Number
            && version.GetRawText() != $"{FormatVersion}"
        )
        {
            throw new AgentException(
                $"The paused run is of version {version.GetRawText()}; this Baton reads version {FormatVersion}"
            );
        }
    }

    private bool IsWhole =>
        Approvals.Count > 0
        && Approvals.All(static call => call is not null)
        && History.All(static message => message is not null)
        && FinishedCalls.All(static call => call is not null)
        && ToolCalls.All(static call => call is not null);

    private static JsonSerializerOptions CreateOptions()
    {
        JsonSerializerOptions options = new(AIJsonUtilities.DefaultOptions)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = false,
            RespectNullableAnnotations = true,
        };
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>A call of a tool that waits for a decision.</summary>
/// <param name="CallId">The call; the decision is given under it.</param>
/// <param name="ToolName">The tool.</param>
/// <param name="Arguments">The arguments it would be called with.</param>
public sealed record PendingApproval(string CallId, string ToolName, JsonElement? Arguments);
