using System.CommandLine;
using Baton.Agents;
using Baton.Cli.Interrupts;
using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;
using Baton.Targets;

namespace Baton.Cli.Run;

/// <summary>Carries out <c>baton run single</c>.</summary>
internal static class SingleCall
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, SingleOptions options, ParseResult parsed)
    {
        string first = parsed.GetRequiredValue(options.First);
        string? second = parsed.GetValue(options.Second);
        string? target = second is null ? null : first;
        if (target is not null && options.Project.AreGiven(parsed))
        {
            throw UsageErrors.Of(target, "names an agent, and so does the configuration; leave one of them out");
        }

        using Interruption interruption = session.Listen();
        LoadedConfiguration? configuration = target is null
            ? ConfigurationLoader.Load(options.Project.ToRequest(parsed, session))
            : null;
        string input = second ?? first;
        if (input is "-")
        {
            input = (await session.In.ReadToEndAsync(interruption.Asked)).TrimEnd('\n', '\r');
        }

        await using ITarget agent = CreateTarget(target, configuration, session);
        using ManualApproval? approval = session.CanAsk ? new ManualApproval(session) : null;
        await using IConversation conversation = agent.StartConversation(
            new ConversationContext
            {
                RunId = "single",
                Persona = PersonaOf(parsed.GetValue(options.Persona), options, configuration),
                AutoApproveTools = configuration?.Settings.MultiTurn.AutoApproveTools,
                ApproveTool = approval is null ? null : approval.AskAsync,
            }
        );
        Func<string, string> redact = configuration is null ? text => text : configuration.Redactor.Redact;
        SingleAnswer answer = new(session, redact, parsed.GetValue(options.Format) is "json");
        await foreach (
            AgentEvent happened in conversation.TakeTurnAsync(new Turn { Input = input }, interruption.Asked)
        )
        {
            answer.Add(happened);
        }

        return answer.Finish();
    }

    // Where a configuration describes personas, a name it does not know is a slip of the pen.
    private static PersonaContext? PersonaOf(string? name, SingleOptions options, LoadedConfiguration? configuration)
    {
        IReadOnlyList<Persona> described = configuration?.Settings.Personas ?? [];
        if (name is null || described.Count == 0)
        {
            return name is null ? null : new PersonaContext(name);
        }

        Persona? persona = described.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.Ordinal));
        return persona is null
            ? throw UsageErrors.Of(
                options.Persona.Name,
                $"unknown persona `{name}`; known are {string.Join(", ", described.Select(known => $"`{known.Name}`"))}"
            )
            : PersonaProse.ToContext(persona);
    }

    private static ITarget CreateTarget(string? target, LoadedConfiguration? configuration, ToolSession session)
    {
        if (configuration is not null)
        {
            return TargetFactory.Create(
                configuration.Settings.Runner,
                new TargetEnvironment
                {
                    ProjectDirectory = configuration.ProjectDirectory,
                    Variables = configuration.Variables,
                    TimeProvider = session.Clock,
                }
            );
        }

        if (!target!.Contains(':', StringComparison.Ordinal))
        {
            throw new ConfigurationException([
                new ConfigurationError(
                    new ConfigurationPlace("TARGET"),
                    "",
                    $"`{target}` is no Python callable; write `module:function`, for example `app.agent:run`"
                ),
            ]);
        }

        return TargetFactory.Create(
            new RunnerOptions { Target = target },
            new TargetEnvironment
            {
                ProjectDirectory = session.WorkingDirectory,
                Variables = session.Environment,
                TimeProvider = session.Clock,
            }
        );
    }
}
