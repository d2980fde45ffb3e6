using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Models;

/// <summary>What a model is asked.</summary>
/// <param name="Messages">The messages, oldest first.</param>
internal sealed record ModelQuestion(IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>The seed of the model's sampling. Default: the voice's.</summary>
    public int? Seed { get; init; }

    /// <summary>Told of every call as it ends, whatever comes of the question. Default: none.</summary>
    public ModelMeter? Meter { get; init; }

    /// <summary>A question of instructions and one message.</summary>
    /// <param name="instructions">What the model is told beforehand, or <see langword="null"/>.</param>
    /// <param name="text">The message.</param>
    public static ModelQuestion Of(string? instructions, string text) =>
        new(
            instructions is null
                ? [new ChatMessage(ChatRole.User, text)]
                : [new ChatMessage(ChatRole.System, instructions), new ChatMessage(ChatRole.User, text)]
        );
}

/// <summary>What a model answered.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Reply">The words it was read from.</param>
/// <param name="Spent">What all calls for it cost together.</param>
internal sealed record ModelAnswer<T>(T Value, string Reply, ModelSpending Spent)
{
    /// <summary>Whether the model ran out of tokens before it was done.</summary>
    public bool IsCutOff { get; init; }
}

/// <summary>What was spent on asking.</summary>
/// <param name="Calls">The calls that were begun; attempts that a call made again count once.</param>
/// <param name="Usage">Tokens and cost as far as the server told, or <see langword="null"/>.</param>
internal sealed record ModelSpending(int Calls, Usage? Usage)
{
    /// <summary>Nothing.</summary>
    public static ModelSpending None { get; } = new(0, null);

    /// <summary>Adds two.</summary>
    public static ModelSpending operator +(ModelSpending left, ModelSpending right) =>
        new(
            left.Calls + right.Calls,
            left.Usage is null ? right.Usage
                : right.Usage is null ? left.Usage
                : left.Usage + right.Usage
        );
}

/// <summary>Adds up what is spent on questions that are asked one after the other.</summary>
internal sealed class ModelMeter
{
    /// <summary>What was spent so far.</summary>
    public ModelSpending Spent { get; private set; } = ModelSpending.None;

    /// <summary>Adds a call.</summary>
    public void Add(ModelSpending call) => Spent += call;
}

/// <summary>A model could not be asked, or did not answer in the form asked for.</summary>
/// <param name="kind">One of <see cref="ErrorKind"/>'s words.</param>
/// <param name="message">What happened, with the start of a malformed reply; free of keys.</param>
/// <param name="innerException">The cause.</param>
internal sealed class ModelVoiceException(string kind, string message, Exception? innerException = null)
    : BatonException(message, innerException)
{
    /// <summary>One of <see cref="ErrorKind"/>'s words.</summary>
    public string Kind { get; } = kind;

    /// <summary>The reply that could not be used, or <see langword="null"/> when there was none.</summary>
    public string? Reply { get; init; }

    /// <summary>What was spent all the same.</summary>
    public ModelSpending Spent { get; init; } = ModelSpending.None;
}
