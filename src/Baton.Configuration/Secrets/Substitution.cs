using System.Text;

namespace Baton.Configuration.Secrets;

/// <summary>Replaces the variables of one text.</summary>
internal sealed class Substitution(IReadOnlyDictionary<string, string> variables)
{
    private const int DeepestDefault = 16;
    private readonly List<string> _problems = [];
    private readonly List<(string? Name, string Value)> _used = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The values put in, with their variables; defaults have none.</summary>
    public IReadOnlyList<(string? Name, string Value)> Used => _used;

    /// <summary>Whether a text is one variable and nothing else.</summary>
    public static bool IsOneVariable(string text) => TemplatePart.Of(text) is [{ Variable: not null }];

    public string Apply(string text) => Apply(text, depth: 0);

    private string Apply(string text, int depth)
    {
        StringBuilder result = new(text.Length);
        foreach (TemplatePart part in TemplatePart.Of(text))
        {
            if (part.IsUnclosed)
            {
                _problems.Add("`${` is never closed by `}`; write `$${` for a literal `${`");
            }
            else
            {
                result.Append(part.Variable is null ? part.Text : ValueOf(part, part.Variable, depth));
            }
        }

        return result.ToString();
    }

    private string ValueOf(TemplatePart part, string name, int depth)
    {
        if (!part.HasName)
        {
            _problems.Add(
                $"`${{{part.Text}}}` names no variable: a name is letters, digits and `_`; write `$${{` for a literal `${{`"
            );
            return "";
        }

        if (variables.TryGetValue(name, out string? value) && (value.Length > 0 || part.Default is null))
        {
            _used.Add((name, value));
            return value;
        }

        if (part.Default is null)
        {
            _problems.Add(
                $"the environment variable `{name}` is not set; set it, put it into `.env`, or write `${{{name}:-default}}`"
            );
            return "";
        }

        if (depth == DeepestDefault)
        {
            _problems.Add($"defaults within defaults more than {DeepestDefault} deep");
            return "";
        }

        if (part.Default.Contains("${", StringComparison.Ordinal))
        {
            return Apply(part.Default, depth + 1);
        }

        _used.Add((null, part.Default));
        return part.Default;
    }
}
