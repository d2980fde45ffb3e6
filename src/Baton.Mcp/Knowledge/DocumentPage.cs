namespace Baton.Mcp.Knowledge;

/// <summary>A page of the documentation.</summary>
/// <param name="Path">Where it stands in the repository, for example <c>docs/guides/inputs.md</c>.</param>
/// <param name="Title">Its first heading.</param>
/// <param name="Text">All of it, Markdown.</param>
public sealed record DocumentPage(string Path, string Title, string Text)
{
    /// <summary>Its first paragraph; empty when it begins with something else.</summary>
    public string Introduction { get; } =
        Text.Split("\n\n")
            .Select(part => part.TrimStart())
            .FirstOrDefault(part => part.Length > 0 && char.IsLetter(part[0]))
        ?? "";
}
