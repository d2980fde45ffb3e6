using System.Text.Json;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Store;

/// <summary>What a store wrote as text, read again.</summary>
internal static class StoredText
{
    /// <summary>The word for a status or a role.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>The status of a word.</summary>
    public static ExecutionStatus Status(string word) => Enum.Parse<ExecutionStatus>(word, ignoreCase: true);

    /// <summary>Reads what JSON describes.</summary>
    /// <param name="what">What it is, in words, for the error: <c>The agent `critic` in `agent.db`</c>.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="TopologyException">It cannot be read.</exception>
    public static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or NotSupportedException)
        {
            throw new TopologyException(
                $"{what} cannot be read: {failure.Message}. Use the Baton that wrote it",
                failure
            );
        }
    }
}
