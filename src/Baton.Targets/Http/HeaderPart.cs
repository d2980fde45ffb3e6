using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>A header of every request.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Constant">The value where it is the same in every turn.</param>
/// <param name="Template">The value where it is not.</param>
internal sealed record HeaderPart(string Name, string? Constant, Template? Template)
{
    public static HeaderPart Of(string name, Template value) =>
        value.IsConstant
            ? new HeaderPart(name, value.Render(Nobody.Scope).Trim(), null)
            : new HeaderPart(name, null, value);

    /// <summary>The value in a turn; what would break the header becomes a space.</summary>
    public string Render(TemplateScope scope)
    {
        string text = Template!.Render(scope);
        return text.AsSpan().ContainsAny("\r\n\0")
            ? text.Replace('\r', ' ').Replace('\n', ' ').Replace('\0', ' ')
            : text;
    }
}
