using YamlDotNet.Core;

namespace Baton.Configuration.Reading;

/// <summary>The tags of the core schema; there are no others.</summary>
internal static class YamlTags
{
    private const string Prefix = "tag:yaml.org,2002:";

    /// <summary>The name after <c>!!</c>, or <see langword="null"/> for a tag of another kind.</summary>
    public static string? NameOf(TagName tag) =>
        tag.Value.StartsWith(Prefix, StringComparison.Ordinal) ? tag.Value[Prefix.Length..] : null;

    public static string Unknown(TagName tag) =>
        $"the tag `{(NameOf(tag) is { } name ? $"!!{name}" : tag.Value)}` is unknown; remove it and write the plain value";
}
