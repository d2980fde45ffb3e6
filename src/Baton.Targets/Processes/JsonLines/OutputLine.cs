namespace Baton.Targets.Processes.JsonLines;

/// <summary>One line of a process's output.</summary>
/// <param name="Bytes">The line without its line break; valid until the next call of the reader.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct OutputLine(ReadOnlyMemory<byte> Bytes, OutputLineKind Kind);

/// <summary>What a line of output is, judged by its first byte and its length.</summary>
internal enum OutputLineKind
{
    /// <summary>Something printed; <see cref="OutputLine.Bytes"/> is its start when it was over 8 KiB.</summary>
    Text,

    /// <summary>A line that begins with <c>{</c>.</summary>
    Json,

    /// <summary>A line that begins with <c>{</c> and is over 16 MiB; <see cref="OutputLine.Bytes"/> is its start.</summary>
    TooLong,
}
