using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Transport;

/// <summary>Puts the items of one streamed answer together. Belongs to one answer.</summary>
internal abstract class AnswerStream
{
    /// <summary>Whether the server said that the answer is over.</summary>
    public abstract bool IsFinished { get; }

    /// <summary>The error that an item tells, or nothing.</summary>
    public virtual JsonElement? ErrorIn(JsonElement item) => item.Find("error");

    /// <summary>Takes an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="shown">Where what of it can be shown at once is put, in order.</param>
    public abstract void Take(JsonElement item, List<ChatResponseUpdate> shown);

    /// <summary>What is left to show when the answer is over, or nothing.</summary>
    public virtual ChatResponseUpdate? Rest() => null;
}
