using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Personas;
using Baton.Targets;
using Baton.Targets.Python;

namespace Baton.Experiments.Evaluation.Code;

/// <summary>
/// Asks a Python function about each trace. It is called in the workers that Python agents run in, as many times as there are
/// traces; its first parameter gets the trace as <c>traces.jsonl</c> has it, with <c>expected</c> beside its members.
/// </summary>
internal sealed class PythonEvaluator : IEvaluator, IStartable, IAsyncDisposable
{
    private readonly PythonTarget _function;
    private readonly double _threshold;

    /// <summary>Makes the evaluator; starts nothing.</summary>
    /// <param name="settings">The function.</param>
    /// <param name="runner">The agent's section, whose interpreter and folders are used where the evaluator names none.</param>
    /// <param name="environment">The place it runs in.</param>
    public PythonEvaluator(PythonEvaluatorSettings settings, RunnerOptions runner, TargetEnvironment environment)
    {
        Name = settings.Name;
        _threshold = settings.Threshold;
        Dictionary<string, string> variables = new(runner.EnvironmentVars, StringComparer.Ordinal);
        foreach ((string name, string value) in settings.EnvironmentVars)
        {
            variables[name] = value;
        }

        RunnerOptions options = new()
        {
            Target = settings.Function,
            Python = settings.Python ?? runner.Python,
            PythonPath =
            [
                .. settings
                    .PythonPath.Select(path => Path.GetFullPath(path, environment.ProjectDirectory))
                    .Concat(runner.PythonPath),
            ],
            WorkingDirectory = runner.WorkingDirectory,
            EnvironmentVars = variables,
        };
        _function = new PythonTarget(options, environment);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async ValueTask<string?> StartAsync(CancellationToken cancellationToken) =>
        (await _function.ProbeAsync(cancellationToken).ConfigureAwait(false))?.Message;

    /// <inheritdoc/>
    public async ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken)
    {
        JsonElement input = TraceForCode.Of(trace);
        ConversationContext context = new()
        {
            RunId = trace.Trace.TraceId,
            Iteration = trace.Trace.Iteration,
            Metadata = trace.Trace.Metadata,
            Persona =
                trace.Persona is { } persona ? PersonaProse.ToContext(persona)
                : trace.Trace.Persona is { } name ? new PersonaContext(name)
                : null,
        };
        IConversation conversation = _function.StartConversation(context);
        await using (conversation.ConfigureAwait(false))
        {
            Turn turn = new() { Input = input.GetRawText(), InputValue = input };
            await foreach (
                AgentEvent happened in conversation.TakeTurnAsync(turn, cancellationToken).ConfigureAwait(false)
            )
            {
                switch (happened)
                {
                    case FinalEvent { Raw: { } structure }:
                        return CodeVerdict.Read(Name, structure, _threshold);
                    case FinalEvent answer:
                        return CodeVerdict.Read(Name, ElementOf(answer.Output), _threshold);
                    case ErrorEvent error:
                        return CodeVerdict.Error(Name, error.Error.Message);
                    case LimitEvent limit:
                        return CodeVerdict.Error(Name, limit.Message);
                    default:
                        break;
                }
            }
        }

        return CodeVerdict.Error(Name, "the function's call ended without an answer");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _function.DisposeAsync();

    /// <summary>A number or truth value comes as text from the worker.</summary>
    private static JsonElement ElementOf(string output)
    {
        try
        {
            return JsonElement.Parse(output);
        }
        catch (JsonException)
        {
            return Conversations.JsonText.Element(output);
        }
    }
}
