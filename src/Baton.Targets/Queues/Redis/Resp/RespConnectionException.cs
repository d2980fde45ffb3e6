using Baton.Agents;

namespace Baton.Targets.Queues.Redis.Resp;

/// <summary>The connection to a Redis server is gone; what was under way may or may not have happened.</summary>
/// <param name="cause">What broke it.</param>
internal sealed class RespConnectionException(Exception cause) : BatonException(cause.Message, cause)
{
    /// <summary>Whether what came was not the protocol: somebody else listens there.</summary>
    public bool IsProtocol => InnerException is InvalidDataException;
}
