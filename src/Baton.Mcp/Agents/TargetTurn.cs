using System.Text;
using Baton.Agents;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;
using Baton.Mcp.Configurations;
using Baton.Mcp.Tools;
using Baton.Targets;
using Baton.Targets.Python.Replay;

namespace Baton.Mcp.Agents;

/// <summary>One turn of an agent under test, as <c>baton run single</c> takes it. Nothing is recorded.</summary>
internal sealed class TargetTurn
{
    private const int LongestOutput = 100_000;
    private const int MostLogLines = 20;

    private readonly StringBuilder _text = new();
    private readonly List<CalledTool> _tools = [];
    private readonly Queue<string> _log = new();
    private Usage? _usage;
    private string? _output;
    private string? _error;

    /// <summary>Takes the turn.</summary>
    /// <param name="room">What tools share.</param>
    /// <param name="arguments">Which agent, and what is said to it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<RunAgentResult> TakeAsync(
        ToolRoom room,
        RunAgentArguments arguments,
        CancellationToken cancellationToken
    )
    {
        LoadedConfiguration? configuration = arguments.Target is null ? Load(room, arguments) : null;
        PersonaContext? persona = PersonaOf(arguments.Persona, configuration);
        ITarget agent = configuration is null
            ? CreateTarget(room, arguments.Target!)
            : CreateTarget(room, configuration);
        await using (agent.ConfigureAwait(false))
        {
            ConversationContext context = new()
            {
                RunId = "single",
                Persona = persona,
                AutoApproveTools = configuration?.Settings.MultiTurn.AutoApproveTools,
            };
            TargetTurn turn = new();
            TimeProvider time = room.Place.TimeProvider;
            long start = time.GetTimestamp();
            await turn.TakeAsync(agent, context, arguments, time, cancellationToken).ConfigureAwait(false);
            RunAgentResult result = turn.Result(agent.Name, time.GetElapsedTime(start));
            return configuration is null ? result : Redacted(result, configuration);
        }
    }

    private static LoadedConfiguration Load(ToolRoom room, RunAgentArguments arguments)
    {
        LoadedConfiguration configuration = ConfigurationLoader.Load(
            new ConfigurationRequest
            {
                Config = ConfigurationPaths.Find(room.Root, arguments.Config),
                Environment = room.Place.Environment,
                CurrentDirectory = room.Root.Folder,
            }
        );
        ConfigurationPaths.Check(room.Root, configuration);
        return configuration;
    }

    private static PersonaContext? PersonaOf(string? name, LoadedConfiguration? configuration)
    {
        IReadOnlyList<Persona> described = configuration?.Settings.Personas ?? [];
        return name is null ? null
            : described.Count == 0 ? new PersonaContext(name)
            : described.FirstOrDefault(known => known.Name == name) is { } persona ? PersonaProse.ToContext(persona)
            : throw new ToolCallException(
                $"unknown persona `{name}`; known are {string.Join(", ", described.Select(known => $"`{known.Name}`"))}"
            );
    }

    private static ITarget CreateTarget(ToolRoom room, LoadedConfiguration configuration) =>
        TargetFactory.Create(
            configuration.Settings.Runner,
            new TargetEnvironment
            {
                ProjectDirectory = configuration.ProjectDirectory,
                Variables = configuration.Variables,
                Replay = ArgumentReplay.Open(configuration.Replay),
                TimeProvider = room.Place.TimeProvider,
            }
        );

    private static ITarget CreateTarget(ToolRoom room, string target) =>
        target.Contains(':', StringComparison.Ordinal)
            ? TargetFactory.Create(
                new RunnerOptions { Target = target },
                new TargetEnvironment
                {
                    ProjectDirectory = room.Root.Folder,
                    Variables = room.Variables,
                    TimeProvider = room.Place.TimeProvider,
                }
            )
            : throw new ToolCallException(
                $"`target` is `{target}`, which is no Python callable; write `module:function`, for example `app.agent:run`"
            );

    private async Task TakeAsync(
        ITarget agent,
        ConversationContext context,
        RunAgentArguments arguments,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource patience = new(
            arguments.TimeoutSeconds is { } most ? TimeSpan.FromSeconds(most) : TimeSpan.FromMinutes(5),
            time
        );
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(
            patience.Token,
            cancellationToken
        );
        IConversation conversation = agent.StartConversation(context);
        await using (conversation.ConfigureAwait(false))
        {
            try
            {
                Turn turn = new() { Input = arguments.Input };
                await foreach (
                    AgentEvent happened in conversation.TakeTurnAsync(turn, both.Token).ConfigureAwait(false)
                )
                {
                    Add(happened);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _error = "timeout: no answer in time; raise `timeout_seconds`";
            }
        }
    }

    private void Add(AgentEvent happened)
    {
        switch (happened)
        {
            case TextEvent text:
                _text.Append(text.Content);
                break;
            case ToolCallEvent call:
                _tools.Add(new CalledTool(call.ToolName, call.Arguments));
                break;
            case UsageEvent usage:
                _usage = _usage is null ? usage.Usage : _usage + usage.Usage;
                break;
            case LogEvent log:
                _log.Enqueue(log.Message);
                if (_log.Count > MostLogLines)
                {
                    _log.Dequeue();
                }

                break;
            case FinalEvent final:
                _output = final.Output;
                break;
            case ErrorEvent error:
                _error = $"{error.Error.Kind}: {error.Error.Message}";
                break;
            case LimitEvent limit:
                _error = $"{limit.Limit}: {limit.Message}";
                break;
            default:
                break;
        }
    }

    private RunAgentResult Result(string agent, TimeSpan duration) =>
        new()
        {
            Agent = agent,
            Success = _error is null,
            Output = ExecutionStep.Cut(_output ?? _text.ToString(), LongestOutput),
            Error = _error,
            DurationMs = Math.Round(duration.TotalMilliseconds, 3),
            ToolCalls = _tools,
            Tokens = _usage?.TotalTokens,
            Cost = _usage?.Cost,
            Log = _log.Count > 0 ? [.. _log] : null,
        };

    private static RunAgentResult Redacted(RunAgentResult result, LoadedConfiguration configuration) =>
        result with
        {
            Output = result.Output is null ? null : configuration.Redactor.Redact(result.Output),
            Error = result.Error is null ? null : configuration.Redactor.Redact(result.Error),
            Log = result.Log is null ? null : [.. result.Log.Select(configuration.Redactor.Redact)],
            ToolCalls =
            [
                .. result.ToolCalls.Select(call =>
                    call.Arguments is { } given
                        ? call with
                        {
                            Arguments = System.Text.Json.JsonElement.Parse(
                                configuration.Redactor.Redact(given.GetRawText())
                            ),
                        }
                        : call
                ),
            ],
        };
}
