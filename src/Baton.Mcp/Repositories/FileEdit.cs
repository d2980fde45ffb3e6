using System.Text.Json.Serialization;

namespace Baton.Mcp.Repositories;

/// <summary>One change of one file.</summary>
public sealed record FileEdit
{
    /// <summary>The file, from the repository's root, with slashes.</summary>
    public required string File { get; init; }

    /// <summary>What is done.</summary>
    public required EditKind Kind { get; init; }

    /// <summary>The text in the file that says where; it stands there exactly once. Not for <see cref="EditKind.Create"/>.</summary>
    public string? Anchor { get; init; }

    /// <summary>What the file gets.</summary>
    public required string Text { get; init; }

    /// <summary>The change that undoes it.</summary>
    public required FileRollback Rollback { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }
}

/// <summary>What is done to a file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EditKind>))]
public enum EditKind
{
    /// <summary>The file is made; it must not be there.</summary>
    Create,

    /// <summary>The text is put right behind the anchor.</summary>
    InsertAfter,

    /// <summary>The text takes the anchor's place.</summary>
    Replace,

    /// <summary>The file is removed; only undoes <see cref="Create"/>.</summary>
    Delete,
}

/// <summary>How a change is undone.</summary>
/// <param name="Kind"><see cref="EditKind.Delete"/>, or <see cref="EditKind.Replace"/>.</param>
/// <param name="Anchor">The text to be taken out; <see langword="null"/> when the file is removed.</param>
/// <param name="Text">The text to be put back; <see langword="null"/> when the file is removed.</param>
public sealed record FileRollback(EditKind Kind, string? Anchor, string? Text);

/// <summary>Something wrong with a plan.</summary>
/// <param name="File">The file it is about, or empty for the plan as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record EditProblem(string File, string Message);
