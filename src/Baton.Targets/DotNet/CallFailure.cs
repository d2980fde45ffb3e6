using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.DotNet;

/// <summary>Puts into words what went wrong in an agent's code.</summary>
internal static class CallFailure
{
    /// <summary>The agent threw.</summary>
    public static AgentError Thrown(Exception thrown)
    {
        string hint =
            thrown is FileNotFoundException or FileLoadException
            && thrown.StackTrace is not null
            && thrown.Message.Contains("assembly", StringComparison.Ordinal)
                ? "; dependencies must lie beside the agent's assembly: set `<EnableDynamicLoading>true</EnableDynamicLoading>` in its project"
                : "";
        return new AgentError(ErrorKind.Exception, $"{thrown.GetType().Name}: {thrown.Message}{hint}")
        {
            Details = new JsonObject
            {
                ["type"] = thrown.GetType().FullName,
                ["message"] = thrown.Message,
                ["traceback"] = thrown.ToString(),
            },
        };
    }
}
