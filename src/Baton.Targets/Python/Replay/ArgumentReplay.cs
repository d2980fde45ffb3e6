using System.Text.Json;
using Baton.Configuration;

namespace Baton.Targets.Python.Replay;

/// <summary>The recorded calls a Python target is called with, checked against the configuration. Immutable.</summary>
/// <remarks>
/// The run of iteration <c>i</c> is made from call <c>i</c> of the target, in the order of the file, starting over after
/// the last; all turns of a conversation are made from the same one. In a composite each Python member has its own calls.
/// </remarks>
public sealed class ArgumentReplay
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<RecordedCall>> _calls;
    private readonly ReplayOptions _options;
    private readonly string _shownAs;

    private ArgumentReplay(
        IReadOnlyDictionary<string, IReadOnlyList<RecordedCall>> calls,
        ReplayOptions options,
        string shownAs
    ) => (_calls, _options, _shownAs) = (calls, options, shownAs);

    /// <summary>Reads the recording and checks that the target's calls are in it and the input has its place in each.</summary>
    /// <param name="request">What is asked.</param>
    /// <returns>The calls, or <see langword="null"/> when nothing is to be replayed.</returns>
    /// <exception cref="ConfigurationException">The recording or the section is wrong; it carries every error found.</exception>
    public static ArgumentReplay? Open(ReplayRequest request)
    {
        ConfigurationErrors errors = new();
        ArgumentReplay? replay = Open(request, errors);
        errors.ThrowIfAny();
        return replay;
    }

    /// <summary>Reads the recording and checks that the target's calls are in it and the input has its place in each.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The calls, or <see langword="null"/> when nothing is to be replayed or an error was added.</returns>
    public static ArgumentReplay? Open(ReplayRequest request, ConfigurationErrors errors)
    {
        ReplayOptions options = request.Options;
        if (!options.Enabled)
        {
            return null;
        }

        string[] targets = [.. TargetCalls.Targets(request.Runner).Distinct(StringComparer.Ordinal)];
        if (targets.Length == 0 && TargetKind.Of(request.Runner) is [TargetKind kind, ..])
        {
            string none = kind.Key == "composite" ? ", which has no Python member" : "";
            errors.Add(
                request.PlaceOf(""),
                ReplayRequest.Section,
                $"replays the arguments of a Python function, and the target is `runner.{kind.Key}`{none}; write `enabled: false`, or name a `target`"
            );
            return null;
        }

        int before = errors.Items.Count;
        IReadOnlyDictionary<string, IReadOnlyList<RecordedCall>> calls =
            new Dictionary<string, IReadOnlyList<RecordedCall>>();
        if (ReadCalls(request, errors) is { } recorded)
        {
            calls = TargetCalls.In(recorded, targets, request, errors);
            InputPlace.Check([.. calls.Values.SelectMany(own => own).Distinct()], request, errors);
        }

        return errors.Items.Count == before ? new ArgumentReplay(calls, options, request.ShownAs) : null;
    }

    /// <summary>The calls of one callable, or <see langword="null"/> for a member of a composite that has none.</summary>
    internal ArgumentReplay? For(PythonCallable callable) =>
        _calls.TryGetValue(callable.ToString(), out IReadOnlyList<RecordedCall>? own)
            ? new ArgumentReplay(
                new Dictionary<string, IReadOnlyList<RecordedCall>> { [callable.ToString()] = own },
                _options,
                _shownAs
            )
            : null;

    /// <summary>Writes what a worker needs: the calls, the path and the providers.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("file"u8, _shownAs);
        writer.WriteString("path"u8, _options.OverrideParamPath?.Text);
        writer.WriteStartObject("providers"u8);
        foreach ((string name, string provider) in _options.CallableProviders)
        {
            writer.WriteString(name, provider);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("calls"u8);
        foreach (RecordedCall call in _calls.Values.SelectMany(own => own))
        {
            writer.WriteStartObject();
            writer.WriteNumber("line"u8, call.Line);
            if (call.Positional is { } positional)
            {
                writer.WritePropertyName("args"u8);
                positional.WriteTo(writer);
            }

            writer.WritePropertyName("kwargs"u8);
            call.Named.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static IReadOnlyList<RecordedCall>? ReadCalls(ReplayRequest request, ConfigurationErrors errors)
    {
        ConfigurationPlace place = request.PlaceOf("recording_file");
        string key = $"{ReplayRequest.Section}.recording_file";
        if (!File.Exists(request.RecordingPath))
        {
            string what = Directory.Exists(request.RecordingPath) ? "is a folder" : "does not exist";
            errors.Add(
                place,
                key,
                $"`{request.ShownAs}` {what}; record calls with `baton record enable` and `@baton.record_call_args()`, or correct the path"
            );
            return null;
        }

        try
        {
            int before = errors.Items.Count;
            IReadOnlyList<RecordedCall> calls = new RecordingReader(request.ShownAs, errors).Read(
                request.RecordingPath
            );
            if (calls.Count == 0 && errors.Items.Count == before)
            {
                errors.Add(place, key, $"`{request.ShownAs}` holds no calls; record some with `baton record enable`");
            }

            return errors.Items.Count == before ? calls : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add(place, key, $"`{request.ShownAs}` cannot be read: {failure.Message.TrimEnd('.')}");
            return null;
        }
    }
}
