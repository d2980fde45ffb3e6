using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Models;

/// <summary>The form of a structured answer.</summary>
/// <param name="Name">Its name for the server, in letters and underscores.</param>
/// <param name="Description">What it is, for the model.</param>
/// <param name="Schema">
/// Its JSON Schema, fit for strict enforcement: every object lists all its properties as <c>required</c> and has
/// <c>additionalProperties: false</c>. Not every server heeds it, so the question should tell the form as well.
/// </param>
/// <param name="Key">The member that tells the answer from other objects in a reply.</param>
/// <param name="Read">Reads the answer.</param>
internal sealed record AnswerForm<T>(
    string Name,
    string Description,
    JsonElement Schema,
    string Key,
    AnswerReader<T> Read
)
    where T : class
{
    /// <summary>Reads the answer out of a reply; see <see cref="ReplyReader{T}"/>.</summary>
    public T? ReadReply(string reply, out string? problem)
    {
        problem = "is not the JSON object asked for";
        return AnswerObject.Find(reply, Key) is { } answer ? Read(answer, out problem) : null;
    }
}

/// <summary>Reads a structured answer.</summary>
/// <param name="answer">The object; it has the form's key, everything else is up to the model.</param>
/// <param name="problem">Why it cannot be used, as the end of a sentence (<c>has no `score`</c>); null when it can.</param>
/// <returns>The answer, or null.</returns>
internal delegate T? AnswerReader<T>(JsonObject answer, out string? problem);
