using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Containers.Engine;

namespace Baton.Targets.Containers;

/// <summary>Puts into words what went wrong with an engine or a container, with the command that would mend it.</summary>
/// <param name="options">The section.</param>
/// <param name="address">Where the engine is looked for.</param>
internal sealed class ContainerFailure(ContainerOptions options, EngineAddress address)
{
    private readonly bool _isPodman = options.Runtime == ContainerRuntime.Podman;
    private readonly string _tool = options.Runtime == ContainerRuntime.Podman ? "podman" : "docker";

    private string Variable => _isPodman ? "CONTAINER_HOST" : "DOCKER_HOST";

    private string Allow =>
        _isPodman
            ? "start a service of your own with `systemctl --user start podman.socket`"
            : "run `sudo usermod -aG docker $USER` and log in again";

    /// <summary>The engine could not be reached, or does not want to talk.</summary>
    public AgentError Unreached(EngineException failed)
    {
        string start = _isPodman ? "`systemctl --user start podman.socket`" : "`sudo systemctl start docker`";
        string at = $"`{address.Shown}`";
        if (Cause<AuthenticationException>(failed) is not null)
        {
            return new AgentError(
                ErrorKind.Tls,
                $"no TLS with the engine at {at}: {failed.Message}; put ca.pem, cert.pem and key.pem that fit into `{address.Tls?.Folder}`, or set `DOCKER_CERT_PATH` to where they are"
            );
        }

        SocketError? reason = Cause<SocketException>(failed)?.SocketErrorCode;
        string what =
            failed.Status is not null ? $"the engine at {at} refused: {failed.Message}"
            : reason == SocketError.AccessDenied
                ? $"you may not use {at}; {Allow}, or set `{Variable}` to an engine of your own"
            : address.SocketFile is { } file && !File.Exists(file)
                ? $"no engine is there: `{file}` does not exist; install {_tool} and start it with {start}, or set `{Variable}` to where it listens"
            : reason is not null
                ? $"no engine answers at {at}: {failed.Message}; start it with {start}, or set `{Variable}` to where it listens"
            : $"the engine at {at} cannot be used: {failed.Message}";
        return new AgentError(ErrorKind.Start, what);
    }

    /// <summary>The engine went away while a container ran, or the container was taken away.</summary>
    public AgentError Lost(EngineException failed) =>
        failed.Status is not null
            ? new AgentError(ErrorKind.ProcessExit, $"the container was taken away while it ran: {failed.Message}")
            : new AgentError(
                ErrorKind.ConnectionLost,
                $"the engine at `{address.Shown}` went away while the container ran ({failed.Message}); look with `{_tool} info`, and into its log with `journalctl -u {_tool}`"
            )
            {
                IsTransient = true,
            };

    /// <summary>The engine has not the image, and may not fetch it.</summary>
    public AgentError NoImage() =>
        new(
            ErrorKind.Start,
            $"there is no image `{options.Image}` and `pull` is `never`; build it with `{_tool} build -t {options.Image} .`, or set `pull: missing`"
        );

    /// <summary>The image could not be fetched.</summary>
    public AgentError NotPulled(EngineException failed) =>
        new(
            ErrorKind.Start,
            $"the image `{options.Image}` could not be fetched: {failed.Message}; try `{_tool} pull {options.Image}`, or build it with `{_tool} build -t {options.Image} .` and set `pull: never`"
        );

    /// <summary>
    /// A folder that containers shall see is not there: Podman would make it, empty. <see langword="null"/> where all
    /// are there, or the engine tells itself.
    /// </summary>
    /// <param name="description">What containers are made from.</param>
    public AgentError? NoFolder(JsonObject description)
    {
        string? missing =
            _isPodman && address.SocketFile is not null
                ? description["HostConfig"]
                    ?["Mounts"]?.AsArray()
                    .Where(static mount => (string?)mount!["Type"] == "bind")
                    .Select(static mount => (string)mount!["Source"]!)
                    .FirstOrDefault(static source => !Path.Exists(source))
                : null;
        return missing is null
            ? null
            : new AgentError(
                ErrorKind.Start,
                $"`{missing}` does not exist; correct `container.volumes`, or make the folder"
            );
    }

    /// <summary>A container could not be made or started.</summary>
    public AgentError NotStarted(EngineException failed)
    {
        string said = failed.Message;
        return failed.Status is null
            ? Unreached(failed)
            : new AgentError(
                ErrorKind.Start,
                IsNoProgram(said)
                        ? $"{Program()} cannot be run in the image `{options.Image}`: {said}; correct `container.command`"
                    : Says(said, "No such image") ? NoImage().Message
                    : Says(said, "No command specified")
                        ? $"the image `{options.Image}` names no program; name one in `container.command`"
                    : Says(said, "bind source path does not exist")
                        ? $"{said}; correct `container.volumes`, or make the folder"
                    : Says(said, "network") && Says(said, "not found")
                        ? $"{said}; correct `container.network`, or make it with `{_tool} network create {options.Network}`"
                    : Says(said, "unable to find user") ? $"{said}; correct `container.user`"
                    : $"the container could not be started: {said}"
            );
    }

    private string Program() => options.Command is { } command ? $"`{command.Items[0]}`" : "the image's own program";

    private static bool IsNoProgram(string said) =>
        Says(said, "executable file not found")
        || Says(said, "exec format error")
        || (Says(said, "exec") && (Says(said, "no such file") || Says(said, "permission denied")));

    private static bool Says(string said, string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static TException? Cause<TException>(Exception? failed)
        where TException : Exception =>
        failed is null ? null : failed as TException ?? Cause<TException>(failed.InnerException);
}
