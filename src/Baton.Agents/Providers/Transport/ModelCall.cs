using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Transport;

/// <summary>One call of a model in the words of its server.</summary>
internal abstract class ModelCall
{
    /// <summary>The request.</summary>
    /// <param name="stream">Whether the answer is wanted piece by piece.</param>
    public abstract ReadOnlyMemory<byte> Write(bool stream);

    /// <summary>Reads an answer that came whole.</summary>
    public abstract ChatResponse Read(JsonElement root);

    /// <summary>Begins to read an answer that comes piece by piece.</summary>
    public abstract AnswerStream Open();
}
