using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Capabilities;

/// <summary>What capable agents of a sitting share.</summary>
/// <param name="ExecutionId">The execution.</param>
/// <param name="Source">Makes the agents themselves.</param>
/// <param name="Tools">The tools.</param>
/// <param name="States">What agents keep.</param>
/// <param name="Gate">Where people are asked.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record CapabilityPlace(
    string ExecutionId,
    IAgentSource Source,
    ToolServers Tools,
    IAgentStates States,
    ApprovalGate Gate,
    TimeProvider TimeProvider
);
