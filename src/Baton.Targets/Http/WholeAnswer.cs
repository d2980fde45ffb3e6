using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>Finds the answer in a response that came whole.</summary>
/// <param name="responsePath">Where it stands, or <see langword="null"/> for the common shapes.</param>
/// <param name="errorPath">Where the agent says that it failed, or <see langword="null"/> for <c>error</c>.</param>
/// <param name="keys">The settings to name; default those of <c>http:</c>.</param>
internal sealed class WholeAnswer(DataPath? responsePath, DataPath? errorPath, HttpKeys? keys = null)
{
    private const int MostKeysShown = 30;

    /// <summary>The outcome of the turn.</summary>
    /// <param name="body">The body, valid UTF-8.</param>
    /// <param name="mediaType">What the server says it is, or <see langword="null"/>.</param>
    /// <param name="requested">Method and address, for messages.</param>
    public AgentEvent Read(ReadOnlyMemory<byte> body, string? mediaType, string requested)
    {
        if (!body.Span.ContainsAnyExcept(" \t\r\n"u8))
        {
            return Failed(ErrorKind.NoOutput, $"{requested} answered with an empty body");
        }

        bool saysJson = mediaType is not null && mediaType.Contains("json", StringComparison.OrdinalIgnoreCase);
        bool mayBeJson =
            (mediaType is null or MediaTypeNames.Application.Octet)
            && body.Span.TrimStart(" \t\r\n"u8)[0] is (byte)'{' or (byte)'[' or (byte)'"';
        bool mustBeJson = saysJson || responsePath is not null;
        if (!mustBeJson && !mayBeJson)
        {
            return new FinalEvent(Encoding.UTF8.GetString(body.Span));
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(Utf8Bytes.ForJson(body), StreamInterpreter.Parsing);
        }
        catch (JsonException) when (!mustBeJson)
        {
            return new FinalEvent(Encoding.UTF8.GetString(body.Span));
        }
        catch (JsonException exception)
        {
            return Failed(
                ErrorKind.Protocol,
                $"{requested} answered with what is no JSON: {exception.Message} It begins: {Utf8Bytes.Start(body.Span)}"
            );
        }

        using (document)
        {
            return ReadJson(document.RootElement, body.Span, requested);
        }
    }

    private AgentEvent ReadJson(JsonElement root, ReadOnlySpan<byte> body, string requested)
    {
        if (errorPath is not null && errorPath.TryGet(root, out JsonElement error) && ErrorShapes.IsSet(error))
        {
            return Failed(ErrorKind.Agent, ErrorShapes.Message(error));
        }

        if (Answer(root) is { } answer)
        {
            return answer;
        }

        if (errorPath is null && ErrorShapes.Find(root) is { } message)
        {
            return Failed(ErrorKind.Agent, message);
        }

        return IsEmptyHanded(root)
            ? Failed(ErrorKind.NoOutput, $"{requested} answered without output: {Utf8Bytes.Start(body)}")
            : Failed(
                ErrorKind.Protocol,
                $"{Missing(requested)}; {Keys(root)}; the response begins: {Utf8Bytes.Start(body)}"
            );
    }

    private FinalEvent? Answer(JsonElement root)
    {
        if (responsePath is null)
        {
            return AnswerShapes.Find(root) is { } found ? new FinalEvent(found) : null;
        }

        if (responsePath.GetText(root) is not { } text)
        {
            return null;
        }

        return
            !responsePath.HasWildcard
            && responsePath.TryGet(root, out JsonElement value)
            && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? new FinalEvent(text) { Raw = value.Clone() }
            : new FinalEvent(text);
    }

    private bool IsEmptyHanded(JsonElement root) =>
        responsePath is null
            ? AnswerShapes.IsEmptyHanded(root)
            : responsePath.TryGet(root, out JsonElement value) && value.ValueKind == JsonValueKind.Null;

    private string Missing(string requested) =>
        responsePath is null
            ? $"{requested} answered in a shape Baton does not know; {(keys ?? HttpKeys.Http).Answer}"
            : $"{requested} answered without `{responsePath}` (`http.response_path`)";

    private static string Keys(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return $"there is no object but {root.ValueKind switch
            {
                JsonValueKind.Array => "a list",
                JsonValueKind.String => "a text",
                JsonValueKind.Number => "a number",
                JsonValueKind.Null => "null",
                _ => "a truth value",
            }}";
        }

        List<string> keys = [.. root.EnumerateObject().Take(MostKeysShown).Select(member => $"`{member.Name}`")];
        return keys.Count == 0 ? "there are no keys" : $"the keys there are: {string.Join(", ", keys)}";
    }

    private static ErrorEvent Failed(string kind, string message) => new(new AgentError(kind, message));
}
