using System.Runtime.CompilerServices;

namespace SupportAgent;

/// <summary>A shop's support, which remembers what it was asked in this conversation.</summary>
public sealed class Desk
{
    private static readonly Dictionary<string, string> Answers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["open"] = "We are open from nine to six.",
        ["return"] = "You can return everything within thirty days.",
        ["ship"] = "Parcels take two days.",
    };

    private int _asked;

    /// <summary>Answers word by word.</summary>
    public async IAsyncEnumerable<string> Answer(
        string input,
        string? persona,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Console.WriteLine($"question {++_asked} of {persona ?? "somebody"}");
        string answer =
            Answers.FirstOrDefault(known => input.Contains(known.Key, StringComparison.OrdinalIgnoreCase)).Value
            ?? throw new NotSupportedException("I know nothing about that");
        foreach (string word in answer.Split(' '))
        {
            await Task.Delay(1, cancellationToken);
            yield return word + " ";
        }
    }
}
