namespace Baton.Experiments.Models;

/// <summary>The form of an answer in words.</summary>
/// <param name="Again">What is asked for when an answer cannot be read: <c>Answer with the score alone.</c></param>
/// <param name="Read">Reads the answer.</param>
internal sealed record TextForm<T>(string Again, ReplyReader<T> Read)
    where T : class;

/// <summary>Reads an answer in words.</summary>
/// <param name="reply">What the model wrote; may be empty.</param>
/// <param name="problem">Why it cannot be used, as the end of a sentence (<c>names no score</c>); null when it can.</param>
/// <returns>The answer, or null.</returns>
internal delegate T? ReplyReader<T>(string reply, out string? problem);
