using System.Text;
using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Tests.Python;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Adapters;

/// <summary>Takes turns with what a <c>runner:</c> section written as YAML describes.</summary>
internal sealed class Runner : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public string Write(string path, string content) => _workspace.Write(path, content);

    /// <summary>Takes one turn.</summary>
    public async Task<List<AgentEvent>> TurnAsync(string yaml, string input = "hi", ConversationContext? context = null)
    {
        (RunnerOptions? options, string errors) = Read(yaml);
        options.ShouldNotBeNull(errors);
        await using ITarget target = TargetFactory.Create(
            options,
            new TargetEnvironment { ProjectDirectory = _workspace.Root, Variables = PythonAgent.ProcessVariables }
        );
        await using IConversation conversation = target.StartConversation(
            context ?? new ConversationContext { RunId = "run-1" }
        );
        return await PythonAgent.TurnAsync(conversation, input);
    }

    public async Task<string> OutputAsync(string yaml, string input = "hi", ConversationContext? context = null) =>
        PythonAgent.Output(await TurnAsync(yaml, input, context));

    public async Task<AgentError> ErrorAsync(string yaml, string input = "hi") =>
        (await TurnAsync(yaml, input))[^1].ShouldBeOfType<ErrorEvent>().Error;

    public static (RunnerOptions? Options, string Errors) Read(string yaml)
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? node = ConfigurationText.Parse(
            "c.yaml",
            Encoding.UTF8.GetBytes(yaml),
            ConfigurationFormat.Yaml,
            errors
        );
        RunnerOptions? options = node is null ? null : ConfigurationBinder.Bind<RunnerOptions>(node, "runner", errors);
        return (options, string.Join('\n', errors.Items));
    }

    public void Dispose() => _workspace.Dispose();
}
