using System.Text.Json.Nodes;
using Baton.Experiments.Conversations;
using Baton.Experiments.Conversations.Supervisors;
using Baton.Experiments.Settings;
using Baton.Targets;

namespace Baton.Experiments.Tests.Conversations.Supervisors;

/// <summary>Makes supervisors from settings.</summary>
internal static class Make
{
    public static ISupervisor Supervisor(
        SupervisorSettings settings,
        IReadOnlyDictionary<string, string>? variables = null,
        TimeProvider? time = null,
        HttpMessageHandler? handler = null,
        JsonObject? metadata = null,
        LimitSettings? limits = null
    ) =>
        SupervisorFactory.Create(
            new ExperimentSettings
            {
                Runner = new RunnerOptions(),
                MultiTurn = new MultiTurnSettings { Enabled = true, Supervisor = settings },
                Metadata = metadata,
                Limits = limits ?? new LimitSettings(),
                Seed = 5,
            },
            variables ?? new Dictionary<string, string>(),
            time ?? TimeProvider.System,
            handler: handler
        );

    public static ISupervisor Mock(string metadata) =>
        Supervisor(
            new SupervisorSettings
            {
                Provider = SupervisorProvider.Mock,
                Metadata = JsonNode.Parse(metadata)!.AsObject(),
            }
        );
}
