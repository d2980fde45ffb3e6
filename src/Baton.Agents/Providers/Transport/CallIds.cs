using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Transport;

/// <summary>Makes up the ids of calls to which a server gave none: the first <c>call_n</c> the conversation has not yet.</summary>
/// <param name="messages">The conversation; looked at only when an id is missing.</param>
internal sealed class CallIds(IEnumerable<ChatMessage> messages)
{
    private HashSet<string>? _taken;

    /// <summary>The given id, or one made up when it is missing or empty.</summary>
    public string Or(string? given) => string.IsNullOrEmpty(given) ? Next() : given;

    private string Next()
    {
        _taken ??= new(
            messages
                .SelectMany(static message => message.Contents)
                .OfType<FunctionCallContent>()
                .Select(static call => call.CallId),
            StringComparer.Ordinal
        );
        int number = 0;
        while (!_taken.Add($"call_{number}"))
        {
            number++;
        }

        return $"call_{number}";
    }
}
