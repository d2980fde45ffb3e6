using System.Text;

namespace Baton.Agents.Providers.OpenAI.Responses;

/// <summary>An output item that is being streamed.</summary>
internal sealed class StreamedItem
{
    /// <summary>The call's id, or <see langword="null"/> for an item that is no call.</summary>
    public string? CallId { get; private set; }

    /// <summary>The tool that is called.</summary>
    public string? Name { get; private set; }

    /// <summary>The arguments so far.</summary>
    public StringBuilder Arguments { get; } = new();

    /// <summary>Whether its text was shown piece by piece.</summary>
    public bool IsShown { get; set; }

    public void BeginCall(string callId, string? name)
    {
        CallId = callId;
        Name = name;
    }
}
