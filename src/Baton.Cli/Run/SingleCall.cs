using System.CommandLine;
using Baton.Agents;
using Baton.Cli.Chat;
using Baton.Cli.Interrupts;
using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;
using Baton.Targets;
using Baton.Targets.Python.Replay;

namespace Baton.Cli.Run;

/// <summary>Carries out <c>baton run single</c>.</summary>
internal static class SingleCall
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, SingleOptions options, ParseResult parsed)
    {
        string? second = parsed.GetValue(options.Second);
        string first = parsed.GetValue(options.First)!;
        string? target = second is null ? null : first;
        string input = second ?? first;
        Check(options, parsed, target);
        using Interruption interruption = session.Listen();
        return parsed.GetValue(options.Model.Model) is null
            ? await AskTargetAsync(session, options, parsed, target, input, interruption.Asked)
            : await AskModelAsync(session, options, parsed, input, interruption.Asked);
    }

    private static void Check(SingleOptions options, ParseResult parsed, string? target)
    {
        UsageErrors errors = new();
        if (parsed.GetValue(options.Model.Model) is null)
        {
            foreach (string option in options.Model.GivenBeside(parsed))
            {
                errors.AddIf(true, option, "is for a model; name one with `--model`");
            }

            errors.AddIf(
                target is not null && options.Project.AreGiven(parsed),
                target ?? "",
                "names an agent, and so does the configuration; leave one of them out"
            );
        }
        else
        {
            const string twice = "names an agent, and so does `--model`; leave one of them out";
            errors.AddIf(target is not null, target ?? "", twice);
            errors.AddIf(parsed.GetValue(options.Project.Config) is not null, options.Project.Config.Name, twice);
            errors.AddIf(
                parsed.GetValue(options.Persona) is not null,
                options.Persona.Name,
                "is not known to a model; describe who speaks in `--system`"
            );
        }

        errors.ThrowIfAny();
    }

    private static async Task<int> AskTargetAsync(
        ToolSession session,
        SingleOptions options,
        ParseResult parsed,
        string? target,
        string input,
        CancellationToken cancellationToken
    )
    {
        LoadedConfiguration? configuration = target is null
            ? ConfigurationLoader.Load(options.Project.ToRequest(parsed, session))
            : null;
        await using ITarget agent = CreateTarget(target, configuration, session);
        using ManualApproval? approval = session.CanAsk ? new ManualApproval(session) : null;
        ConversationContext context = new()
        {
            RunId = "single",
            Persona = PersonaOf(parsed.GetValue(options.Persona), options, configuration),
            AutoApproveTools = configuration?.Settings.MultiTurn.AutoApproveTools,
            ApproveTool = approval is null ? null : approval.AskAsync,
        };
        Redaction redaction = configuration is null
            ? Redaction.None
            : Redaction.Of(configuration.Redactor, configuration.Variables);
        SingleAnswer answer = new(session, redaction, parsed.GetValue(options.Format) is "json");
        return await AskAsync(agent, context, session, input, answer, cancellationToken);
    }

    private static async Task<int> AskModelAsync(
        ToolSession session,
        SingleOptions options,
        ParseResult parsed,
        string input,
        CancellationToken cancellationToken
    )
    {
        ModelRequest request = ModelRequest.Read(options.Model, parsed, session);
        IReadOnlyDictionary<string, string> variables = ModelVariables.Read(session, options.Project, parsed);
        using ToolConsent consent = new(session, new TypedLines(session.In));
        await using ModelAgent model = await ModelAgent.StartAsync(
            request,
            session,
            variables,
            consent.DecideAsync,
            cancellationToken
        );
        SingleAnswer answer = new(
            session,
            Redaction.Of(variables),
            parsed.GetValue(options.Format) is "json",
            request.Model,
            consent.Lines
        );
        ConversationContext context = new() { RunId = "single" };
        return await AskAsync(model.Agent, context, session, input, answer, cancellationToken);
    }

    private static async Task<int> AskAsync(
        IAgent agent,
        ConversationContext context,
        ToolSession session,
        string input,
        SingleAnswer answer,
        CancellationToken cancellationToken
    )
    {
        if (input is "-")
        {
            input = (await session.In.ReadToEndAsync(cancellationToken)).TrimEnd('\n', '\r');
        }

        await using IConversation conversation = agent.StartConversation(context);
        try
        {
            await foreach (
                AgentEvent happened in conversation.TakeTurnAsync(new Turn { Input = input }, cancellationToken)
            )
            {
                answer.Add(happened);
            }
        }
        catch (OperationCanceledException)
        {
            answer.Break();
            throw;
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
                    Replay = ArgumentReplay.Open(configuration.Replay),
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
