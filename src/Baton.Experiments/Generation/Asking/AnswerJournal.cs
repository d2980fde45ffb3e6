using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Configuration;
using Baton.Experiments.Models;

namespace Baton.Experiments.Generation.Asking;

/// <summary>
/// Keeps a model's answers on disk until the file of inputs is written, so that nothing is paid for twice when a run is
/// killed. JSON Lines: a head, then a line for each call. One process at a time. Not thread-safe.
/// </summary>
internal sealed class AnswerJournal : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly FileStream _file;
    private readonly Func<string, string> _redact;
    private bool _isEmpty;

    private AnswerJournal(FileStream file, Func<string, string> redact)
    {
        _file = file;
        _redact = redact;
    }

    /// <summary>The answers that an earlier run kept, oldest first.</summary>
    public IReadOnlyList<KeptAnswer> Kept { get; private init; } = [];

    /// <summary>Opens the journal, or makes one; a line that a crash tore is cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shownAs">The file as the user would type it.</param>
    /// <param name="fingerprint">What the answers depend on.</param>
    /// <param name="fresh">Whether kept answers are dropped.</param>
    /// <param name="redact">Takes secrets out of texts.</param>
    /// <exception cref="ConfigurationException">The kept answers are to other questions.</exception>
    /// <exception cref="GenerationException">Another process has it open, or it cannot be written.</exception>
    public static AnswerJournal Open(
        string path,
        string shownAs,
        string fingerprint,
        bool fresh,
        Func<string, string> redact
    )
    {
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            (string? found, List<KeptAnswer> kept, long whole) = fresh ? (null, [], 0) : Read(file);
            if (found is not null && found != fingerprint)
            {
                throw new ConfigurationException([
                    new ConfigurationError(
                        new ConfigurationPlace(shownAs),
                        "",
                        "keeps the answers of an unfinished run with other base inputs or settings; finish that one with its settings, "
                            + "or drop them with `--fresh`"
                    ),
                ]);
            }

            file.SetLength(found is null ? 0 : whole);
            file.Seek(0, SeekOrigin.End);
            AnswerJournal journal = new(file, redact) { Kept = kept };
            journal._isEmpty = kept.Count == 0;
            if (found is null)
            {
                journal.Append(new JsonObject { ["version"] = 1, ["fingerprint"] = fingerprint });
            }

            return journal;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new GenerationException(
                $"cannot open `{shownAs}`, where answers are kept: {exception.Message}; is another `baton generate inputs` writing the same file?",
                exception
            );
        }
        catch (ConfigurationException)
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Keeps what a call brought; it is on disk when this returns.</summary>
    /// <param name="texts">The texts by the index of their slot.</param>
    /// <param name="spent">What the call cost.</param>
    /// <exception cref="GenerationException">It cannot be written.</exception>
    public void Keep(IReadOnlyList<(int Slot, IReadOnlyList<string> Texts)> texts, ModelSpending spent)
    {
        JsonArray answers = [];
        foreach ((int slot, IReadOnlyList<string> said) in texts)
        {
            answers.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["slot"] = slot,
                        ["texts"] = new JsonArray([.. said.Select(text => JsonValue.Create(_redact(text)))]),
                    }
            );
        }

        JsonObject line = new() { ["answers"] = answers, ["calls"] = spent.Calls };
        if (spent.Usage is { } usage)
        {
            line["usage"] = new JsonObject
            {
                ["input"] = usage.InputTokens,
                ["output"] = usage.OutputTokens,
                ["total"] = usage.TotalTokens,
                ["cost"] = usage.Cost,
            };
        }

        try
        {
            Append(line);
        }
        catch (IOException exception)
        {
            throw new GenerationException(
                $"cannot keep an answer in `{_file.Name}`: {exception.Message}; make room, then run again to go on",
                exception
            );
        }

        _isEmpty = false;
    }

    /// <summary>Removes the file: its answers are where they belong.</summary>
    public void Remove()
    {
        _isEmpty = true;
        Dispose();
    }

    /// <summary>Closes the file, and removes it where it keeps nothing.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (_isEmpty)
        {
            File.Delete(_file.Name);
        }
    }

    private void Append(JsonObject line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line.ToJsonString(Plain) + "\n"));
        _file.Flush(flushToDisk: true);
    }

    private static (string? Fingerprint, List<KeptAnswer> Kept, long Whole) Read(FileStream file)
    {
        using MemoryStream bytes = new();
        file.CopyTo(bytes);
        byte[] all = bytes.ToArray();
        string? fingerprint = null;
        List<KeptAnswer> kept = [];
        int start = 0;
        for (int end; (end = Array.IndexOf(all, (byte)'\n', start)) >= 0; start = end + 1)
        {
            if (Parse(all.AsSpan(start, end - start)) is not { } line)
            {
                break;
            }

            if (fingerprint is null)
            {
                fingerprint = line["fingerprint"]?.ToString() ?? "";
            }
            else
            {
                kept.Add(KeptAnswer.Read(line));
            }
        }

        return (fingerprint, kept, start);
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What one call of an earlier run brought.</summary>
/// <param name="Texts">The texts by the index of their slot.</param>
/// <param name="Spent">What it cost.</param>
internal sealed record KeptAnswer(IReadOnlyList<(int Slot, IReadOnlyList<string> Texts)> Texts, ModelSpending Spent)
{
    /// <summary>Reads a line of the journal.</summary>
    public static KeptAnswer Read(JsonObject line) =>
        new(
            [
                .. (line["answers"] as JsonArray ?? [])
                    .OfType<JsonObject>()
                    .Select(answer =>
                        (
                            (int?)answer["slot"] ?? -1,
                            (IReadOnlyList<string>)[.. (answer["texts"] as JsonArray ?? []).Select(text => $"{text}")]
                        )
                    ),
            ],
            new ModelSpending((int?)line["calls"] ?? 0, ReadUsage(line["usage"] as JsonObject))
        );

    private static Usage? ReadUsage(JsonObject? usage) =>
        usage is null
            ? null
            : new Usage
            {
                InputTokens = (long?)usage["input"],
                OutputTokens = (long?)usage["output"],
                TotalTokens = (long?)usage["total"],
                Cost = (decimal?)usage["cost"],
            };
}
