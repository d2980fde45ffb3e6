using Baton.Agents;
using Baton.Targets.Python.Protocol;

namespace Baton.Targets.Python;

/// <summary>What a worker says first: which Python and protocol it is, and which process group it leads.</summary>
internal static class WorkerGreeting
{
    private static readonly Version _oldest = new(3, 9);

    /// <summary>The process group the worker leads, or <see langword="null"/> where it leads none.</summary>
    public static int? Group(WorkerMessage hello) => hello.Integer("group") is { } group and > 0 ? (int)group : null;

    /// <summary>Why Baton cannot work with it, or <see langword="null"/>.</summary>
    public static AgentError? Check(WorkerMessage hello, PythonLaunch launch)
    {
        string version = hello.String("python") ?? "";
        if (!Version.TryParse(version, out Version? python) || python < _oldest)
        {
            string message = $"{launch.Interpreter} is Python {version}; Baton needs 3.9 or newer; set `runner.python`";
            return new AgentError(ErrorKind.Start, message);
        }

        long? protocol = hello.Integer("protocol");
        return protocol == WorkerRequests.Version
            ? null
            : new AgentError(
                ErrorKind.Start,
                $"the Python worker speaks protocol {protocol}, this Baton {WorkerRequests.Version}"
            );
    }
}
